from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule

#: apps whose ``extensions`` hold what the core itself registers
CORE_APPS = ("media", "catalogue", "search", "home")


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Kin-Top"

    def ready(self):
        load_core_extensions()


def load_core_extensions() -> None:
    for name in CORE_APPS:
        if apps.is_installed(name) and module_has_submodule(apps.get_app_config(name).module, "extensions"):
            import_module(f"{name}.extensions")

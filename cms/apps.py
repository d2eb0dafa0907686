from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule

#: apps whose ``extensions`` hold what the core itself registers
CORE_APPS = ("media", "catalogue", "search", "home")


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Kin-Top"

    def ready(self):
        from cms.plugins import checks  # noqa: F401 -- they register themselves
        from cms.plugins.vetting import vet_plugins

        load_core_extensions()
        vet_plugins()
        reserve_addresses()


def load_core_extensions() -> None:
    for name in CORE_APPS:
        if apps.is_installed(name) and module_has_submodule(apps.get_app_config(name).module, "extensions"):
            import_module(f"{name}.extensions")


def reserve_addresses() -> None:
    from wagtail.models import Page

    from cms.plugins.addresses import refuse_reserved_slug

    Page._meta.get_field("slug").validators.append(refuse_reserved_slug)

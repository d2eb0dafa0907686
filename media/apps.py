from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = _("Bilder und Dokumente")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from media import checks  # noqa: F401 -- registers the system checks

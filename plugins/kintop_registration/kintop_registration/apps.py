from django.utils.translation import gettext_lazy as _

from cms.plugins import Plugin


class Registration(Plugin):
    name = "kintop_registration"
    verbose_name = _("Anmeldungen")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from kintop_registration import signals  # noqa: F401 -- connects the receivers

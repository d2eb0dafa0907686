from django.utils.translation import gettext_lazy as _

from cms.plugins import Plugin


class Feedback(Plugin):
    name = "kintop_feedback"
    verbose_name = _("Rückmeldungen")
    default_auto_field = "django.db.models.BigAutoField"

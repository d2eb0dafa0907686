from django.utils.translation import gettext_lazy as _

from cms.plugins import Plugin


class Booklet(Plugin):
    name = "kintop_booklet"
    verbose_name = _("Programmheft")
    default_auto_field = "django.db.models.BigAutoField"

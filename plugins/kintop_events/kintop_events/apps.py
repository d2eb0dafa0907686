from django.utils.translation import gettext_lazy as _

from cms.plugins import Plugin


class Events(Plugin):
    name = "kintop_events"
    verbose_name = _("Feste und Ausstellungen")

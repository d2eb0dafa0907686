from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    EXHIBITION = "exhibition", _("Ausstellung")
    FESTIVAL = "festival", _("Fest")
    OPEN_DAY = "open_day", _("Tag der offenen Tür")
    OTHER = "other", _("Andere Veranstaltung")


class Admission(models.TextChoices):
    FREE = "free", _("Eintritt frei")
    DONATION = "donation", _("Eintritt gegen Spende")
    PAID = "paid", _("Eintritt kostet etwas")

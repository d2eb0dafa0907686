from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a registration stands. Only confirmed ones take places."""

    UNCONFIRMED = "unconfirmed", _("E-Mail noch nicht bestätigt")
    CONFIRMED = "confirmed", _("hat einen Platz")
    WAITING = "waiting", _("auf der Warteliste")
    WITHDRAWN = "withdrawn", _("hat sich abgemeldet")
    CANCELLED = "cancelled", _("von uns abgesagt")


#: those who come or want to come
ACTIVE = (Status.CONFIRMED, Status.WAITING)


class Mail(models.TextChoices):
    """Which letter is to be sent."""

    CONFIRM = "confirm", "confirm the address"
    PLACE = "place", "you have a place"
    WAITING = "waiting", "you are on the waiting list"
    MOVED_UP = "moved_up", "a place has become free"
    CANCELLED = "cancelled", "the house has cancelled"
    MOVED = "moved", "you are in another run now"
    WITHDRAWN = "withdrawn", "you have withdrawn"


class Entry(models.TextChoices):
    """What a run has for somebody who registers now."""

    PLACE = "place", _("Platz")
    WAITING = "waiting", _("Warteliste")

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    FACT = "fact", _("Eine Angabe ist falsch oder veraltet")
    MISSING = "missing", _("Etwas fehlt oder ist schwer zu verstehen")
    LANGUAGE = "language", _("Die Übersetzung ist falsch")
    TECHNICAL = "technical", _("Etwas lässt sich nicht öffnen oder bedienen")
    OTHER = "other", _("Etwas anderes")

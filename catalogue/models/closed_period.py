from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class ClosedPeriodQuerySet(models.QuerySet):
    def as_ranges(self) -> list[tuple]:
        """(first day, last day) pairs, as the meeting generation wants them."""
        return list(self.values_list("start_date", "end_date"))

    def as_named_ranges(self) -> list[tuple]:
        """(first day, last day, name), to say why a day is left out."""
        return list(self.values_list("start_date", "end_date", "name"))


class ClosedPeriod(models.Model):
    """Days on which the house is closed: no meeting is generated on them."""

    name = models.CharField(_("Bezeichnung"), max_length=120)
    start_date = models.DateField(_("erster Tag"))
    end_date = models.DateField(_("letzter Tag"))

    objects = ClosedPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("Schließzeit")
        verbose_name_plural = _("Schließzeiten")
        ordering = ["start_date"]

    def __str__(self):
        return f"{self.name} ({self.start_date:%d.%m.%Y}–{self.end_date:%d.%m.%Y})"

    def clean(self):
        if self.start_date and self.end_date and self.end_date < self.start_date:
            raise ValidationError({"end_date": _("Der letzte Tag liegt vor dem ersten.")})

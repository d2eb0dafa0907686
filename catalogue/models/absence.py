from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AbsenceQuerySet(models.QuerySet):
    def on(self, day=None):
        """Those that go on that day, by default today."""
        day = day or timezone.localdate()
        return self.filter(first_day__lte=day, last_day__gte=day)

    def of_deputy(self, user):
        """Those this user stands in for; whoever left needs nobody."""
        return self.filter(deputy=user, coordinator__is_active=True)


class Absence(models.Model):
    """Days on which somebody else reviews for a coordinator."""

    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Fachkoordination"), on_delete=models.CASCADE, related_name="absences"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Vertretung"), on_delete=models.CASCADE, related_name="deputyships"
    )
    first_day = models.DateField(_("erster Tag"))
    last_day = models.DateField(_("letzter Tag"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("Vertretung")
        verbose_name_plural = _("Vertretungen")
        ordering = ["first_day", "pk"]

    def __str__(self):
        return f"{self.first_day:%d.%m.%Y}–{self.last_day:%d.%m.%Y}"

    def clean(self):
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("Der letzte Tag liegt vor dem ersten.")})
        if self.deputy_id is not None and self.deputy_id == self.coordinator_id:
            raise ValidationError({"deputy": _("Bitte wählen Sie eine andere Person.")})

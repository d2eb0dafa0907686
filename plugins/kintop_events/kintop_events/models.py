from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from catalogue.models import Offering
from catalogue.panels import build_offering_form
from kintop_events.choices import Admission, EventKind


class EventPage(Offering):
    """An exhibition, a festival or an open day: one comes and goes, without a course number to sign up for."""

    kind = models.CharField(_("Art"), max_length=12, choices=EventKind.choices, default=EventKind.FESTIVAL)
    # the core knows a period by these names: search, cards and facts read them
    period_start = models.DateField(_("Erster Tag"), null=True, blank=True)
    period_end = models.DateField(_("Letzter Tag"), null=True, blank=True)
    opening_hours = models.TextField(
        _("Geöffnet"), blank=True, help_text=_("Eine Zeile je Tag, zum Beispiel: Samstag, 14 bis 18 Uhr.")
    )
    admission = models.CharField(_("Eintritt"), max_length=10, choices=Admission.choices, default=Admission.FREE)
    admission_note = models.CharField(
        _("Mehr zum Eintritt"), max_length=160, blank=True, help_text=_("Zum Beispiel: 5 Euro, Kinder frei.")
    )
    organiser = models.CharField(
        _("Wer lädt ein"), max_length=160, blank=True, help_text=_("Nur wenn es nicht das Haus allein ist.")
    )

    edit_handler = build_offering_form(
        own_panels=[
            FieldRowPanel([FieldPanel("kind"), FieldPanel("organiser")]),
            FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")]),
            FieldPanel("opening_hours"),
            FieldRowPanel([FieldPanel("admission"), FieldPanel("admission_note")]),
        ],
        own_heading=_("Fest oder Ausstellung"),
    )
    parent_page_types = ["catalogue.OfferingIndexPage"]
    subpage_types = []
    is_creatable = True
    template = "kintop_events/event.html"
    search_fields = [*Offering.search_fields, index.SearchField("organiser"), index.FilterField("kind")]

    class Meta:
        verbose_name = _("Fest oder Ausstellung")
        verbose_name_plural = _("Feste und Ausstellungen")

    def get_search_type(self) -> str:
        return "event"

    def get_type_label(self) -> str:
        return self.get_kind_display()

    def clean(self):
        super().clean()
        if self.period_start and self.period_end and self.period_end < self.period_start:
            raise ValidationError({"period_end": _("Der letzte Tag liegt vor dem ersten.")})

    @property
    def opening_hours_list(self) -> list[str]:
        return [line.strip() for line in self.opening_hours.splitlines() if line.strip()]

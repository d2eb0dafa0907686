from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from catalogue.choices import TaskArea
from catalogue.panels import build_offering_form

from .offering import Offering


class ProjectPage(Offering):
    """Time-limited, funded work in one of the agency's four task areas."""

    task_area = models.CharField(_("Aufgabenfeld"), max_length=24, choices=TaskArea.choices, blank=True)
    period_start = models.DateField(_("Beginn des Projekts"), null=True, blank=True)
    period_end = models.DateField(_("Ende des Projekts"), null=True, blank=True)
    partners = ParentalManyToManyField(
        "catalogue.Funder",
        verbose_name=_("Partner"),
        blank=True,
        related_name="partner_projects",
        limit_choices_to={"kind": "partner"},
    )
    results = models.TextField(_("Was erreicht wurde"), blank=True, help_text=_("Ein Ergebnis je Zeile."))

    edit_handler = build_offering_form(
        own_panels=[
            FieldPanel("task_area"),
            FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")]),
            FieldPanel("partners"),
            FieldPanel("results"),
        ],
        own_heading=_("Projekt"),
    )
    parent_page_types = ["catalogue.OfferingIndexPage"]
    subpage_types = []
    is_creatable = True
    template = "catalogue/project.html"
    search_fields = [*Offering.search_fields, index.FilterField("task_area")]

    class Meta:
        verbose_name = _("Projekt")
        verbose_name_plural = _("Projekte")

    def get_search_type(self) -> str:
        return "project"

    def clean(self):
        super().clean()
        if self.period_start and self.period_end and self.period_end < self.period_start:
            raise ValidationError({"period_end": _("Das Ende des Projekts liegt vor dem Beginn.")})

    @property
    def result_list(self) -> list[str]:
        return [line.strip() for line in self.results.splitlines() if line.strip()]

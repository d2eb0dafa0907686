from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from catalogue.choices import CourseKind, Level
from catalogue.panels import build_offering_form

from .offering import Offering


class CoursePage(Offering):
    """A course, workshop, open meeting, counselling or single event."""

    kind = models.CharField(_("Art"), max_length=14, choices=CourseKind.choices, default=CourseKind.COURSE)
    level = models.CharField(
        _("Sprachniveau"),
        max_length=6,
        choices=Level.choices,
        blank=True,
        help_text=_("Nur für Sprachkurse."),
    )
    prerequisites = models.TextField(_("Was man mitbringen oder können soll"), blank=True)
    material = models.TextField(_("Material"), blank=True)
    certificate = models.CharField(_("Abschluss"), max_length=160, blank=True)

    edit_handler = build_offering_form(
        own_panels=[
            FieldRowPanel([FieldPanel("kind"), FieldPanel("level")]),
            FieldPanel("prerequisites"),
            FieldPanel("material"),
            FieldPanel("certificate"),
        ],
        own_heading=_("Kurs"),
    )
    parent_page_types = ["catalogue.OfferingIndexPage"]
    subpage_types = []
    is_creatable = True
    template = "catalogue/course.html"
    search_fields = [*Offering.search_fields, index.FilterField("kind"), index.FilterField("level")]

    class Meta:
        verbose_name = _("Kurs oder Veranstaltung")
        verbose_name_plural = _("Kurse und Veranstaltungen")

    def get_search_type(self) -> str:
        return self.kind

    def get_type_label(self) -> str:
        return self.get_kind_display()

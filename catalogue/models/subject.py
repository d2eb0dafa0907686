from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from .names import TranslatedNames, UniqueSlug


class Subject(TranslatedNames, UniqueSlug, index.Indexed):
    """What an offering is about, on two levels: "Musik" and below it "Singen"."""

    name = models.CharField(_("Name"), max_length=120)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("gehört zu"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        limit_choices_to={"parent": None},
        help_text=_("Leer lassen, wenn dies ein Hauptthema ist."),
    )
    description = models.CharField(_("Beschreibung"), max_length=255, blank=True)
    dvv_category = models.CharField(
        _("DVV-Kategorie"),
        max_length=12,
        blank=True,
        help_text=_("Für den Austausch mit Volkshochschulen, z. B. 4.04."),
    )
    coordinators = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Fachkoordination"),
        blank=True,
        related_name="coordinated_subjects",
        help_text=_("Diese Personen prüfen eingereichte Angebote zuerst. Ohne Eintrag prüft gleich die Redaktion."),
    )
    sort_order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("parent"),
        FieldPanel("description"),
        FieldPanel("coordinators"),
        FieldPanel("dvv_category"),
        FieldPanel("sort_order"),
        TranslatedNames.names_panel,
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("Thema")
        verbose_name_plural = _("Themen")
        ordering = ["sort_order", "name"]

    def __str__(self):
        return f"{self.parent.name} › {self.name}" if self.parent_id else self.name

    def clean(self):
        super().clean()
        if self.parent_id and (self.parent_id == self.pk or self.parent.parent_id):
            raise ValidationError({"parent": _("Themen haben zwei Ebenen: Bitte wählen Sie ein Hauptthema.")})
        if self.parent_id and self.pk and self.children.exists():
            raise ValidationError({"parent": _("Dieses Thema hat selbst Unterthemen und bleibt ein Hauptthema.")})

    def get_coordinators(self):
        """Active users who review this subject: its own coordinators, else those of the subject above."""
        own = self.coordinators.filter(is_active=True)
        if own.exists() or not self.parent_id:
            return own
        return self.parent.coordinators.filter(is_active=True)

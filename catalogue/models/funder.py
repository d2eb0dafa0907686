from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from .names import TranslatedNames, UniqueSlug


class Funder(TranslatedNames, UniqueSlug, index.Indexed):
    """Who pays for an offering or works on it with the centre; funders ask to be named."""

    class Kind(models.TextChoices):
        FUNDER = "funder", _("Förderer")
        PARTNER = "partner", _("Partner")

    name = models.CharField(_("Name"), max_length=160)
    kind = models.CharField(_("Art"), max_length=10, choices=Kind.choices, default=Kind.FUNDER)
    url = models.URLField(_("Website"), blank=True)
    logo = models.ForeignKey(
        "media.Image",
        verbose_name=_("Logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    description = models.CharField(_("Beschreibung"), max_length=255, blank=True)
    is_shown_on_home = models.BooleanField(_("auf der Startseite nennen"), default=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("kind"),
        FieldPanel("url"),
        FieldPanel("logo"),
        FieldPanel("description"),
        FieldPanel("is_shown_on_home"),
        TranslatedNames.names_panel,
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("Förderer oder Partner")
        verbose_name_plural = _("Förderer und Partner")
        ordering = ["kind", "name"]

    def __str__(self):
        return self.name

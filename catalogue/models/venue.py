from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from .names import TranslatedNames, UniqueSlug


class Venue(TranslatedNames, UniqueSlug, index.Indexed):
    """A place where offerings happen; "online" is one, too."""

    name = models.CharField(_("Name"), max_length=120)
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=10, blank=True)
    city = models.CharField(_("Ort"), max_length=80, blank=True, default="Düsseldorf")
    district = models.CharField(_("Stadtteil"), max_length=80, blank=True)
    district_slug = models.SlugField(max_length=80, blank=True, editable=False)
    latitude = models.DecimalField(_("Breitengrad"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("Längengrad"), max_digits=9, decimal_places=6, null=True, blank=True)
    is_accessible = models.BooleanField(
        _("ohne Stufen erreichbar"),
        default=False,
        help_text=_("Zugang, Räume und Toilette sind mit dem Rollstuhl erreichbar."),
    )
    accessibility = models.TextField(
        _("Barrierefreiheit in Worten"),
        blank=True,
        help_text=_("Eingang, Aufzug, Toilette, Höranlage, Parkplatz."),
    )
    arrival = models.TextField(_("Anfahrt"), blank=True, help_text=_("Bus, Bahn, Fußweg."))
    rooms = models.TextField(_("Räume"), blank=True, help_text=_("Ein Raum je Zeile."))
    is_own = models.BooleanField(_("eigenes Haus"), default=False)

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        MultiFieldPanel(
            [
                FieldPanel("street"),
                FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city"), FieldPanel("district")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Adresse"),
        ),
        FieldPanel("rooms"),
        MultiFieldPanel(
            [FieldPanel("is_accessible"), FieldPanel("accessibility"), FieldPanel("arrival")],
            heading=_("Hinkommen"),
        ),
        FieldPanel("is_own"),
        TranslatedNames.names_panel,
    ]
    search_fields = [
        index.SearchField("name"),
        index.SearchField("district"),
        index.AutocompleteField("name"),
    ]

    class Meta:
        verbose_name = _("Ort")
        verbose_name_plural = _("Orte")
        ordering = ["-is_own", "name"]

    def __str__(self):
        return f"{self.name}, {self.district}" if self.district else self.name

    def save(self, *args, **kwargs):
        from django.utils.text import slugify

        from catalogue.domain.slugs import transcribe_umlauts

        self.district_slug = slugify(transcribe_umlauts(self.district))
        super().save(*args, **kwargs)

    @property
    def address(self) -> str:
        """ "Stettiner Straße 120, 40595 Düsseldorf", empty for a place without address."""
        town = f"{self.postal_code} {self.city}".strip() if self.street else ""
        return ", ".join(filter(None, [self.street, town]))

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.languages import TRANSLATION_LANGUAGES, get_interface_language, pick_translation


class TranslatedNames(models.Model):
    """A name in German and, where known, in the other languages of the site."""

    name_en = models.CharField(_("Name auf Englisch"), max_length=120, blank=True)
    name_uk = models.CharField(_("Name auf Ukrainisch"), max_length=120, blank=True)
    name_ru = models.CharField(_("Name auf Russisch"), max_length=120, blank=True)
    name_tr = models.CharField(_("Name auf Türkisch"), max_length=120, blank=True)
    name_ar = models.CharField(_("Name auf Arabisch"), max_length=120, blank=True)

    class Meta:
        abstract = True

    names_panel = MultiFieldPanel(
        [FieldPanel(f"name_{code}") for code, _label in TRANSLATION_LANGUAGES],
        heading=_("Name in anderen Sprachen"),
        classname="collapsed",
    )

    def get_names(self) -> dict[str, str]:
        """language -> name, German included, missing ones left out."""
        names = {code: getattr(self, f"name_{code}") for code, _label in TRANSLATION_LANGUAGES}
        return {"de": self.get_german_name(), **{code: name for code, name in names.items() if name}}

    def get_german_name(self) -> str:
        return self.name

    @property
    def name_language(self) -> str:
        """Language of translated_name, for the ``lang`` attribute."""
        language = get_interface_language()
        return language if language in self.get_names() else "de"

    @property
    def translated_name(self) -> str:
        return pick_translation(self.get_names(), self.get_german_name())


class UniqueSlug(models.Model):
    """A slug that stands in public addresses: unique, and ``x`` stays free for plugins."""

    slug = models.SlugField(
        _("Kurzname für Adressen"),
        max_length=80,
        unique=True,
        help_text=_("Steht in Adressen der Website, zum Beispiel „frauen“. Bitte später nicht mehr ändern."),
    )

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.slug and not self.slug[0].isalnum():
            raise ValidationError({"slug": _("Der Kurzname beginnt mit einem Buchstaben oder einer Ziffer.")})

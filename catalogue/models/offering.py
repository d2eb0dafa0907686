from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Page, PageManager, get_page_models
from wagtail.search import index

from catalogue.choices import AttendanceMode, Registration
from catalogue.forms import OfferingForm
from catalogue.panels import build_offering_form
from cms.fields import ChoiceListField
from cms.languages import SPOKEN_LANGUAGES, TRANSLATION_LANGUAGES, get_interface_language
from cms.streamfield import PluggableStreamField

from .querysets import OfferingQuerySet


class OfferingIndexPage(Page):
    """The section below which offerings of one kind live: /angebote/kurse/. Visitors are sent to the finder."""

    offering_type = models.CharField(
        _("Suche öffnen mit"),
        max_length=40,
        blank=True,
        help_text=_("Art, nach der die Suche gefiltert wird, zum Beispiel „project“."),
    )

    parent_page_types = ["search.FinderPage"]

    class Meta:
        verbose_name = _("Bereich für Angebote")
        verbose_name_plural = _("Bereiche für Angebote")

    @classmethod
    def clean_subpage_models(cls):
        """Every type of offering, those of plugins as well."""
        return [model for model in get_page_models() if issubclass(model, Offering) and model is not Offering]

    def serve(self, request, *args, **kwargs):
        query = f"?type={self.offering_type}" if self.offering_type else ""
        return redirect(f"{self.get_parent().get_url(request)}{query}")


class Offering(Page):
    """What everything offered has in common. Concrete, so an offering outlives the plugin of its type."""

    code = models.CharField(
        _("Kursnummer"),
        max_length=32,
        blank=True,
        db_index=True,
        help_text=_("Zum Beispiel D204-H26. Bleibt das Feld leer, wird eine Nummer vergeben."),
    )
    summary = models.CharField(
        _("Kurz gesagt"),
        max_length=220,
        blank=True,
        help_text=_("Ein oder zwei Sätze: Was passiert hier, für wen ist es gut? Steht in allen Listen."),
    )
    body = PluggableStreamField(verbose_name=_("Beschreibung"), blank=True)
    image = models.ForeignKey(
        "media.Image",
        verbose_name=_("Bild"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    subject = models.ForeignKey(
        "catalogue.Subject",
        verbose_name=_("Thema"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offerings",
    )
    keywords = models.CharField(
        _("Suchwörter"),
        max_length=255,
        blank=True,
        help_text=_("Wörter, die jemand sucht und die im Text nicht vorkommen, mit Komma getrennt."),
    )
    target_groups = ParentalManyToManyField(
        "catalogue.TargetGroupPage",
        verbose_name=_("Zielgruppen"),
        blank=True,
        related_name="offerings",
        limit_choices_to={"locale__language_code": settings.LANGUAGE_CODE},
        help_text=_("Keine Auswahl heißt: für alle."),
    )
    age_from = models.PositiveSmallIntegerField(_("Alter von"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("Alter bis"), null=True, blank=True)
    teaching_languages = ChoiceListField(_("Sprachen im Kurs"), choices=SPOKEN_LANGUAGES)
    support_languages = ChoiceListField(
        _("Fragen auch auf"),
        choices=SPOKEN_LANGUAGES,
        help_text=_("In diesen Sprachen kann jemand Fragen beantworten."),
    )
    format = models.CharField(
        pgettext_lazy("Kursform", "Form"),
        max_length=12,
        choices=AttendanceMode.choices,
        default=AttendanceMode.IN_PERSON,
    )
    childcare = models.BooleanField(_("mit Kinderbetreuung"), default=False)
    accessibility_notes = models.TextField(
        _("Hinweise zur Barrierefreiheit"), blank=True, help_text=_("Was nicht schon beim Ort steht.")
    )
    lecturers = ParentalManyToManyField(
        "catalogue.Lecturer",
        verbose_name=_("Kursleitung"),
        blank=True,
        related_name="offerings",
        help_text=_("Diese Personen dürfen das Angebot bearbeiten."),
    )
    funders = ParentalManyToManyField(
        "catalogue.Funder",
        verbose_name=_("Gefördert von"),
        blank=True,
        related_name="funded_offerings",
        limit_choices_to={"kind": "funder"},
    )
    contact = models.ForeignKey(
        "catalogue.Lecturer",
        verbose_name=_("Ansprechperson"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Ohne Auswahl nennen wir das Büro."),
    )
    registration = models.CharField(
        _("So nimmt man teil"), max_length=12, choices=Registration.choices, default=Registration.ENQUIRY
    )
    registration_url = models.URLField(_("Link zur Anmeldung"), blank=True)
    registration_phone = models.CharField(_("Telefon für die Anmeldung"), max_length=40, blank=True)
    easy_language = models.TextField(
        _("Text in Leichter Sprache"),
        blank=True,
        help_text=_("Kurze Sätze. Jeder Satz auf einer eigenen Zeile."),
    )
    easy_language_checked_by = models.CharField(_("geprüft von"), max_length=120, blank=True)
    easy_language_checked_on = models.DateField(_("geprüft am"), null=True, blank=True)

    objects = PageManager.from_queryset(OfferingQuerySet)()

    base_form_class = OfferingForm
    edit_handler = build_offering_form()
    parent_page_types = ["catalogue.OfferingIndexPage"]
    subpage_types = []
    is_creatable = False
    # a copy is another offering: it gets a number of its own when it is saved
    exclude_fields_in_copy = ["code"]
    search_fields = [
        *Page.search_fields,
        index.SearchField("code"),
        index.SearchField("summary"),
        index.AutocompleteField("code"),
        index.FilterField("subject_id"),
    ]

    class Meta:
        verbose_name = _("Angebot")
        verbose_name_plural = _("Angebote")
        permissions = [
            ("assign_lecturers", "Can assign lecturers to offerings"),
            ("change_urgent_facts", "Can change urgent facts of live offerings"),
            ("propose_offerings", "Can draft offerings of one's own"),
        ]

    def permissions_for_user(self, user):
        from catalogue.permissions import OfferingPermissionTester

        return OfferingPermissionTester(user, self)

    def get_template(self, request, *args, **kwargs):
        """The type's own template, else the common one: plugin types need none."""
        return [super().get_template(request, *args, **kwargs), "catalogue/offering.html"]

    def get_context(self, request, *args, **kwargs):
        from catalogue.domain.presentation import get_offering_context

        return {**super().get_context(request, *args, **kwargs), **get_offering_context(self)}

    def get_search_type(self) -> str:
        """The value of the finder's ``type`` parameter; types of plugins override it."""
        return "offering"

    def get_type_label(self) -> str:
        return str(self._meta.verbose_name)

    @cached_property
    def translation(self):
        """The row in the active language, or None: then title and summary are German."""
        language = get_interface_language()
        return next((row for row in self.translations.all() if row.language == language), None)

    @property
    def translated_title(self) -> str:
        return self.translation.title if self.translation else self.title

    @property
    def translated_summary(self) -> str:
        return (self.translation and self.translation.summary) or self.summary

    @property
    def text_language(self) -> str:
        """Language of translated_title, for the ``lang`` attribute."""
        return self.translation.language if self.translation else "de"

    def clean(self):
        super().clean()
        if self.age_from is not None and self.age_to is not None and self.age_to < self.age_from:
            raise ValidationError({"age_to": _("„Alter bis“ ist kleiner als „Alter von“.")})
        if self.code:
            from catalogue.domain.codes import find_code_owner

            owner = find_code_owner(code=self.code, except_pk=self.pk)
            if owner is not None:
                raise ValidationError(
                    {
                        "code": _("Die Kursnummer %(code)s hat schon „%(title)s“.")
                        % {"code": self.code, "title": owner.title}
                    }
                )

    def full_clean(self, *args, **kwargs):
        self._ensure_code()
        super().full_clean(*args, **kwargs)

    def save(self, *args, **kwargs):
        # Wagtail copies pages without cleaning them
        self._ensure_code()
        return super().save(*args, **kwargs)

    def _ensure_code(self):
        from catalogue.domain.codes import assign_code

        assign_code(self)


class OfferingTranslation(models.Model):
    """Title and summary of an offering in another language."""

    offering = ParentalKey(Offering, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(_("Sprache"), max_length=5, choices=TRANSLATION_LANGUAGES)
    title = models.CharField(_("Titel"), max_length=255)
    summary = models.CharField(_("Kurz gesagt"), max_length=300, blank=True)
    #: the German title or summary changed since, and not only a little
    is_outdated = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("Übersetzung")
        verbose_name_plural = _("Übersetzungen")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["offering", "language"],
                name="catalogue_one_translation_per_language",
                violation_error_message=_("Diese Sprache gibt es für das Angebot schon."),
            )
        ]

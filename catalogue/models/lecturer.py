from django.conf import settings
from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page
from wagtail.search import index

from cms.fields import ChoiceListField
from cms.languages import SPOKEN_LANGUAGES
from cms.translated_pages import TranslatablePage

from .names import UniqueSlug


class LecturerQuerySet(models.QuerySet):
    def public(self):
        return self.filter(is_active=True, consent_name=True)


class Lecturer(UniqueSlug, index.Indexed):
    """A person who teaches or leads; what the public sees of it needs that person's consent, field by field."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Zugang"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="lecturer",
        help_text=_("Mit diesem Zugang bearbeitet die Person ihre Angebote."),
    )
    first_name = models.CharField(_("Vorname"), max_length=80)
    last_name = models.CharField(_("Nachname"), max_length=80)
    role = models.CharField(_("Aufgabe"), max_length=120, blank=True, help_text=_("Zum Beispiel: Tanzpädagogin."))
    biography = models.TextField(_("Über die Person"), blank=True)
    languages = ChoiceListField(_("Sprachen"), choices=SPOKEN_LANGUAGES)
    picture = models.ForeignKey(
        "media.Image",
        verbose_name=_("Bild"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    private_email = models.EmailField(_("E-Mail (nicht öffentlich)"), blank=True)
    private_phone = models.CharField(_("Telefon (nicht öffentlich)"), max_length=40, blank=True)
    is_active = models.BooleanField(_("aktiv"), default=True)

    consent_name = models.BooleanField(_("Name darf gezeigt werden"), default=False)
    consent_picture = models.BooleanField(_("Bild darf gezeigt werden"), default=False)
    consent_biography = models.BooleanField(_("Text darf gezeigt werden"), default=False)
    consent_languages = models.BooleanField(_("Sprachen dürfen gezeigt werden"), default=False)
    consent_date = models.DateField(_("Einwilligung vom"), null=True, blank=True)

    objects = LecturerQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("first_name"), FieldPanel("last_name")]),
        FieldPanel("slug"),
        FieldPanel("role"),
        FieldPanel("biography"),
        FieldPanel("languages"),
        FieldPanel("picture"),
        MultiFieldPanel(
            [
                FieldPanel("consent_name"),
                FieldPanel("consent_picture"),
                FieldPanel("consent_biography"),
                FieldPanel("consent_languages"),
                FieldPanel("consent_date"),
            ],
            heading=_("Einwilligung der Person"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("user"),
                FieldPanel("private_email"),
                FieldPanel("private_phone"),
                FieldPanel("is_active"),
            ],
            heading=_("Nur intern"),
        ),
    ]
    search_fields = [
        index.SearchField("first_name"),
        index.SearchField("last_name"),
        index.AutocompleteField("first_name"),
        index.AutocompleteField("last_name"),
    ]

    class Meta:
        verbose_name = _("Kursleitung")
        verbose_name_plural = _("Kursleitungen")
        ordering = ["last_name", "first_name"]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_public(self) -> bool:
        return self.is_active and self.consent_name

    @property
    def public_biography(self) -> str:
        return self.biography if self.is_public and self.consent_biography else ""

    @property
    def public_languages(self) -> list[str]:
        """Labels of the languages, empty without consent."""
        if not (self.is_public and self.consent_languages):
            return []
        return self._meta.get_field("languages").get_labels(self.languages)

    @property
    def public_picture(self):
        return self.picture if self.is_public and self.consent_picture else None


class TeamPage(TranslatablePage, RoutablePageMixin, Page):
    """The people of the centre at /team/, one profile at /team/<slug>/."""

    intro = models.TextField(_("Einleitung"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    subpage_types = []
    parent_page_types = ["home.HomePage"]
    max_count = 1

    class Meta:
        verbose_name = _("Teamseite")
        verbose_name_plural = _("Teamseiten")

    @path("")
    def team(self, request):
        lecturers = Lecturer.objects.public().select_related("picture")
        return self.render(request, context_overrides={"lecturers": lecturers})

    @path("<slug:slug>/")
    def profile(self, request, slug):
        from catalogue.models import Offering

        lecturer = Lecturer.objects.public().select_related("picture").filter(slug=slug).first()
        if lecturer is None:
            raise Http404
        offerings = Offering.objects.filter(lecturers=lecturer).live().public().upcoming().for_cards()
        return self.render(
            request,
            context_overrides={"lecturer": lecturer, "offerings": offerings},
            template="catalogue/lecturer.html",
        )

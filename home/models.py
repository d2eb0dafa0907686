from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.search import index

from cms.fields import ChoiceListField
from cms.streamfield import PluggableStreamField
from cms.translated_pages import TranslatablePage

CONTENT_FEATURES = ["h2", "h3", "bold", "italic", "ul", "ol", "link", "document-link"]

CONTENT_BLOCKS = [
    ("text", blocks.RichTextBlock(label=_("Text"), features=CONTENT_FEATURES)),
    (
        "question",
        blocks.StructBlock(
            [
                ("question", blocks.CharBlock(label=_("Frage"), max_length=160)),
                (
                    "answer",
                    blocks.RichTextBlock(label=_("Antwort"), features=["bold", "italic", "ul", "ol", "link"]),
                ),
            ],
            label=_("Frage und Antwort"),
            icon="help",
            template="catalogue/blocks/question.html",
        ),
    ),
    ("image", ImageBlock(label=_("Bild"), template="catalogue/blocks/image.html")),
    ("document", DocumentChooserBlock(label=_("Dokument"), template="catalogue/blocks/document.html")),
    (
        "button",
        blocks.StructBlock(
            [
                ("label", blocks.CharBlock(label=_("Beschriftung"), max_length=80)),
                ("page", blocks.PageChooserBlock(label=_("Seite"))),
                (
                    "query",
                    blocks.CharBlock(label=_("Suche"), required=False, help_text=_("Zum Beispiel price=free")),
                ),
            ],
            label=_("Knopf"),
            icon="link",
            template="home/blocks/button.html",
        ),
    ),
]


class HomePage(TranslatablePage, Page):
    """The start: what Kin-Top does, for whom, and how."""

    claim = models.CharField(_("Leitsatz"), max_length=200, blank=True)
    intro = models.TextField(_("Einleitung"), blank=True)
    image = models.ForeignKey(
        "media.Image",
        verbose_name=_("Bild"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    what = models.TextField(_("Was macht Kin-Top?"), blank=True)
    for_whom = models.TextField(_("Für wen ist das?"), blank=True)
    how = models.TextField(_("Wie leistet Kin-Top das?"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("claim"),
        FieldPanel("intro"),
        FieldPanel("image"),
        FieldPanel("what"),
        FieldPanel("for_whom"),
        FieldPanel("how"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    class Meta:
        verbose_name = _("Startseite")
        verbose_name_plural = _("Startseiten")

    def route(self, request, path_components):
        from home.domain.known import route_to_finder

        return route_to_finder(request, path_components) or super().route(request, path_components)

    def get_context(self, request, *args, **kwargs):
        from home.domain.frontpage import get_home_context

        return {**super().get_context(request, *args, **kwargs), **get_home_context(self)}


class ContentPage(TranslatablePage, Page):
    """A page of text, some with a form below: about us, the agency, joining in, imprint, help."""

    class Form(models.TextChoices):
        """Values are kinds of enquiries."""

        NONE = "", _("keines")
        SERVICE = "service", _("Aufgabenfelder und „Leistung anfordern“, für Organisationen")
        VOLUNTEERING = "volunteering", _("„Mitmachen“, für Ehrenamtliche")
        ACCESSIBILITY = "accessibility", _("„Barriere melden“")

    summary = models.CharField(_("Kurz gesagt"), max_length=220, blank=True)
    body = PluggableStreamField(CONTENT_BLOCKS, verbose_name=_("Inhalt"), blank=True)
    keywords = models.CharField(
        _("Suchwörter"),
        max_length=255,
        blank=True,
        help_text=_("Wörter, die jemand sucht, mit Komma getrennt."),
    )
    form = models.CharField(_("Formular"), max_length=14, choices=Form.choices, default=Form.NONE, blank=True)
    #: {"en": {"title": ..., "summary": ...}}, for languages the whole page is not translated into
    text_translations = models.JSONField(_("Texte in anderen Sprachen"), default=dict, blank=True, editable=False)

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("keywords"),
        FieldPanel("form"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types = ["home.ContentPage"]

    class Meta:
        verbose_name = _("Inhaltsseite")
        verbose_name_plural = _("Inhaltsseiten")

    @property
    def has_form_without_cookies(self) -> bool:
        return bool(self.form)

    @property
    def has_task_areas(self) -> bool:
        return self.form == self.Form.SERVICE

    def get_context(self, request, *args, **kwargs):
        from home.domain.agency import list_tasks

        context = super().get_context(request, *args, **kwargs)
        return {**context, "tasks": list_tasks()} if self.has_task_areas else context

    def serve(self, request, *args, **kwargs):
        if self.form:
            from home.views import receive_enquiry

            return receive_enquiry(request, page=self)
        return super().serve(request, *args, **kwargs)


class ContactPage(TranslatablePage, Page):
    """How to reach the centre, with a form that keeps every enquiry."""

    intro = models.TextField(_("Einleitung"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count = 1
    has_form_without_cookies = True

    class Meta:
        verbose_name = _("Kontaktseite")
        verbose_name_plural = _("Kontaktseiten")

    def serve(self, request, *args, **kwargs):
        from home.views import receive_enquiry

        return receive_enquiry(request, page=self)


@register_setting(icon="home")
class OrganisationSettings(BaseSiteSetting):
    """Facts of the organisation, said once and shown everywhere."""

    name = models.CharField(_("Name"), max_length=120, default="Kin-Top")
    legal_name = models.CharField(_("vollständiger Name"), max_length=160, blank=True)
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=10, blank=True)
    city = models.CharField(_("Ort"), max_length=80, blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    enquiry_email = models.EmailField(
        _("E-Mail für Anfragen"), blank=True, help_text=_("Leer heißt: die E-Mail-Adresse oben.")
    )
    agency_email = models.EmailField(
        _("E-Mail der Integrationsagentur"),
        blank=True,
        help_text=_("Dorthin geht, was Organisationen anfordern. Leer heißt: die E-Mail für Anfragen."),
    )
    head_of_agency = models.CharField(_("Leitung der Integrationsagentur"), max_length=120, blank=True)
    opening_days = ChoiceListField(
        _("geöffnet am"),
        choices=[
            (str(number), label)
            for number, label in enumerate(
                [
                    _("Montag"),
                    _("Dienstag"),
                    _("Mittwoch"),
                    _("Donnerstag"),
                    _("Freitag"),
                    _("Samstag"),
                    _("Sonntag"),
                ]
            )
        ],
    )
    opens_at = models.TimeField(_("öffnet um"), null=True, blank=True)
    closes_at = models.TimeField(_("schließt um"), null=True, blank=True)
    memberships = models.TextField(_("Mitgliedschaften"), blank=True, help_text=_("Eine je Zeile."))
    recognitions = models.TextField(_("Anerkennungen"), blank=True, help_text=_("Eine je Zeile."))
    enquiry_retention_days = models.PositiveSmallIntegerField(
        _("Anfragen löschen nach Tagen"), default=180, help_text=_("So lange bleiben Anfragen gespeichert.")
    )

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("legal_name")]),
        MultiFieldPanel(
            [FieldPanel("street"), FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city")])],
            heading=_("Adresse"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                FieldPanel("enquiry_email"),
                FieldPanel("agency_email"),
                FieldPanel("head_of_agency"),
            ],
            heading=_("Erreichen"),
        ),
        MultiFieldPanel(
            [FieldPanel("opening_days"), FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")])],
            heading=_("Öffnungszeiten"),
        ),
        FieldPanel("memberships"),
        FieldPanel("recognitions"),
        FieldPanel("enquiry_retention_days"),
    ]

    class Meta:
        verbose_name = _("Angaben zur Organisation")

    @property
    def membership_list(self) -> list[str]:
        return [line.strip() for line in self.memberships.splitlines() if line.strip()]

    @property
    def recognition_list(self) -> list[str]:
        return [line.strip() for line in self.recognitions.splitlines() if line.strip()]

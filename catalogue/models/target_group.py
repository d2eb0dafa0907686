from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from cms.languages import TRANSLATION_LANGUAGES
from cms.translated_pages import TranslatablePage

from .names import TranslatedNames


class TargetGroupIndexPage(TranslatablePage, Page):
    """The target groups at /zielgruppen/."""

    intro = models.TextField(_("Einleitung"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["catalogue.TargetGroupPage"]
    max_count = 1

    class Meta:
        verbose_name = _("Übersicht der Zielgruppen")
        verbose_name_plural = _("Übersichten der Zielgruppen")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["target_groups"] = (
            TargetGroupPage.objects.child_of(self).live().public().select_related("image").order_by("path")
        )
        return context


class TargetGroupPage(TranslatedNames, TranslatablePage, Page):
    """What there is for one group of people. The slug is the facet value of the finder."""

    intro = models.TextField(_("Einleitung"), blank=True)
    body = RichTextField(_("Text"), blank=True, features=["h2", "h3", "bold", "italic", "ul", "ol", "link"])
    image = models.ForeignKey(
        "media.Image",
        verbose_name=_("Bild"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    intro_translations = models.JSONField(_("Einleitung in anderen Sprachen"), default=dict, blank=True, editable=False)

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        FieldPanel("image"),
        TranslatedNames.names_panel,
    ]
    override_translatable_fields = [
        *TranslatablePage.override_translatable_fields,
        # already in that language
        *(SynchronizedField(f"name_{code}", overridable=False) for code, _label in TRANSLATION_LANGUAGES),
    ]
    parent_page_types = ["catalogue.TargetGroupIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("Zielgruppe")
        verbose_name_plural = _("Zielgruppen")

    def get_german_name(self) -> str:
        return self.title

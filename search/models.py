from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class FinderPage(Page):
    """The finder at /angebote/, and the section all offerings live in."""

    intro = models.CharField(_("Einleitung"), max_length=255, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["catalogue.OfferingIndexPage"]
    max_count = 1

    class Meta:
        verbose_name = _("Angebotssuche")
        verbose_name_plural = _("Angebotssuchen")

    def serve(self, request, *args, **kwargs):
        from search.views.finder import show_finder

        return show_finder(request, page=self)


class SearchEntry(models.Model):
    """What the ``database`` backend knows of one page: its document, written with the page itself."""

    #: no foreign key: the mark of a removed page outlives the page
    page_id = models.PositiveBigIntegerField(primary_key=True)
    #: position in the history of changes; readers fetch what is newer than what they know
    version = models.BigIntegerField(db_index=True)
    #: a removed page leaves this mark, so that readers learn of it
    is_removed = models.BooleanField(default=False)
    #: search.documents.build_document as JSON
    document = models.JSONField(default=dict)

import json

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageViewRestriction


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

    #: set on a page whose way is known to have no restrictions
    is_known_public = False

    def get_view_restrictions(self):
        return PageViewRestriction.objects.none() if self.is_known_public else super().get_view_restrictions()

    def serve(self, request, *args, **kwargs):
        from search.views.finder import show_finder

        return show_finder(request, page=self)


class CompactEncoder(json.JSONEncoder):
    """Letters of all scripts as they are: an escaped Cyrillic word takes three times the room."""

    def __init__(self, **options):
        super().__init__(**{**options, "ensure_ascii": False, "separators": (",", ":")})


class SearchEntry(models.Model):
    """What the ``database`` backend knows of one page: its document, written with the page itself.

    The words lie apart from the rest, because a page of results needs the rest alone.
    """

    #: no foreign key: the mark of a removed page outlives the page
    page_id = models.PositiveBigIntegerField(primary_key=True)
    #: position in the history of changes; readers fetch what is newer than what they know
    version = models.BigIntegerField(db_index=True)
    #: a removed page leaves this mark, so that readers learn of it
    is_removed = models.BooleanField(default=False)
    #: search.documents.build_document without its words
    document = models.JSONField(default=dict, encoder=CompactEncoder)
    #: the words, search.documents.WORDS
    words = models.JSONField(default=dict, encoder=CompactEncoder)


class SearchClock(models.Model):
    """One row that every change locks, so that versions become visible in their order."""

    version = models.BigIntegerField(default=0)
    #: rules by which the entries were made, at the first one or the last rebuild (search.fingerprints)
    content_fingerprint = models.CharField(max_length=40, default="")


class SearchChange(models.Model):
    """The latest versions. A reader that knows a version missing here saw a change that was rolled back."""

    version = models.BigIntegerField(primary_key=True)
    #: names of subjects, places or people changed, so readers fetch the labels anew
    changes_labels = models.BooleanField(default=False)


class PendingPage(models.Model):
    """A page whose entry is to be written anew, noted by a change that touched many (search.pending).

    Every note is a row of its own: one that comes while the page is being written asks for it once more.
    """

    page_id = models.PositiveBigIntegerField()


class SearchIndex(models.Model):
    """An index of an engine, and how far the entries have been written into it.

    The entries are the outbox: each change writes its row in its own transaction, with a version that
    becomes visible in order. What an index still lacks is what has a greater version than noted here.
    """

    name = models.CharField(max_length=120, primary_key=True)
    fingerprint = models.CharField(max_length=40)
    content_fingerprint = models.CharField(max_length=40)
    #: every entry up to this version has been written
    version = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)


class SearchLease(models.Model):
    """Who does what only one process may do; ends by itself when that process dies."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=200)
    expires_at = models.DateTimeField()

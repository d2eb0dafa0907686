import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kintop_booklet.domain.sections import Arrangement


class PrintJob(models.Model):
    """A file somebody asked for: how far it is, and the file itself while it is up to date."""

    class Kind(models.TextChoices):
        BOOKLET = "booklet", _("Programmheft")
        WEEK_PLAN = "week_plan", _("Wochenplan")

    class State(models.TextChoices):
        WAITING = "waiting", _("wartet")
        RUNNING = "running", _("in Arbeit")
        DONE = "done", _("fertig")
        FAILED = "failed", _("nicht gelungen")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: of all that decides what is in the file: the same wish is one job, after a change it is another
    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.BOOKLET)
    arrangement = models.CharField(max_length=16, choices=Arrangement.choices, default=Arrangement.SUBJECT)
    language = models.CharField(max_length=5, default="de")
    site_url = models.CharField(max_length=255)
    title = models.CharField(max_length=255)
    #: query string of the search, as the finder prints it
    query = models.TextField(blank=True)
    offering_ids = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    #: percent
    progress = models.PositiveSmallIntegerField(default=0)
    #: for editors
    error = models.TextField(blank=True)
    file = models.FileField(upload_to="kintop_booklet", max_length=255, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    #: of the last progress: a job that stands still is started again
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("Druckauftrag")
        verbose_name_plural = _("Druckaufträge")
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.get_state_display()})"

    def get_absolute_url(self):
        return reverse("kintop_booklet:job", args=[self.uid])

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def has_failed(self) -> bool:
        return self.state == self.State.FAILED

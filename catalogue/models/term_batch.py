import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.choices import BatchState


class TermBatch(models.Model):
    """Offerings of a whole term that editors repeat in one go; a worker does it, this remembers how far it is."""

    #: from the preview: sent twice, it is one batch all the same
    token = models.UUIDField(unique=True, default=uuid.uuid4)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("von"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("neues Semester")
        verbose_name_plural = _("neue Semester")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.created_at:%d.%m.%Y %H:%M}"


class TermBatchItem(models.Model):
    """One offering of a batch, and what became of it."""

    batch = models.ForeignKey(TermBatch, on_delete=models.CASCADE, related_name="items")
    source = models.ForeignKey("catalogue.Offering", on_delete=models.CASCADE, related_name="+")
    #: runs to repeat, by their uid
    run_uids = models.JSONField()
    #: a day in the week its first run begins
    start = models.DateField()
    state = models.CharField(max_length=8, choices=BatchState.choices, default=BatchState.WAITING)
    #: the new draft
    result = models.ForeignKey("catalogue.Offering", null=True, on_delete=models.SET_NULL, related_name="+")
    message = models.CharField(max_length=255, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "source"], name="catalogue_one_item_per_offering")]

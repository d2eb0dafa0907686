from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.choices import NoticeKind


class Notice(models.Model):
    """A mail to one person of the team, kept as it will be sent until it is.

    Written in the transaction of what it tells of: there is no change without its notices, and none without a change.
    """

    kind = models.CharField(_("Art"), max_length=16, choices=NoticeKind.choices)
    #: names the event; nobody is told of it twice
    key = models.CharField(max_length=80)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("an"), on_delete=models.CASCADE, related_name="notices"
    )
    #: what a reminder reminds of
    task_state_ids = models.JSONField(default=list)
    subject = models.CharField(_("Betreff"), max_length=400)
    text = models.TextField(_("Text"))
    html = models.TextField()
    created_at = models.DateTimeField(_("geschrieben"), auto_now_add=True)
    #: held by whoever is sending it
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("verschickt"), null=True)

    #: a mail of yesterday is no use of anything
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Benachrichtigung")
        verbose_name_plural = _("Benachrichtigungen")
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["key", "recipient"], name="catalogue_told_once")]
        indexes = [models.Index(fields=["created_at"], name="catalogue_unsent_notice", condition=Q(sent_at=None))]

    def __str__(self):
        return self.key

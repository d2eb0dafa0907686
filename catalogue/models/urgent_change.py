from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.choices import UrgentKind


class UrgentChange(models.Model):
    """A fact of a published offering that was changed at once, without review; kept so that it can be taken back.

    Values are those of the one run or meeting named here, before and after.
    """

    offering = models.ForeignKey(
        "catalogue.Offering", verbose_name=_("Angebot"), on_delete=models.CASCADE, related_name="urgent_changes"
    )
    kind = models.CharField(_("Art"), max_length=14, choices=UrgentKind.choices)
    run_uid = models.UUIDField()
    #: empty where the run itself changed
    meeting_uid = models.UUIDField(null=True)
    before = models.JSONField(encoder=DjangoJSONEncoder)
    after = models.JSONField(encoder=DjangoJSONEncoder)
    #: in plain words, one line for each thing
    text = models.TextField(_("Änderung"))
    undoes = models.OneToOneField(
        "self", verbose_name=_("nimmt zurück"), null=True, on_delete=models.CASCADE, related_name="undone_by"
    )
    created_at = models.DateTimeField(_("geändert"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("geändert von"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    #: it is no use of the offering, only something that happened to it
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("eilige Änderung")
        verbose_name_plural = _("eilige Änderungen")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.text

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Invitation(models.Model):
    """Somebody who teaches is asked to set a password and look at the profile; sent again, it stays the one row."""

    lecturer = models.OneToOneField(
        "catalogue.Lecturer", verbose_name=_("Kursleitung"), on_delete=models.CASCADE, related_name="invitation"
    )
    #: when it was wanted last; the mail follows
    requested_at = models.DateTimeField(_("gewünscht"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("von"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField(_("verschickt"), null=True)
    #: when the person had set the password and been through the welcome
    accepted_at = models.DateTimeField(_("angenommen"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Einladung")
        verbose_name_plural = _("Einladungen")
        indexes = [
            models.Index(fields=["requested_at"], name="catalogue_unsent_invitation", condition=Q(sent_at=None)),
        ]

    def __str__(self):
        return str(self.lecturer)

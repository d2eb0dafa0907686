from django.db import models
from django.utils.translation import gettext_lazy as _

from kintop_registration.choices import ACTIVE, Mail, Status

MOST_PERSONS = 6


class RegistrationQuerySet(models.QuerySet):
    def of_run(self, run):
        return self.filter(offering_id=run.offering_id, run_uid=run.uid)

    def in_order(self):
        """As the addresses were confirmed: who was first is first on the waiting list."""
        return self.order_by("confirmed_at", "pk")

    def active(self):
        return self.filter(status__in=ACTIVE)


class Registration(models.Model):
    """Somebody wants a place in a run. The run is known by its uid, which all versions of an offering share."""

    reference = models.CharField(_("Vorgangsnummer"), max_length=12, unique=True, editable=False)
    offering = models.ForeignKey(
        "catalogue.Offering",
        verbose_name=_("Angebot"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="registrations",
    )
    #: whoever registered is told what for, also when the page is gone
    offering_title = models.CharField(max_length=255)
    run_uid = models.UUIDField()
    name = models.CharField(_("Name"), max_length=120)
    email = models.EmailField(_("E-Mail"))
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    persons = models.PositiveSmallIntegerField(_("Personen"), default=1)
    language = models.CharField(_("Sprache"), max_length=5, default="de")
    message = models.TextField(_("Nachricht"), max_length=4000, blank=True)
    status = models.CharField(_("Stand"), max_length=12, choices=Status.choices, default=Status.UNCONFIRMED)
    created_at = models.DateTimeField(_("eingegangen"), auto_now_add=True)
    #: the address was confirmed
    confirmed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(_("geändert"), auto_now=True)
    #: last day of the run as it was last seen; from then on the time of keeping counts
    ends_on = models.DateField()
    #: the letter that has not left yet
    pending_mail = models.CharField(max_length=12, choices=Mail.choices, blank=True)
    mailed_at = models.DateTimeField(null=True)

    #: it is no use of the offering, only something that happened to it
    wagtail_reference_index_ignore = True

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Anmeldung")
        verbose_name_plural = _("Anmeldungen")
        indexes = [models.Index(fields=["offering", "run_uid", "status"], name="kintop_registration_run")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(persons__gte=1, persons__lte=MOST_PERSONS), name="kintop_registration_persons"
            )
        ]

    def __str__(self):
        # no name: this stands in logs and messages
        return self.reference

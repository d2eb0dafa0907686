from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.choices import TaskArea


class Enquiry(models.Model):
    """What somebody asked through a form. Stored first, answered and mailed afterwards, deleted in time."""

    class Kind(models.TextChoices):
        CONTACT = "contact", _("Frage")
        OFFERING = "offering", _("Frage zu einem Angebot")
        SERVICE = "service", _("Leistung der Integrationsagentur")
        VOLUNTEERING = "volunteering", _("Mitmachen")
        ACCESSIBILITY = "accessibility", _("Barriere gemeldet")

    class Status(models.TextChoices):
        NEW = "new", _("neu")
        IN_WORK = "in_work", _("in Arbeit")
        ANSWERED = "answered", _("beantwortet")
        CLOSED = "closed", _("geschlossen")

    reference = models.CharField(_("Vorgangsnummer"), max_length=16, unique=True, editable=False)
    kind = models.CharField(_("Art"), max_length=14, choices=Kind.choices, default=Kind.CONTACT)
    status = models.CharField(_("Stand"), max_length=10, choices=Status.choices, default=Status.NEW)
    offering = models.ForeignKey(
        "catalogue.Offering",
        verbose_name=_("Angebot"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="enquiries",
    )
    #: empty for a barrier reported without a name
    name = models.CharField(_("Name"), max_length=120, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    organisation = models.CharField(_("Organisation"), max_length=160, blank=True)
    task_area = models.CharField(_("Aufgabenfeld"), max_length=24, choices=TaskArea.choices, blank=True)
    message = models.TextField(_("Nachricht"), max_length=4000)
    wanted_when = models.CharField(_("Wann"), max_length=160, blank=True)
    spoken_languages = models.CharField(_("Spricht"), max_length=160, blank=True)
    page_address = models.CharField(_("Seite"), max_length=200, blank=True)
    language = models.CharField(_("Sprache der Website"), max_length=5, default="de")
    created_at = models.DateTimeField(_("eingegangen"), auto_now_add=True)
    delete_after = models.DateField(_("wird gelöscht nach"))
    #: when the office got its mail, and the sender theirs
    notified_at = models.DateTimeField(_("weitergeleitet"), null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("bestätigt"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("Anfrage")
        verbose_name_plural = _("Anfragen")
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.reference}: {self.get_kind_display()}"

    @property
    def sender(self) -> str:
        return ", ".join(filter(None, (self.organisation, self.name))) or "–"


class EnquiryStep(models.Model):
    """What was done about an enquiry: a new status, a note, or both. It goes when the enquiry goes."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="steps")
    #: empty for a note that leaves the status as it is
    status = models.CharField(_("Stand"), max_length=10, choices=Enquiry.Status.choices, blank=True)
    note = models.TextField(_("interne Notiz"), max_length=2000, blank=True)
    created_at = models.DateTimeField(_("wann"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("wer"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    #: it is no use of anything, only something that happened
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Schritt einer Anfrage")
        verbose_name_plural = _("Schritte einer Anfrage")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.enquiry_id}: {self.get_status_display()}"


class EnquirySeries(models.Model):
    """The last number given to an enquiry of one series in one year. Numbers of deleted enquiries stay given."""

    prefix = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="catalogue_one_series_per_year")]

    def __str__(self):
        return f"{self.prefix}-{self.year}"

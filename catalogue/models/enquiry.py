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

    reference = models.CharField(_("Vorgangsnummer"), max_length=12, unique=True, editable=False)
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
    name = models.CharField(_("Name"), max_length=120)
    email = models.EmailField(_("E-Mail"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    organisation = models.CharField(_("Organisation"), max_length=160, blank=True)
    task_area = models.CharField(_("Aufgabenfeld"), max_length=24, choices=TaskArea.choices, blank=True)
    message = models.TextField(_("Nachricht"), max_length=4000)
    language = models.CharField(_("Sprache"), max_length=5, default="de")
    internal_note = models.TextField(_("interne Notiz"), blank=True)
    created_at = models.DateTimeField(_("eingegangen"), auto_now_add=True)
    delete_after = models.DateField(_("wird gelöscht nach"))
    notified_at = models.DateTimeField(_("weitergeleitet"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("Anfrage")
        verbose_name_plural = _("Anfragen")
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.reference}: {self.get_kind_display()}"

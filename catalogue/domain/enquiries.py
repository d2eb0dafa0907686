"""What people ask through a form: stored first, mailed afterwards, deleted in time."""

import secrets
from datetime import date, timedelta

from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue.models import Enquiry

#: without letters and digits that look or sound alike on paper and by telephone: 0 O 1 I L 5 S 8 B 2 Z V
REFERENCE_SIGNS = "34679ACDEFGHJKMNPQRTUWXY"
REFERENCE_LENGTH = 6
ATTEMPTS = 5


class NoOfficeAddressError(Exception):
    """There is nobody to send an enquiry to."""


def make_reference(letter: str = "A") -> str:
    return f"{letter}-" + "".join(secrets.choice(REFERENCE_SIGNS) for _position in range(REFERENCE_LENGTH))


def store_enquiry(
    *,
    kind: str,
    name: str,
    message: str,
    email: str = "",
    phone: str = "",
    organisation: str = "",
    task_area: str = "",
    offering=None,
    language: str = "de",
    retention_days: int = 180,
) -> Enquiry:
    """Keep an enquiry under a reference of its own; nothing is sent yet."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                return Enquiry.objects.create(
                    reference=make_reference(),
                    kind=kind,
                    name=name,
                    email=email,
                    phone=phone,
                    organisation=organisation,
                    task_area=task_area,
                    offering=offering,
                    message=message,
                    language=language,
                    delete_after=timezone.localdate() + timedelta(days=retention_days),
                )
        except IntegrityError:
            # the reference is taken, by one chance in millions: draw again
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def send_to_office(*, enquiry: Enquiry, to: str) -> None:
    """Mail the enquiry to the office and note that; the mail's failure leaves it to be sent again."""
    if not to:
        raise NoOfficeAddressError(
            "No address for enquiries: fill in the e-mail under Settings, Angaben zur Organisation."
        )
    with override("de"):
        build_office_mail(enquiry=enquiry, to=to).send()
    enquiry.notified_at = timezone.now()
    enquiry.save(update_fields=["notified_at"])


def build_office_mail(*, enquiry: Enquiry, to: str) -> EmailMessage:
    facts = [
        (_("Vorgangsnummer"), enquiry.reference),
        (_("Art"), enquiry.get_kind_display()),
        (_("Angebot"), _describe_offering(enquiry.offering)),
        (_("Aufgabenfeld"), enquiry.get_task_area_display() if enquiry.task_area else ""),
        (_("Organisation"), enquiry.organisation),
        (_("Name"), enquiry.name),
        (_("E-Mail"), enquiry.email),
        (_("Telefon"), enquiry.phone),
        (_("Sprache der Website"), enquiry.language),
        (_("Wird gelöscht nach"), f"{enquiry.delete_after:%d.%m.%Y}"),
    ]
    lines = [f"{label}: {value}" for label, value in facts if value]
    return EmailMessage(
        subject=_one_line(f"[{enquiry.reference}] {enquiry.get_kind_display()}"),
        body="\n".join([*lines, "", enquiry.message, ""]),
        to=[to],
        reply_to=[enquiry.email] if enquiry.email else None,
        headers={"Auto-Submitted": "auto-generated"},
    )


def build_confirmation(*, enquiry: Enquiry, office_name: str, office_lines: list[str]) -> EmailMessage:
    """Tell the sender the reference.

    Nothing that was typed into the form stands in this mail: otherwise it would carry strangers' words to
    any address they like, in the name of the centre.
    """
    with override(enquiry.language):
        text = [
            _("Guten Tag,"),
            "",
            _("Ihre Nachricht ist bei uns angekommen. Ihre Vorgangsnummer ist %(reference)s.")
            % {"reference": enquiry.reference},
        ]
        if enquiry.offering:
            text.append(_("Es geht um: %(title)s") % {"title": enquiry.offering.title})
        text += [
            _("Wir antworten Ihnen in den nächsten Arbeitstagen."),
            "",
            _("Haben Sie nicht selbst geschrieben? Dann müssen Sie nichts tun."),
            "",
            office_name,
            *office_lines,
            "",
        ]
        subject = _("Ihre Nachricht an %(office)s, Vorgang %(reference)s") % {
            "office": office_name,
            "reference": enquiry.reference,
        }
    return EmailMessage(
        subject=_one_line(subject),
        body="\n".join(text),
        to=[enquiry.email],
        headers={"Auto-Submitted": "auto-replied"},
    )


def delete_old_enquiries(*, today: date | None = None) -> int:
    """Delete what has been kept as long as the privacy notice promises; the number of enquiries deleted."""
    old = Enquiry.objects.filter(delete_after__lt=today or timezone.localdate())
    count = old.count()
    old.delete()
    return count


def find_unsent(*, older_than_minutes: int = 0):
    """Enquiries the office has not got yet. Those of the last minutes may be on their way."""
    before = timezone.now() - timedelta(minutes=older_than_minutes)
    return Enquiry.objects.filter(notified_at=None, created_at__lte=before).order_by("created_at")


def _describe_offering(offering) -> str:
    if offering is None:
        return ""
    code = f" ({offering.code})" if offering.code else ""
    return f"{offering.title}{code}, {offering.full_url or ''}".rstrip(", ")


def _one_line(text: str) -> str:
    return " ".join(text.split())

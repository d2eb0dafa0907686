"""What people ask through a form: stored first, mailed afterwards, worked on, deleted in time."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from catalogue.models import Enquiry, EnquirySeries, EnquiryStep

Kind = Enquiry.Kind
Status = Enquiry.Status

#: kind -> how its numbers begin: IA-2026-0042 is told by telephone and found again
PREFIXES = {
    Kind.CONTACT: "FR",
    Kind.OFFERING: "AN",
    Kind.SERVICE: "IA",
    Kind.VOLUNTEERING: "MM",
    Kind.ACCESSIBILITY: "BF",
}
#: nobody has to do anything about these any more
DONE = (Status.ANSWERED, Status.CLOSED)


@transaction.atomic
def store_enquiry(
    *,
    kind: str,
    name: str,
    message: str,
    email: str = "",
    phone: str = "",
    organisation: str = "",
    task_area: str = "",
    wanted_when: str = "",
    spoken_languages: str = "",
    page_address: str = "",
    offering=None,
    language: str = "de",
    retention_days: int = 180,
) -> Enquiry:
    """Keep an enquiry under a reference of its own; nothing is sent yet."""
    today = timezone.localdate()
    return Enquiry.objects.create(
        reference=draw_reference(kind=kind, year=today.year),
        kind=kind,
        name=name,
        email=email,
        phone=phone,
        organisation=organisation,
        task_area=task_area,
        wanted_when=wanted_when,
        spoken_languages=spoken_languages,
        page_address=page_address,
        offering=offering,
        message=message,
        language=language,
        delete_after=today + timedelta(days=retention_days),
    )


@transaction.atomic
def draw_reference(*, kind: str, year: int) -> str:
    """The next number of the series. Counting first locks it, so two enquiries at once get different numbers."""
    series = EnquirySeries.objects.filter(prefix=PREFIXES[kind], year=year)
    if not series.update(last_number=F("last_number") + 1):
        EnquirySeries.objects.get_or_create(prefix=PREFIXES[kind], year=year)
        series.update(last_number=F("last_number") + 1)
    return f"{PREFIXES[kind]}-{year}-{series.get().last_number:04d}"


@transaction.atomic
def take_step(*, enquiry: Enquiry, by, status: str = "", note: str = "") -> EnquiryStep | None:
    """Set the status, note something, or both; None where neither says anything new."""
    enquiry = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    new_status = status if status != enquiry.status else ""
    note = note.strip()
    if not new_status and not note:
        return None
    if new_status:
        enquiry.status = new_status
        enquiry.save(update_fields=["status"])
    return EnquiryStep.objects.create(enquiry=enquiry, status=new_status, note=note, created_by=by)


def delete_old_enquiries(*, today: date | None = None) -> int:
    """Delete what has been kept as long as the privacy notice promises; the number of enquiries deleted."""
    old = Enquiry.objects.filter(delete_after__lt=today or timezone.localdate())
    count = old.count()
    old.delete()
    return count


def find_unsent(*, older_than_minutes: int = 0):
    """Enquiries whose office or sender has not got the mail yet. Those of the last minutes may be on their way."""
    before = timezone.now() - timedelta(minutes=older_than_minutes)
    unsent = Q(notified_at=None) | (Q(confirmed_at=None) & ~Q(email=""))
    return Enquiry.objects.filter(unsent, created_at__lte=before).order_by("created_at")

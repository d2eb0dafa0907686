"""Who has registered, as those who lead the course read it: on the screen, on paper, in a spreadsheet."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.db.models import Sum
from django.utils.translation import gettext as _

from catalogue.choices import MeetingStatus
from catalogue.domain.spreadsheets import write_xlsx
from catalogue.models import Run
from kintop_registration.choices import Status
from kintop_registration.models import Registration

#: a sheet of paper has so many columns for meetings; the rest goes on a second one
MEETINGS_PER_SHEET = 12


@dataclass(frozen=True)
class RunRow:
    """One run in the overview."""

    run_uid: object
    #: None where the run is gone
    run: Run | None
    #: persons and not registrations: that is what chairs are counted by
    confirmed: int
    waiting: int
    unconfirmed: int


def list_overview(offerings) -> list[tuple[object, list[RunRow]]]:
    """(offering, its runs) in a constant number of queries; only what somebody has registered for."""
    counts: dict[tuple, dict] = defaultdict(dict)
    rows = Registration.objects.filter(offering__in=offerings).values("offering_id", "run_uid", "status")
    for row in rows.annotate(persons=Sum("persons")).order_by():
        counts[row["offering_id"], row["run_uid"]][row["status"]] = row["persons"]
    runs = {(run.offering_id, run.uid): run for run in Run.objects.filter(offering__in=offerings)}
    found = defaultdict(list)
    for (offering_id, run_uid), numbers in counts.items():
        found[offering_id].append(
            RunRow(
                run_uid=run_uid,
                run=runs.get((offering_id, run_uid)),
                confirmed=numbers.get(Status.CONFIRMED, 0),
                waiting=numbers.get(Status.WAITING, 0),
                unconfirmed=numbers.get(Status.UNCONFIRMED, 0),
            )
        )
    return [(offering, sorted(found[offering.pk], key=_get_start)) for offering in offerings if offering.pk in found]


def _get_start(row: RunRow) -> date:
    return (row.run and row.run.start_date) or date.max


def find_run_of(offering, run_uid) -> Run | None:
    """Public or not: who has registered is still to be told when a page was taken down."""
    run = Run.objects.filter(offering=offering, uid=run_uid).select_related("venue").first()
    if run is not None:
        run.offering = offering
    return run


def list_registrations(*, offering, run_uid) -> dict[str, list[Registration]]:
    """By where they stand; in the order in which the addresses were confirmed."""
    grouped: dict[str, list[Registration]] = {status: [] for status in Status.values}
    for registration in Registration.objects.filter(offering=offering, run_uid=run_uid).in_order():
        grouped[registration.status].append(registration)
    return grouped


def count_persons(registrations) -> int:
    return sum(registration.persons for registration in registrations)


def make_mail_link(registrations) -> str:
    """One letter to all, in the person's own mail program; nobody reads the others' addresses."""
    addresses = dict.fromkeys(registration.email for registration in registrations)
    return f"mailto:?bcc={','.join(quote(address, safe='@') for address in addresses)}" if addresses else ""


def list_meeting_days(run: Run | None) -> list[date]:
    if run is None:
        return []
    days = run.meetings.exclude(date=None).exclude(status=MeetingStatus.CANCELLED).order_by("date", "start_time")
    return list(days.values_list("date", flat=True))


def split_days(days: list[date]) -> list[list[date]]:
    """One list for each sheet of paper; one without days to fill in by hand."""
    return [days[first : first + MEETINGS_PER_SHEET] for first in range(0, len(days), MEETINGS_PER_SHEET)] or [[]]


def write_sheet(*, offering, run: Run | None, run_uid) -> bytes:
    """The attendance sheet for a spreadsheet program, in which no name becomes a formula."""
    days = list_meeting_days(run)
    header = [_("Nr."), _("Name"), _("Personen"), _("Telefon"), _("E-Mail"), _("Nachricht"), _("Stand")]
    grouped = list_registrations(offering=offering, run_uid=run_uid)
    return write_xlsx([*header, *(f"{day:%d.%m.%Y}" for day in days)], _list_rows(grouped, len(days)))


def _list_rows(grouped, width: int) -> Iterator[list]:
    people = [*grouped[Status.CONFIRMED], *grouped[Status.WAITING]]
    for number, person in enumerate(people, start=1):
        state = str(Status(person.status).label)
        yield [number, person.name, person.persons, person.phone, person.email, person.message, state, *[""] * width]

"""A run of an offering as a visitor reads it: when, where, how much, whether there is a place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.choices import Availability, MeetingStatus, RunStatus
from catalogue.domain.wording import format_amount, format_day, format_period, format_times, format_weekly

#: meetings a page names before "all dates"
NEXT_MEETINGS = 3

#: from the most welcome answer to the least
AVAILABILITY_ORDER = (
    Availability.FREE,
    Availability.FEW,
    Availability.WAITING_LIST,
    Availability.ON_REQUEST,
    Availability.UNKNOWN,
    Availability.STARTED,
    Availability.FULL,
    Availability.CANCELLED,
)


@dataclass(frozen=True)
class Badge:
    """A short state in words; ``value`` chooses the colour, which never stands alone."""

    value: str
    label: str


@dataclass(frozen=True)
class MeetingRow:
    date: date
    day: str
    times: str
    room: str
    note: str
    #: None where everything is as planned
    badge: Badge | None

    @property
    def is_cancelled(self) -> bool:
        return bool(self.badge and self.badge.value == MeetingStatus.CANCELLED)


@dataclass(frozen=True)
class RunView:
    number: str
    #: planned, confirmed, moved; a cancelled run says so in ``availability``
    status: Badge | None
    availability: Badge
    seats: str
    period: str
    weekly: str
    amount: str
    has_started: bool
    is_over: bool
    is_cancelled: bool
    #: the next ones that take place
    next_meetings: tuple[MeetingRow, ...]
    #: coming ones that are moved, cancelled or carry a note
    changes: tuple[MeetingRow, ...]
    all_meetings: tuple[MeetingRow, ...]
    venue: object | None
    room: str
    price: str
    funding_notes: str
    deadline: str

    @property
    def first_day(self) -> date | None:
        return self.next_meetings[0].date if self.next_meetings else None


def list_run_views(*, runs: Iterable, today: date | None = None) -> list[RunView]:
    """Runs that go on or come, the nearest first; where all are over, the latest one."""
    today = today or timezone.localdate()
    runs = list(runs)
    current = [run for run in runs if not run.is_over(today)]
    if not current and runs:
        current = [max(runs, key=lambda run: run.end_date)]
    views = [build_run_view(run=run, today=today) for run in current]
    return sorted(views, key=lambda view: (view.is_cancelled, view.first_day or date.max))


def build_run_view(*, run, today: date) -> RunView:
    meetings = sorted(
        (meeting for meeting in run.meetings.all() if meeting.date),
        key=lambda meeting: (meeting.date, meeting.start_time is not None, meeting.start_time),
    )
    rows = [build_meeting_row(meeting, today=today) for meeting in meetings]
    coming = [row for row in rows if row.date >= today]
    is_cancelled = run.status == RunStatus.CANCELLED
    takes_place = [] if is_cancelled else [row for row in coming if not row.is_cancelled]
    return RunView(
        number=run.number,
        status=_get_status(run),
        availability=get_availability_badge(run.availability),
        seats=describe_seats(run),
        period=format_period(run.start_date, run.end_date),
        weekly=format_weekly(run.weekly_time_list, interval_weeks=run.interval_weeks),
        amount=format_amount(meetings=sum(not row.is_cancelled for row in rows), units=_count_units(run, meetings)),
        has_started=bool(run.start_date and run.start_date < today),
        is_over=run.is_over(today),
        is_cancelled=is_cancelled,
        next_meetings=tuple(takes_place[:NEXT_MEETINGS]),
        changes=() if is_cancelled else tuple(row for row in coming if row.badge or row.note),
        all_meetings=tuple(rows),
        venue=run.venue,
        room=run.room,
        price=run.price_text,
        funding_notes=run.funding_notes,
        deadline=_describe_deadline(run, today),
    )


def build_meeting_row(meeting, *, today: date) -> MeetingRow:
    changed = meeting.status != MeetingStatus.PLANNED
    return MeetingRow(
        date=meeting.date,
        day=format_day(meeting.date, today=today),
        times=format_times(meeting.start_time, meeting.end_time),
        room=meeting.room,
        note=meeting.note,
        badge=Badge(meeting.status, meeting.get_status_display()) if changed else None,
    )


def get_availability_badge(value: str) -> Badge:
    return Badge(str(value), str(Availability(value).label))


def find_best_availability(values: Sequence[str]) -> str | None:
    return min(values, key=AVAILABILITY_ORDER.index, default=None)


def describe_seats(run) -> str:
    """ "noch 3 von 12 Plätzen frei", nothing where the numbers are not known or say nothing."""
    if run.seats_max is None or run.seats_given is None or run.fully_booked:
        return ""
    if run.availability not in (Availability.FREE, Availability.FEW):
        return ""
    free = run.seats_max - run.seats_given
    if free <= 0:
        return ""
    return ngettext("noch %(free)s von %(seats)s Plätzen frei", "noch %(free)s von %(seats)s Plätzen frei", free) % {
        "free": free,
        "seats": run.seats_max,
    }


def _get_status(run) -> Badge | None:
    if run.status in (RunStatus.CONFIRMED, RunStatus.MOVED):
        return Badge(run.status, run.get_status_display())
    return None


def _count_units(run, meetings) -> int:
    from catalogue.domain.schedule import count_teaching_units

    return run.units if run.units is not None else count_teaching_units(meetings)


def _describe_deadline(run, today: date) -> str:
    if run.registration_deadline is None or run.status == RunStatus.CANCELLED:
        return ""
    day = date_format(run.registration_deadline, "DATE_FORMAT")
    if run.registration_deadline < today:
        return _("Anmeldeschluss war am %(day)s. Fragen Sie gern nach.") % {"day": day}
    return _("Bitte melden Sie sich bis zum %(day)s an.") % {"day": day}

"""A month of public meetings, week by week, with rooms that are taken twice."""

import calendar
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, time

from catalogue.choices import MeetingStatus, RunStatus
from catalogue.domain.schedule import get_public_holiday


@dataclass(frozen=True)
class CalendarMeeting:
    offering_id: int
    title: str
    #: its own and the one above
    subject_ids: tuple[int | None, int | None]
    start: time | None
    end: time | None
    venue_id: int | None
    venue: str
    room: str
    is_cancelled: bool
    #: another meeting is in the same room at that time
    is_clashing: bool = False


@dataclass(frozen=True)
class CalendarDay:
    day: date
    is_in_month: bool
    #: a public holiday or a closed period
    closed: str
    meetings: tuple[CalendarMeeting, ...]

    @property
    def clash_count(self) -> int:
        return sum(meeting.is_clashing for meeting in self.meetings)


def build_month(*, year: int, month: int, venue=None, subject=None) -> list[list[CalendarDay]]:
    """Weeks from Monday on, in a constant number of queries."""
    from catalogue.models import ClosedPeriod

    weeks = calendar.Calendar().monthdatescalendar(year, month)
    found = {day: _mark_clashes(rows) for day, rows in _find_meetings(weeks[0][0], weeks[-1][-1]).items()}
    closed = ClosedPeriod.objects.as_named_ranges()

    def is_wanted(meeting):
        return (venue is None or meeting.venue_id == venue.pk) and (
            subject is None or subject.pk in meeting.subject_ids
        )

    return [
        [
            CalendarDay(
                day=day,
                is_in_month=day.month == month,
                closed=get_public_holiday(day) or next((name for a, b, name in closed if a <= day <= b), ""),
                meetings=tuple(filter(is_wanted, found.get(day, ()))),
            )
            for day in week
        ]
        for week in weeks
    ]


def shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    months = year * 12 + month - 1 + by
    return months // 12, months % 12 + 1


def _find_meetings(first: date, last: date) -> dict[date, list[CalendarMeeting]]:
    from catalogue.models import Meeting

    rows = Meeting.objects.filter(date__range=(first, last), run__offering__live=True)
    rows = rows.exclude(run__status=RunStatus.CANCELLED).order_by("date", "start_time", "pk")
    columns = [
        *("date", "start_time", "end_time", "room", "status", "run__room", "run__venue_id", "run__venue__name"),
        *("run__offering_id", "run__offering__title", "run__offering__subject_id", "run__offering__subject__parent_id"),
    ]
    found = defaultdict(list)
    for row in rows.values(*columns):
        meeting = CalendarMeeting(
            offering_id=row["run__offering_id"],
            title=row["run__offering__title"],
            subject_ids=(row["run__offering__subject_id"], row["run__offering__subject__parent_id"]),
            start=row["start_time"],
            end=row["end_time"],
            venue_id=row["run__venue_id"],
            venue=row["run__venue__name"] or "",
            room=row["room"] or row["run__room"],
            is_cancelled=row["status"] == MeetingStatus.CANCELLED,
        )
        found[row["date"]].append(meeting)
    return found


def _mark_clashes(meetings: list[CalendarMeeting]) -> list[CalendarMeeting]:
    """Of all meetings of a day, whatever part of them is shown."""
    return [
        replace(meeting, is_clashing=any(_clash(meeting, other) for other in meetings if other is not meeting))
        for meeting in meetings
    ]


def _clash(one: CalendarMeeting, other: CalendarMeeting) -> bool:
    if one.venue_id is None or not one.room or (one.venue_id, one.room) != (other.venue_id, other.room):
        return False
    if one.is_cancelled or other.is_cancelled or None in (one.start, one.end, other.start, other.end):
        return False
    return one.start < other.end and other.start < one.end

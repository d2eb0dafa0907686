"""When a run takes place, day by day: its dated meetings, else what follows from its weekly rule or its first day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID, uuid5

from catalogue.choices import MeetingStatus, RunStatus
from catalogue.domain.schedule import ScheduleError, plan_meetings

#: as far ahead a weekly rule without an end is followed
HORIZON = timedelta(weeks=26)


@dataclass(frozen=True)
class Occurrence:
    #: the same as long as it is the same meeting, wherever it is moved
    uid: UUID
    date: date
    start_time: time | None
    end_time: time | None
    room: str
    note: str
    is_cancelled: bool
    #: where it had been planned, of a meeting that was moved
    moved_from: date | None = None


def list_occurrences(*, run, today: date, closed_periods: Sequence[tuple[date, date]] = ()) -> list[Occurrence]:
    """Those of a cancelled run are cancelled, too: whoever noted them has to hear of it."""
    dated = [meeting for meeting in run.meetings.all() if meeting.date]
    if dated:
        return [_read_meeting(meeting, run) for meeting in dated]
    return _follow_rule(run, today, closed_periods) or _get_first_day(run)


def has_dates(run) -> bool:
    """Whether there is anything to write into a calendar."""
    return bool(run.start_date or run.weekly_times or any(meeting.date for meeting in run.meetings.all()))


def _read_meeting(meeting, run) -> Occurrence:
    is_moved = meeting.status == MeetingStatus.MOVED
    return Occurrence(
        # copies of an offering share the uids of its rows, and two events of one calendar must not
        uid=uuid5(meeting.uid, str(run.offering_id)),
        date=meeting.date,
        start_time=meeting.start_time,
        end_time=meeting.end_time,
        room=meeting.room or run.room,
        note=meeting.note,
        is_cancelled=_is_cancelled(run) or meeting.status == MeetingStatus.CANCELLED,
        moved_from=meeting.planned_date if is_moved and meeting.planned_date != meeting.date else None,
    )


def _follow_rule(run, today: date, closed_periods) -> list[Occurrence]:
    try:
        planned = plan_meetings(
            times=run.weekly_time_list,
            start=run.start_date or today,
            end=run.end_date or max(today, run.start_date or today) + HORIZON,
            interval_weeks=run.interval_weeks or 1,
            closed_periods=closed_periods,
        )
    except ScheduleError:
        # far too many days: no calendar wants them
        return []
    return [
        Occurrence(
            uid=uuid5(run.uid, f"{run.offering_id} {meeting.date} {meeting.start}"),
            date=meeting.date,
            start_time=meeting.start,
            end_time=meeting.end,
            room=run.room,
            note="",
            is_cancelled=_is_cancelled(run),
        )
        for meeting in planned
    ]


def _get_first_day(run) -> list[Occurrence]:
    if run.start_date is None:
        return []
    uid = uuid5(run.uid, str(run.offering_id))
    return [Occurrence(uid, run.start_date, None, None, run.room, "", is_cancelled=_is_cancelled(run))]


def _is_cancelled(run) -> bool:
    return run.status == RunStatus.CANCELLED

"""Meetings of a run: made from its weekly rule, kept where a person changed them."""

from catalogue.choices import MeetingStatus
from catalogue.domain.schedule import plan_meetings


def refresh_meetings(*, run, closed_periods=None) -> None:
    """Bring the generated meetings of an unsaved or saved run in line with its rule.

    Rows that a person added, moved, cancelled or annotated stay as they are; a date they occupy is
    not generated again. Without a rule nothing changes. The run's first and last day follow the meetings
    where they are empty.
    """
    from catalogue.models import ClosedPeriod, Meeting

    times = run.weekly_time_list
    if times and run.start_date and run.end_date:
        if closed_periods is None:
            closed_periods = ClosedPeriod.objects.as_ranges()
        planned = plan_meetings(
            times=times,
            start=run.start_date,
            end=run.end_date,
            interval_weeks=run.interval_weeks or 1,
            closed_periods=closed_periods,
        )
        existing = list(run.meetings.all())
        wanted = {(meeting.date, meeting.start, meeting.end) for meeting in planned}
        kept = [meeting for meeting in existing if _is_kept(meeting, wanted)]
        taken = {(meeting.date, meeting.start_time, meeting.end_time) for meeting in kept}
        taken_days = {(meeting.date, meeting.start_time) for meeting in kept if not _is_untouched(meeting)}
        taken_days |= {get_planned_slot(meeting) for meeting in kept if not _is_untouched(meeting)}
        added = [
            Meeting(
                date=meeting.date,
                start_time=meeting.start,
                end_time=meeting.end,
                is_generated=True,
                planned_date=meeting.date,
                planned_start_time=meeting.start,
            )
            for meeting in planned
            if (meeting.date, meeting.start, meeting.end) not in taken
            and (meeting.date, meeting.start) not in taken_days
        ]
        run.meetings = sort_meetings([*kept, *added])
    days = [meeting.date for meeting in run.meetings.all() if meeting.date]
    if days:
        run.start_date = run.start_date or min(days)
        run.end_date = run.end_date or max(days)


def _is_kept(meeting, wanted) -> bool:
    return not _is_untouched(meeting) or (meeting.date, meeting.start_time, meeting.end_time) in wanted


def _is_untouched(meeting) -> bool:
    return (
        meeting.is_generated
        and meeting.status == MeetingStatus.PLANNED
        and not meeting.note
        and not meeting.room
        and get_planned_slot(meeting) == (meeting.date, meeting.start_time)
    )


def get_planned_slot(meeting) -> tuple:
    """Day and hour the weekly rule had given the meeting before somebody moved it."""
    if meeting.planned_date is None:
        return (meeting.date, meeting.start_time)
    return (meeting.planned_date, meeting.planned_start_time)


def sort_meetings(meetings: list) -> list:
    """By day and hour, rows without a day last; sort_order follows."""
    ordered = sorted(meetings, key=lambda m: (m.date is None, m.date or 0, m.start_time is None, m.start_time or 0))
    for position, meeting in enumerate(ordered):
        meeting.sort_order = position
    return ordered

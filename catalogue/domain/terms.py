"""New offerings by those who lead them: an empty draft, or last term's offering once more."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.actions.copy_page import CopyPageAction

from catalogue.choices import RunStatus
from catalogue.domain.meetings import get_planned_slot
from catalogue.domain.schedule import get_public_holiday, is_closed, plan_meetings
from catalogue.domain.slugs import transcribe_umlauts

#: runs that began together belong to one term
TERM_DAYS = 60
#: as far ahead a weekly rule is followed until it has made as many meetings as last time
LONGEST_TERM = timedelta(days=550)
WEEK = timedelta(weeks=1)
#: a new beginning further ahead is a typing error in the year
LONGEST_SHIFT = 157 * WEEK
#: facts of a run that begin anew
RESET = {"status": RunStatus.PLANNED.value, "fully_booked": False}


class TermError(Exception):
    """Why there is nothing to repeat; the message is for the person who asked."""


@dataclass(frozen=True)
class NewMeeting:
    date: date
    start_time: object
    end_time: object
    is_generated: bool


@dataclass(frozen=True)
class NewRun:
    """A run of the term to come, and the one it follows."""

    source: object
    start_date: date
    end_date: date
    registration_deadline: date | None
    meetings: tuple[NewMeeting, ...]
    #: (day, reason) of what falls on a holiday or into a closed period and moves to the end
    skipped: tuple[tuple[date, str], ...]


def list_last_term(offering) -> list:
    """The runs of the last term: those that began together with the latest one that has begun, else the first ones."""
    runs = [run for run in offering.runs.all() if run.start_date and run.status != RunStatus.CANCELLED]
    if not runs:
        return []
    today = timezone.localdate()
    begun = [run for run in runs if run.start_date <= today]
    anchor = max(run.start_date for run in begun) if begun else min(run.start_date for run in runs)
    return [run for run in runs if abs((run.start_date - anchor).days) <= TERM_DAYS]


def suggest_start(runs, *, today: date | None = None) -> date:
    """Half a year later, but not before the last term ends and not in the past; the same weekday."""
    today = today or timezone.localdate()
    start = min(run.start_date for run in runs)
    end = max((run.end_date or run.start_date for run in runs), default=start)
    suggested = start + 26 * WEEK
    while suggested <= max(end, today):
        suggested += WEEK
    return suggested


def plan_next_term(*, runs, start: date, closed_periods) -> list[NewRun]:
    """The same runs from the week of ``start`` on: same weekdays and hours, as many meetings.

    ``closed_periods`` are (first day, last day, name).
    """
    if not runs:
        raise TermError(_("In diesem Angebot gibt es keinen Durchgang mit einem Beginn."))
    earliest = min(run.start_date for run in runs)
    shift = _get_monday(start) - _get_monday(earliest)
    if shift <= timedelta(0):
        raise TermError(_("Der neue Beginn muss nach dem bisherigen liegen."))
    if shift > LONGEST_SHIFT:
        raise TermError(_("Der neue Beginn liegt mehr als drei Jahre nach dem bisherigen. Bitte prüfen Sie das Jahr."))
    return [_plan_run(run, shift, closed_periods) for run in runs]


@transaction.atomic
def repeat_offering(*, offering, runs: list[NewRun], user):
    """A draft with the texts of the published offering and these runs; a number of its own, nothing public."""
    from catalogue.models import Offering

    source = Offering.objects.get(pk=offering.pk).specific
    copy = CopyPageAction(
        source,
        update_attrs={"slug": _find_free_slug(source.get_parent(), source.slug), "title": source.title},
        copy_revisions=False,
        keep_live=False,
        user=user,
        log_action="wagtail.copy",
    ).execute(skip_permission_checks=True)
    draft = Offering.objects.get(pk=copy.pk).specific
    draft.runs = [_build_run(new, number) for number, new in enumerate(runs, start=1)]
    draft.save()
    draft = Offering.objects.get(pk=copy.pk).specific
    draft.save_revision(user=user, clean=False)
    return draft


@transaction.atomic
def propose_offering(*, section, title: str, lecturer, user):
    """An empty draft in a section, led by that person."""
    from catalogue.models import CoursePage

    page = CoursePage(
        title=title, slug=_find_free_slug(section, slugify(transcribe_umlauts(title))), live=False, owner=user
    )
    section.add_child(instance=page)
    page.lecturers.set([lecturer])
    page.save()
    page.save_revision(user=user, clean=False, log_action="wagtail.create")
    return page


def _plan_run(run, shift: timedelta, closed_periods) -> NewRun:
    start = run.start_date + shift
    days = [(first, last) for first, last, _name in closed_periods]
    generated = [meeting for meeting in run.meetings.all() if meeting.is_generated and meeting.date]
    meetings = _follow_rule(run, start, len(generated), days) if run.weekly_time_list and run.end_date else []
    meetings = meetings or _shift_meetings(run, shift, days)
    last = max((meeting.date for meeting in meetings), default=(run.end_date or run.start_date) + shift)
    return NewRun(
        source=run,
        start_date=start,
        end_date=last,
        registration_deadline=run.registration_deadline and run.registration_deadline + shift,
        meetings=tuple(meetings),
        skipped=tuple(_list_skipped(run, start, last, closed_periods)),
    )


def _follow_rule(run, start: date, count: int, closed_periods) -> list[NewMeeting]:
    """As many as last time; what a holiday takes comes at the end."""
    rule = {"times": run.weekly_time_list, "start": start, "interval_weeks": run.interval_weeks or 1}
    if not count:
        last_time = plan_meetings(**{**rule, "start": run.start_date}, end=run.end_date, skip_closed=False)
        count = len(last_time)
    length = min(max(run.end_date - run.start_date, WEEK) * 2 + 4 * WEEK, LONGEST_TERM)
    planned = plan_meetings(**rule, end=start + length, closed_periods=closed_periods)[:count]
    return [NewMeeting(meeting.date, meeting.start, meeting.end, is_generated=True) for meeting in planned]


def _shift_meetings(run, shift: timedelta, closed_periods) -> list[NewMeeting]:
    """Single dates, each on its weekday; one that falls on a closed day follows a week later."""
    taken, found = set(), []
    for meeting in sorted((m for m in run.meetings.all() if m.date), key=get_planned_slot_key):
        day = get_planned_slot(meeting)[0] + shift
        while is_closed(day, closed_periods) or (day, meeting.start_time) in taken:
            day += WEEK
        taken.add((day, meeting.start_time))
        found.append(NewMeeting(day, meeting.start_time, meeting.end_time, is_generated=False))
    return found


def get_planned_slot_key(meeting) -> tuple:
    day, hour = get_planned_slot(meeting)
    return (day, hour is not None, hour)


def _list_skipped(run, start: date, last: date, closed_periods):
    weekdays = {weekly.weekday for weekly in run.weekly_time_list}
    for number in range((last - start).days + 1):
        day = start + timedelta(days=number)
        if day.weekday() in weekdays:
            reason = get_public_holiday(day) or next((n for a, b, n in closed_periods if a <= day <= b), "")
            if reason:
                yield day, reason


def _build_run(new: NewRun, number: int):
    from catalogue.models import Meeting, Run

    kept = [
        *("weekly_times", "interval_weeks", "venue", "room", "price", "reduced_price", "reduced_for"),
        *("funding_notes", "seats_min", "seats_max", "waiting_list", "units"),
    ]
    run = Run(
        **{name: getattr(new.source, name) for name in kept},
        **RESET,
        number=str(number),
        sort_order=number - 1,
        seats_taken=None if new.source.seats_taken is None else 0,
        start_date=new.start_date,
        end_date=new.end_date,
        registration_deadline=new.registration_deadline,
    )
    run.meetings = [
        Meeting(
            date=meeting.date,
            start_time=meeting.start_time,
            end_time=meeting.end_time,
            is_generated=meeting.is_generated,
            planned_date=meeting.date if meeting.is_generated else None,
            planned_start_time=meeting.start_time if meeting.is_generated else None,
            sort_order=order,
        )
        for order, meeting in enumerate(new.meetings)
    ]
    return run


def _find_free_slug(parent, slug: str) -> str:
    slug = (slug or "angebot")[:240]
    taken = set(parent.get_children().filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(name for name in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def _get_monday(day: date) -> date:
    return day - timedelta(days=day.weekday())

"""What may change at once, and how it is said. Nothing here is written."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from catalogue.domain.urgent import RefusedError, plan_cancellation, plan_confirmation, plan_move, plan_places
from catalogue.models import Meeting, Run

BEFORE = datetime(2026, 11, 26, 18, 59, tzinfo=timezone.get_default_timezone())
AFTER = datetime(2026, 11, 26, 20, 30, tzinfo=timezone.get_default_timezone())


def make_run(**values):
    run = Run(number="1", seats_max=12, seats_taken=5, end_date=date(2026, 12, 31), **values)
    run.meetings = [
        Meeting(date=date(2026, 11, 26), start_time=time(19), end_time=time(20, 30), is_generated=True, run=run),
        Meeting(date=date(2026, 12, 3), start_time=time(19), end_time=time(20, 30), is_generated=True, run=run),
    ]
    return run


def get_first(run=None):
    return (run or make_run()).meetings.all()[0]


def refuse(plan, **values) -> str:
    with pytest.raises(RefusedError) as error:
        plan(**values)
    return str(error.value)


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ({}, ["Do., 26.11., 19:00–20:30 Uhr: fällt aus"]),
        ({"note": "Krank."}, ["Do., 26.11., 19:00–20:30 Uhr: fällt aus", "Hinweis: „Krank.“"]),
    ],
)
def test_cancellation_in_words(values, lines, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda now=None: date(2026, 11, 20))

    assert plan_cancellation(meeting=get_first(), now=BEFORE, **values).describe() == lines


def test_meeting_lasts_until_its_end():
    meeting = get_first()

    assert plan_cancellation(meeting=meeting, now=BEFORE).after["status"] == "cancelled"
    assert refuse(plan_cancellation, meeting=meeting, now=AFTER) == "Dieser Termin ist schon vorbei."


def test_meeting_without_hours_lasts_until_midnight():
    meeting = get_first()
    meeting.start_time = meeting.end_time = None

    assert plan_cancellation(meeting=meeting, now=AFTER).after["status"] == "cancelled"


def test_cancelled_meeting_is_not_cancelled_again_but_can_be_made_up_for():
    meeting = get_first()
    meeting.status = "cancelled"

    assert refuse(plan_cancellation, meeting=meeting, now=BEFORE) == "Dieser Termin ist schon abgesagt."
    assert plan_move(meeting=meeting, day=date(2026, 12, 4), now=BEFORE).after["status"] == "moved"


def test_move_keeps_what_is_not_named_and_the_place_in_the_rule():
    change = plan_move(meeting=get_first(), day=date(2026, 11, 27), now=BEFORE)

    assert change.new_values == {
        "date": date(2026, 11, 27),
        "status": "moved",
        "planned_date": date(2026, 11, 26),
        "planned_start_time": time(19),
    }


def test_move_back_to_its_place_is_no_move():
    meeting = get_first()
    meeting.date, meeting.status = date(2026, 11, 27), "moved"
    meeting.planned_date, meeting.planned_start_time = date(2026, 11, 26), time(19)

    change = plan_move(meeting=meeting, day=date(2026, 11, 26), now=BEFORE)

    assert change.new_values == {"date": date(2026, 11, 26), "status": "planned"}


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"day": date(2026, 11, 26)}, "Daran ändert sich nichts: Der Termin steht schon so da."),
        ({"day": date(2026, 11, 25)}, "Der neue Termin liegt in der Vergangenheit."),
        ({"day": date(2026, 12, 3)}, "Zu dieser Zeit gibt es in diesem Durchgang schon einen Termin."),
        ({"day": date(2026, 11, 27), "end_time": time(18)}, "Das Ende liegt nicht nach dem Beginn."),
    ],
)
def test_impossible_moves_are_refused(values, error):
    assert refuse(plan_move, meeting=get_first(), now=BEFORE, **values) == error


def test_unknown_number_of_places_is_a_value():
    change = plan_places(run=make_run(), seats_taken=None, fully_booked=False, waiting_list=False, now=BEFORE)

    assert change.describe() == ["Belegte Plätze: nicht bekannt (bisher: 5)"]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"status": "cancelled"}, "Dieser Durchgang ist abgesagt."),
        ({"status": "confirmed"}, "Das steht schon da: Dieser Durchgang findet sicher statt."),
    ],
)
def test_run_that_cannot_be_confirmed(values, error):
    assert refuse(plan_confirmation, run=make_run(**values), now=BEFORE) == error


def test_run_that_is_over_changes_no_more():
    after = datetime(2027, 1, 2, 12, tzinfo=timezone.get_default_timezone())

    assert refuse(plan_confirmation, run=make_run(), now=after) == "Dieser Durchgang ist schon zu Ende."

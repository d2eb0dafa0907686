from datetime import date, time

from catalogue.domain.meetings import refresh_meetings
from catalogue.factories import ClosedPeriodFactory
from catalogue.models import Meeting, Run


def make_run(**values):
    return Run(
        **{
            "start_date": date(2026, 9, 1),
            "end_date": date(2026, 9, 15),
            "weekly_times": "tue 10:00-11:30",
            **values,
        }
    )


def get_rows(run):
    return [(m.date.day, m.start_time.hour, m.status, m.is_generated) for m in run.meetings.all()]


def test_rule_generates_meetings(db):
    run = make_run()

    refresh_meetings(run=run)

    assert get_rows(run) == [(1, 10, "planned", True), (8, 10, "planned", True), (15, 10, "planned", True)]


def test_second_refresh_changes_nothing(db):
    run = make_run()
    refresh_meetings(run=run)
    before = list(run.meetings.all())

    refresh_meetings(run=run)

    assert list(run.meetings.all()) == before


def test_new_rule_replaces_generated_meetings_only(db):
    run = make_run()
    refresh_meetings(run=run)
    cancelled = run.meetings.all()[1]
    cancelled.status = "cancelled"
    own = Meeting(date=date(2026, 9, 12), start_time=time(15), end_time=time(16))
    run.meetings = [*run.meetings.all(), own]

    run.weekly_times = "wed 18:00-19:30"
    refresh_meetings(run=run)

    assert get_rows(run) == [
        (2, 18, "planned", True),
        (8, 10, "cancelled", True),
        (9, 18, "planned", True),
        (12, 15, "planned", False),
    ]


def test_cancelled_meeting_is_not_generated_again(db):
    run = make_run()
    refresh_meetings(run=run)
    run.meetings.all()[1].status = "cancelled"

    refresh_meetings(run=run)

    assert get_rows(run) == [(1, 10, "planned", True), (8, 10, "cancelled", True), (15, 10, "planned", True)]


def test_meeting_with_a_note_survives_a_new_rule(db):
    run = make_run()
    refresh_meetings(run=run)
    run.meetings.all()[0].note = "Bitte Turnschuhe mitbringen"

    run.weekly_times = "tue 12:00-13:00"
    refresh_meetings(run=run)

    assert get_rows(run) == [
        (1, 10, "planned", True),
        (1, 12, "planned", True),
        (8, 12, "planned", True),
        (15, 12, "planned", True),
    ]


def test_closed_periods_come_from_the_database(db):
    ClosedPeriodFactory(start_date=date(2026, 9, 7), end_date=date(2026, 9, 9))
    run = make_run()

    refresh_meetings(run=run)

    assert [m.date.day for m in run.meetings.all()] == [1, 15]


def test_run_without_rule_takes_its_period_from_its_meetings(db):
    run = Run()
    run.meetings = [Meeting(date=date(2026, 9, 12)), Meeting(date=date(2026, 9, 10))]

    refresh_meetings(run=run)

    assert (run.start_date, run.end_date) == (date(2026, 9, 10), date(2026, 9, 12))


def test_run_without_rule_keeps_its_meetings(db):
    run = Run()
    run.meetings = [Meeting(date=date(2026, 9, 12))]

    refresh_meetings(run=run)

    assert [m.date.day for m in run.meetings.all()] == [12]

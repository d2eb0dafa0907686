from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from catalogue.factories import CoursePageFactory, MeetingFactory, ProjectPageFactory, RunFactory, VenueFactory
from search.documents import build_document
from search.hits import Hit

TODAY = date(2026, 9, 1)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def course(tree):
    return CoursePageFactory(parent=tree.courses, title="Nähen")


def get_hit(page, today=TODAY):
    return Hit(build_document(page), today=today)


def add_meeting(run, day, **values):
    return MeetingFactory(run=run, date=day, **{"start_time": time(18), "end_time": time(20), **values})


def test_next_meeting_is_the_first_that_takes_place(course):
    run = RunFactory(offering=course, start_date=date(2026, 8, 1), end_date=date(2026, 12, 1))
    add_meeting(run, TODAY - timedelta(days=1))
    add_meeting(run, TODAY, status="cancelled")
    add_meeting(run, date(2026, 9, 8))

    meeting = get_hit(course).next_meeting

    assert meeting.start == datetime(2026, 9, 8, 18, tzinfo=BERLIN)
    assert meeting.end == datetime(2026, 9, 8, 20, tzinfo=BERLIN)
    assert meeting.text.startswith("Dienstag, 8. September") is True


def test_first_day_stands_in_where_no_meeting_is_known(course):
    RunFactory(offering=course, start_date=date(2026, 10, 1), end_date=None)

    meeting = get_hit(course).next_meeting

    assert (timezone.localdate(meeting.start), meeting.has_time) == (date(2026, 10, 1), False)


def test_cancelled_run_has_no_next_meeting(course):
    run = RunFactory(offering=course, status="cancelled", start_date=date(2026, 10, 1))
    add_meeting(run, date(2026, 10, 1))

    hit = get_hit(course)

    assert hit.next_meeting is None
    assert [badge.value for badge in hit.badges] == ["cancelled", "no-charge"]


def test_run_that_is_over_is_not_shown_beside_a_coming_one(course):
    RunFactory(offering=course, number="1", start_date=date(2026, 1, 1), end_date=date(2026, 2, 1))
    RunFactory(offering=course, number="2", start_date=date(2026, 10, 1), end_date=date(2026, 11, 1))

    hit = get_hit(course)

    assert ([run.number for run in hit.runs], hit.is_past) == (["2"], False)


def test_past_offering_shows_its_runs_without_an_invitation(course):
    RunFactory(offering=course, start_date=date(2026, 1, 1), end_date=date(2026, 2, 1))

    hit = get_hit(course)

    assert (len(hit.runs), hit.is_past, hit.availability, hit.badges) == (1, True, None, ())


def test_best_chance_of_all_runs_is_told(course):
    full = {"seats_max": 5, "seats_taken": 5, "start_date": date(2026, 10, 1)}
    RunFactory(offering=course, **full)
    RunFactory(offering=course, **{**full, "seats_taken": 3})

    assert get_hit(course).availability.value == "few"


def test_availability_follows_the_day(course):
    RunFactory(offering=course, start_date=TODAY, end_date=date(2026, 12, 1), registration_deadline=date(2026, 8, 20))

    days = (date(2026, 8, 20), date(2026, 8, 21), date(2026, 9, 2))
    assert [get_hit(course, day).availability.value for day in days] == ["free", "on_request", "started"]


def test_facts_are_in_words_of_the_active_language(course):
    run = RunFactory(
        offering=course,
        start_date=date(2026, 9, 8),
        weekly_times="tue 18:00-20:00",
        venue=VenueFactory(name="Salon", name_en="Parlour", district="Garath"),
        price=80,
        reduced_price=40,
        reduced_for="mit Düsselpass",
    )
    add_meeting(run, date(2026, 9, 8))

    hit = get_hit(course)

    assert (hit.when, hit.begin) == ("dienstags, 18 bis 20 Uhr", "Beginn: Dienstag, 8. September")
    assert (hit.where, hit.price) == ("Salon, Garath", "80 Euro, ermäßigt 40 Euro (mit Düsselpass)")
    with translation.override("en"):
        assert get_hit(course).where == "Parlour, Garath"


def test_online_offering_is_online_whatever_its_venue(tree):
    course = CoursePageFactory(parent=tree.courses, format="online")
    RunFactory(offering=course, venue=VenueFactory(name="Kin-Top"))

    assert get_hit(course).where == "online"


def test_moved_run_says_so(course):
    RunFactory(offering=course, status="moved", start_date=date(2026, 10, 1), price=5)

    assert [badge.value for badge in get_hit(course).badges] == ["free", "moved"]


def test_project_shows_its_period(tree):
    project = ProjectPageFactory(parent=tree.projects, period_start=date(2026, 1, 1), period_end=date(2026, 8, 31))

    hit = get_hit(project)

    assert (hit.when, hit.is_past, hit.runs) == ("1. Januar bis 31. August 2026", True, ())


def test_meetings_without_rule_give_weekdays_and_times(course):
    run = RunFactory(offering=course, start_date=date(2026, 9, 7))
    add_meeting(run, date(2026, 9, 7))
    add_meeting(run, date(2026, 9, 9), start_time=time(9), end_time=None)

    [card] = get_hit(course).runs

    assert (card.weekdays, card.times) == (("mon", "wed"), ("18:00-20:00",))

"""The calendar of the finder."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.factories import (
    ClosedPeriodFactory,
    CoursePageFactory,
    MeetingFactory,
    OfferingTranslationFactory,
    RunFactory,
    VenueFactory,
)
from search import calendar
from search.backends import get_backend
from search.calendar import MONTH, WEEK, Period, build_calendar, read_period
from search.query import Query
from tests.pages import read, text_of

TODAY = timezone.localdate()
#: Monday after next
MONDAY = TODAY + timedelta(days=14 - TODAY.weekday())


def make_course(tree, *days, title="Tango", start=time(18), **run):
    course = CoursePageFactory(parent=tree.courses, title=title)
    row = RunFactory(offering=course, **{"start_date": min(days, default=MONDAY), "weekly_times": "", **run})
    for day in days:
        MeetingFactory(run=row, date=day, start_time=start, end_time=time(start.hour + 1))
    return course


def get_calendar(day=MONDAY, kind=WEEK, **query):
    return build_calendar(Query.build(**query), Period(kind, day), backend=get_backend())


def list_entries(found):
    return [
        (entry.day, entry.start, entry.hit.title, entry.is_cancelled) for day in found.days for entry in day.entries
    ]


def test_period_is_whole_weeks_across_the_change_of_the_clock():
    week = Period(WEEK, date(2026, 10, 25))
    month = Period(MONTH, date(2027, 3, 14))

    assert (week.start, week.end, len(week.days)) == (date(2026, 10, 19), date(2026, 10, 25), 7)
    assert (week.next.start, week.previous.start) == (date(2026, 10, 26), date(2026, 10, 12))
    assert (month.start, month.end) == (date(2027, 3, 1), date(2027, 3, 31))
    assert (month.days[0], month.days[-1], len(month.days)) == (date(2027, 3, 1), date(2027, 4, 4), 35)
    assert (month.previous.day, month.next.day) == (date(2027, 2, 1), date(2027, 4, 1))


@pytest.mark.parametrize("text", ["", "quatsch", "2026-02-30", "1900-01-01", "2999-12-31", "20261101", "٢٠٢٦-11-01"])
def test_day_that_cannot_be_meant_is_today(text):
    assert read_period({"day": text, "period": "jahr"}, Query(), today=TODAY) == Period(WEEK, TODAY)


def test_calendar_begins_where_the_search_begins():
    later = TODAY + timedelta(days=40)

    assert read_period({"period": "month"}, Query(date_from=later), today=TODAY) == Period(MONTH, later)


def test_meetings_stand_on_their_days_in_order(tree, reindex):
    make_course(tree, MONDAY, MONDAY + timedelta(days=6), MONDAY + timedelta(days=7))
    make_course(tree, MONDAY, title="Chor", start=time(9))
    reindex()

    found = get_calendar()

    assert list_entries(found) == [
        (MONDAY, "09:00", "Chor", False),
        (MONDAY, "18:00", "Tango", False),
        (MONDAY + timedelta(days=6), "18:00", "Tango", False),
    ]
    assert (found.meeting_count, found.undated_count, found.omitted_count) == (3, 0, 0)


def test_only_meetings_that_fit_the_filters_are_shown(tree, reindex):
    course = make_course(tree, MONDAY, MONDAY + timedelta(days=1), venue=VenueFactory(slug="salon"))
    other = RunFactory(offering=course, start_date=MONDAY, weekly_times="", venue=VenueFactory(slug="halle"))
    MeetingFactory(run=other, date=MONDAY, start_time=time(8), end_time=time(9))
    reindex()

    def find(**selections):
        return [(day, start) for day, start, *_rest in list_entries(get_calendar(selections=selections))]

    assert find(weekday=["tue"]) == [(MONDAY + timedelta(days=1), "18:00")]
    assert find(daytime=["morning"]) == [(MONDAY, "08:00")]
    assert find(venue=["halle"]) == [(MONDAY, "08:00")]
    assert find(venue=["salon"], weekday=["mon"]) == [(MONDAY, "18:00")]


def test_period_of_the_search_narrows_the_calendar(tree, reindex):
    make_course(tree, *(MONDAY + timedelta(days=number) for number in range(5)))
    reindex()

    found = get_calendar(date_from=MONDAY + timedelta(days=2), date_to=MONDAY + timedelta(days=3))

    assert [day for day, *_rest in list_entries(found)] == [MONDAY + timedelta(days=2), MONDAY + timedelta(days=3)]
    assert list_entries(get_calendar(date_to=MONDAY - timedelta(days=1))) == []


def test_cancelled_and_moved_meetings_say_so(client, tree, reindex):
    course = make_course(tree, MONDAY + timedelta(days=1), MONDAY + timedelta(days=8))
    run = course.runs.first()
    MeetingFactory(run=run, date=MONDAY, start_time=time(18), status="cancelled", note="Frau Berg ist krank.")
    MeetingFactory(run=run, date=MONDAY + timedelta(days=2), start_time=time(10), status="moved")
    reindex()

    page = read(client, f"/angebote/?view=calendar&day={MONDAY}")

    entries = [text_of(entry) for entry in page.select(".calendar__entry")]
    assert [entry.split(" ")[0] for entry in entries] == ["fällt", "18", "verlegt"]
    assert entries[0].endswith("Frau Berg ist krank.")
    assert text_of(page.select_one(".calendar__count")) == "2 Termine"


def test_offering_that_only_has_cancelled_meetings_in_the_week_is_shown(tree, reindex):
    course = make_course(tree, MONDAY + timedelta(days=8))
    MeetingFactory(run=course.runs.first(), date=MONDAY, start_time=time(18), status="cancelled")
    cancelled = make_course(tree, MONDAY, title="Chor", status="cancelled")
    hidden = make_course(tree, title="Entwurf")
    MeetingFactory(run=hidden.runs.first(), date=MONDAY, start_time=time(18), status="cancelled")
    hidden.live = False
    hidden.save()
    reindex()

    assert list_entries(get_calendar()) == [
        (MONDAY, "18:00", "Chor", True),
        (MONDAY, "18:00", "Tango", True),
    ]
    # what the search does not find shows no cancelled meeting either
    assert list_entries(get_calendar(selections={"type": ["workshop"]})) == []
    assert cancelled.live


def test_cancelled_meeting_belongs_to_its_own_run(tree, reindex):
    course = make_course(tree, MONDAY + timedelta(days=1), venue=VenueFactory(slug="salon"))
    other = RunFactory(offering=course, start_date=MONDAY, weekly_times="", venue=VenueFactory(slug="halle"))
    MeetingFactory(run=other, date=MONDAY + timedelta(days=7), start_time=time(9))
    MeetingFactory(run=other, date=MONDAY, start_time=time(9), status="cancelled")
    reindex()

    [entry] = list_entries(get_calendar(selections={"venue": ["halle"]}))

    assert entry == (MONDAY, "09:00", "Tango", True)


def test_weekly_rule_without_dates_is_laid_out_without_holidays(tree, reindex):
    # the week of 1 May 2028, a Monday
    make_course(
        tree,
        start_date=date(2028, 4, 3),
        end_date=date(2028, 6, 30),
        weekly_times="mon 18:00-19:00; tue 9:00-10:00; wed 9:00-10:00",
    )
    ClosedPeriodFactory(name="Umbau", start_date=date(2028, 5, 3), end_date=date(2028, 5, 3))
    reindex()

    found = get_calendar(day=date(2028, 5, 1))

    assert list_entries(found) == [(date(2028, 5, 2), "09:00", "Tango", False)]
    assert [day.closures for day in found.days[:3]] == [("Erster Mai",), (), ("Umbau",)]


def test_every_other_week_keeps_its_rhythm(tree, reindex):
    make_course(tree, start_date=MONDAY, weekly_times="wed 18:00-19:00", interval_weeks=2)
    reindex()

    weeks = [len(list_entries(get_calendar(day=MONDAY + timedelta(weeks=number)))) for number in range(4)]

    # public holidays of the coming month aside
    assert (weeks[1], weeks[3]) == (0, 0)
    assert weeks[0] + weeks[2] >= 1


def test_hours_stay_what_the_wall_clock_says(tree, reindex):
    make_course(tree, date(2028, 3, 25), date(2028, 3, 26), start=time(2))
    reindex()

    assert [entry[:2] for entry in list_entries(get_calendar(day=date(2028, 3, 26)))] == [
        (date(2028, 3, 25), "02:00"),
        (date(2028, 3, 26), "02:00"),
    ]


def test_what_is_left_out_is_said(client, tree, reindex, monkeypatch):
    monkeypatch.setattr(calendar, "MAX_OFFERINGS", 3)
    monkeypatch.setitem(calendar.MAX_OF_DAY, WEEK, 2)
    for number in range(5):
        make_course(tree, MONDAY, title=f"Kurs {number}")
    reindex()

    page = read(client, f"/angebote/?view=calendar&day={MONDAY}")

    assert len(page.select(".calendar__entry")) == 2
    assert text_of(page.select_one(".finder__notice")).startswith(
        "Das ist mehr, als in einen Kalender passt: 2 Angebote"
    )
    more = page.select_one(".calendar__more a")
    assert text_of(more).startswith("1 weiterer Termin")
    assert more["href"] == f"/angebote/?from={MONDAY}&to={MONDAY}"


def test_ways_keep_the_search(client, tree, reindex):
    make_course(tree, MONDAY, price=0)
    reindex()

    page = read(client, f"/angebote/?view=calendar&day={MONDAY}&price=free")

    ways = [link["href"] for link in page.select(".calendar__ways a")]
    assert ways == [
        f"/angebote/?view=calendar&period=week&day={MONDAY - timedelta(days=7)}&price=free",
        f"/angebote/?view=calendar&period=week&day={TODAY}&price=free",
        f"/angebote/?view=calendar&period=week&day={MONDAY + timedelta(days=7)}&price=free",
    ]
    views = [link["href"] for link in page.select(".finder__views a")]
    assert views == [
        "/angebote/?price=free",
        f"/angebote/?view=calendar&period=week&day={MONDAY}&price=free",
        f"/angebote/?view=calendar&period=month&day={MONDAY}&price=free",
    ]
    [chip] = page.select(".chip--remove")
    assert chip["href"] == f"/angebote/?view=calendar&period=week&day={MONDAY}"
    kept = [(box["name"], box["value"]) for box in page.select("#finder-fields input[type=hidden]")]
    assert kept == [("view", "calendar"), ("period", "week"), ("day", str(MONDAY))]


def test_current_week_has_no_way_into_the_past(client, tree, reindex):
    make_course(tree, TODAY)
    reindex()

    def has_past(url):
        return bool(read(client, url).select(".calendar__ways a[rel=prev]"))

    assert (has_past("/angebote/?view=calendar"), has_past("/angebote/?view=calendar&archive=1")) == (False, True)


def test_unknown_view_is_the_list(client, tree, reindex):
    make_course(tree, MONDAY)
    reindex()

    page = read(client, "/angebote/?view=karte")

    assert (len(page.select(".calendar")), len(page.select(".finder__hits .card"))) == (0, 1)


@pytest.mark.parametrize("view", ["view=calendar", "view=calendar&period=month"])
def test_calendar_costs_the_same_for_one_and_thirty(client, tree, reindex, view):
    url = f"/angebote/?{view}&day={MONDAY}"

    def add(count):
        for _ in range(count):
            course = make_course(tree, MONDAY, MONDAY + timedelta(days=1), venue=VenueFactory())
            OfferingTranslationFactory(offering=course)
            MeetingFactory(run=course.runs.first(), date=MONDAY + timedelta(days=2), status="cancelled")
        reindex()
        client.get(url)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    add(1)
    one = count()
    add(29)

    assert count() == one
    assert one <= 25


def test_calendar_is_escaped_and_speaks_the_language(client, tree, reindex):
    course = make_course(tree, MONDAY, title="<script>alert(1)</script>")
    OfferingTranslationFactory(offering=course, language="en", title="Dance <b>")
    reindex()

    assert b"<script>alert" not in client.get(f"/angebote/?view=calendar&day={MONDAY}").content
    link = read(client, f"/en/angebote/?view=calendar&day={MONDAY}").select_one(".calendar__entry a")
    assert (text_of(link), link["lang"]) == ("Dance <b>", "en")

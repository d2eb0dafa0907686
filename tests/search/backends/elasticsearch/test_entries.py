"""What the engine gets to read of a document."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from catalogue.factories import CoursePageFactory, MeetingFactory, ProjectPageFactory, RunFactory, VenueFactory
from search.backends.elasticsearch.entries import MAX_AGE, NEVER, NO_DAY, build_entry, compute_digest
from search.backends.elasticsearch.mapping import get_mappings
from search.documents import load_documents

TUESDAY = date(2027, 3, 2)


@pytest.fixture
def build(tree):
    def build(page):
        return build_entry(load_documents([page.pk])[page.pk])

    return build


def find_unknown(entry, properties, path=""):
    for name, value in entry.items():
        field = properties.get(name)
        if field is None:
            yield f"{path}{name}"
            continue
        if field.get("enabled") is False or not field.get("properties"):
            continue
        for each in value if isinstance(value, list) else [value]:
            yield from find_unknown(each, field["properties"], f"{path}{name}.")


def test_mapping_knows_every_field(tree, build):
    course = CoursePageFactory(parent=tree.courses, level="A1.1")
    RunFactory(offering=course, meetings=3, price=12)

    assert list(find_unknown(build(course), get_mappings()["properties"])) == []


def test_facets_of_a_plugin_that_is_off_are_left_out(tree):
    """An index knows only today's fields and would refuse the whole entry."""
    course = CoursePageFactory(parent=tree.courses)
    RunFactory(offering=course)
    document = load_documents([course.pk])[course.pk]
    document["facets"]["kintop_gone_colour"] = ["blue"]
    document["runs"][0]["facets"]["kintop_gone_room"] = ["hall"]

    entry = build_entry(document)

    assert list(find_unknown(entry, get_mappings()["properties"])) == []
    assert "kintop_gone_colour:blue" not in entry["values"]


def test_meetings_lie_in_cells_of_the_week(tree, build):
    course = CoursePageFactory(parent=tree.courses)
    run = RunFactory(offering=course, start_date=TUESDAY, end_date=None)
    MeetingFactory(run=run, date=TUESDAY, start_time=time(18), end_time=time(20))
    MeetingFactory(run=run, date=TUESDAY + timedelta(days=1), start_time=None, end_time=None)

    [entry] = build(course)["runs"]

    day = TUESDAY.toordinal()
    assert entry["cells"] == {"tue_evening": [day], "wed_unknown": [day + 1]}
    assert entry["days"] == [day, day + 1]


@pytest.mark.parametrize(
    ("first", "last", "ages"),
    [
        (None, None, [{"gte": 0, "lte": MAX_AGE}]),
        (6, None, [{"gte": 6, "lte": MAX_AGE}]),
        (None, 12, [{"gte": 0, "lte": 12}]),
    ],
)
def test_age_without_a_bound_is_open(tree, build, first, last, ages):
    assert build(CoursePageFactory(parent=tree.courses, age_from=first, age_to=last))["ages"] == ages


def test_price_of_a_past_run_counts_only_when_all_are_over(tree, build):
    course = CoursePageFactory(parent=tree.courses)
    for days in (0, 30):
        start = TUESDAY + timedelta(days=days)
        RunFactory(offering=course, start_date=start, end_date=start + timedelta(days=7), price="12.50")

    first, second = build(course)["runs"]

    end = TUESDAY.toordinal()
    assert first["price"] == 1250
    assert first["price_days"] == [{"gte": 1, "lte": end + 7}, {"gte": end + 38, "lte": NEVER}]
    assert second["price_days"] == [{"gte": 1, "lte": end + 37}, {"gte": end + 38, "lte": NEVER}]


def test_project_is_one_run_with_its_period(tree, build):
    today = timezone.localdate()
    project = ProjectPageFactory(parent=tree.projects, period_start=today, period_end=today)

    entry = build(project)

    assert entry["last_day"] == today.toordinal()
    assert [(run["start"], run["end"], run["spans"]) for run in entry["runs"]] == [
        (today.toordinal(), today.toordinal(), True)
    ]


def test_runs_are_told_together_until_a_part_of_them_is_over(tree, build):
    course = CoursePageFactory(parent=tree.courses)
    garath, eller = VenueFactory(district="Garath"), VenueFactory(district="Eller")
    first = RunFactory(offering=course, venue=garath, start_date=TUESDAY, end_date=TUESDAY + timedelta(days=40))
    MeetingFactory(run=first, date=TUESDAY, start_time=time(18), end_time=time(20))
    MeetingFactory(run=first, date=TUESDAY + timedelta(days=8), start_time=time(10), end_time=None)
    RunFactory(offering=course, venue=eller, start_date=TUESDAY, end_date=None, weekly_times="fri 14:00-16:00")

    entry = build(course)

    together = entry["together"]
    assert together["facets"]["district"] == ["eller", "garath"]
    assert together["facets"]["weekday"] == ["fri", "tue", "wed"]
    assert together["facets"]["daytime"] == ["afternoon", "evening", "morning"]
    # after the only Tuesday there is none any more, though the run goes on
    assert together["until"] == TUESDAY.toordinal()
    assert {"weekday:fri", "district:garath"} < set(together["values"])
    assert "type:course" in entry["values"]


def test_page_of_the_website_has_no_runs_and_no_ages(tree, build):
    from catalogue.factories import TargetGroupPageFactory

    entry = build(TargetGroupPageFactory(parent=tree.target_groups))

    assert (entry["is_page"], entry["last_day"], entry["runs"], entry["ages"]) == (True, NO_DAY, [], [])


def test_digest_follows_the_content_not_the_order():
    assert compute_digest({"a": 1, "b": [2]}) == compute_digest({"b": [2], "a": 1})
    assert compute_digest({"a": 1}) != compute_digest({"a": 2})

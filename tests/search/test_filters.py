"""The rules of the filters, one by one. That all of them agree in combination is shown in conformance/."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from catalogue.factories import (
    CoursePageFactory,
    MeetingFactory,
    ProjectPageFactory,
    RunFactory,
    SubjectFactory,
    TargetGroupPageFactory,
    VenueFactory,
)
from search.backends import get_backend
from search.query import Query

TODAY = timezone.localdate()
#: a Monday of next week or the week after
MONDAY = TODAY + timedelta(days=14 - TODAY.weekday())


@pytest.fixture
def add(tree):
    def add(title, *, parent=None, **values):
        return CoursePageFactory(parent=tree.courses, title=title, **values)

    return add


@pytest.fixture
def find(reindex):
    def find(**values):
        reindex()
        selections = {
            name: value if isinstance(value, list) else [value]
            for name, value in values.items()
            if name not in ("q", "age", "date_from", "date_to", "archive", "sort")
        }
        plain = {name: value for name, value in values.items() if name not in selections}
        results = get_backend().search(Query.build(selections=selections, page_size=100, **plain))
        assert results.total == len(results.hits)
        return [hit.title for hit in results.hits]

    return find


def get_counts(name, **values):
    facet = get_backend().search(Query.build(**values)).facets_by_name[name]
    return {value.value: value.count for value in facet.values}


def add_run(course, day=MONDAY, hour=10, **values):
    run = RunFactory(offering=course, start_date=day, end_date=day + timedelta(days=30), **values)
    MeetingFactory(run=run, date=day, start_time=time(hour), end_time=time(hour + 1))
    return run


def test_venue_and_price_hold_for_the_same_run(add, find):
    garath, benrath = VenueFactory(slug="g", district="Garath"), VenueFactory(slug="b", district="Benrath")
    split = add("Geteilt")
    add_run(split, venue=garath, price=50)
    add_run(split, venue=benrath, price=0)
    both = add("Beides")
    add_run(both, venue=garath, price=0)

    assert find(district="garath", price="free") == ["Beides"]
    assert sorted(find(district="garath")) == ["Beides", "Geteilt"]


def test_weekday_and_daytime_hold_for_the_same_meeting(add, find):
    course = add("Kurs")
    run = add_run(course, MONDAY, 10)
    MeetingFactory(run=run, date=MONDAY + timedelta(days=1), start_time=time(19), end_time=time(20))

    assert find(weekday="mon", daytime="morning") == ["Kurs"]
    assert find(weekday="mon", daytime="evening") == []
    assert find(weekday="tue", daytime="evening", date_to=MONDAY) == []


def test_cancelled_meeting_does_not_count(add, find):
    run = RunFactory(offering=add("Kurs"), start_date=MONDAY)
    MeetingFactory(run=run, date=MONDAY, status="cancelled")

    assert find(weekday="mon") == []
    assert find(date_from=MONDAY, date_to=MONDAY) == []
    assert find() == ["Kurs"]


def test_only_coming_meetings_count_without_the_archive(add, find):
    run = RunFactory(offering=add("Kurs"), start_date=TODAY - timedelta(days=10), end_date=MONDAY)
    yesterday = TODAY - timedelta(days=1)
    MeetingFactory(run=run, date=yesterday, start_time=time(10))
    weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[yesterday.weekday()]

    assert find(weekday=weekday) == []
    assert find(weekday=weekday, archive=True) == ["Kurs"]


def test_run_without_meetings_counts_from_start_to_end(add, find):
    RunFactory(offering=add("Kurs"), start_date=MONDAY, end_date=MONDAY + timedelta(days=5))

    assert find(date_from=MONDAY + timedelta(days=5)) == ["Kurs"]
    assert find(date_from=MONDAY + timedelta(days=6)) == []
    assert find(date_to=MONDAY - timedelta(days=1)) == []


def test_weekly_rule_without_meetings_has_weekdays(add, find):
    RunFactory(offering=add("Kurs"), start_date=MONDAY, end_date=None, weekly_times="tue 09:00-10:00")

    assert find(weekday="tue", daytime="morning") == ["Kurs"]
    assert find(weekday="mon") == []


def test_run_without_any_date_is_in_no_range(add, find):
    RunFactory(offering=add("Auf Anfrage"), start_date=None, end_date=None)

    assert find() == ["Auf Anfrage"]
    assert find(date_from=TODAY) == []


def test_project_counts_by_its_period(tree, find):
    ProjectPageFactory(parent=tree.projects, title="Läuft", period_end=MONDAY)
    ProjectPageFactory(parent=tree.projects, title="Vorbei", period_end=TODAY - timedelta(days=1))
    ProjectPageFactory(parent=tree.projects, title="Ohne Ende")

    assert find(type="project") == ["Läuft", "Ohne Ende"]
    assert find(type="project", archive=True) == ["Läuft", "Ohne Ende", "Vorbei"]
    assert find(date_from=MONDAY) == ["Läuft"]


def test_past_offering_is_in_the_archive_only(add, find):
    RunFactory(offering=add("Alt"), start_date=TODAY - timedelta(days=9), end_date=TODAY - timedelta(days=1))

    assert find() == []
    assert find(archive=True) == ["Alt"]


def test_facts_of_a_run_that_is_over_do_not_count(add, find):
    course = add("Kurs")
    RunFactory(offering=course, start_date=date(2020, 1, 1), end_date=date(2020, 2, 1), price=0)
    RunFactory(offering=course, price=30)

    assert find(price="free") == []
    assert find(price="free", archive=True) == ["Kurs"]


def test_upper_subject_finds_those_below(add, find):
    parent = SubjectFactory(name="Musik", slug="musik")
    add("Chor", subject=SubjectFactory(name="Singen", slug="singen", parent=parent))
    add("Hören", subject=parent)

    assert find(subject="musik") == ["Chor", "Hören"]
    assert find(subject="singen") == ["Chor"]
    assert get_counts("subject") == {"musik": 2, "singen": 1}


def test_upper_level_finds_those_below(add, find):
    add("Erster", level="A1.1")
    add("Ganzer", level="A1")
    add("Zweiter", level="A2.1")

    assert find(level="A1") == ["Erster", "Ganzer"]
    assert get_counts("level") == {"A1": 2, "A1.1": 1, "A2": 1, "A2.1": 1}


def test_offering_for_everyone_is_not_under_a_target_group(tree, add, find):
    group = TargetGroupPageFactory(parent=tree.target_groups, title="Frauen", slug="frauen")
    add("Für Frauen", target_groups=[group])
    add("Für alle")

    assert find(target_group="frauen") == ["Für Frauen"]


def test_age_finds_ranges_that_hold_it_and_offerings_for_all_ages(add, find):
    add("Kinder", age_from=6, age_to=10)
    add("Ältere", age_from=60)
    add("Alle")

    assert find(age=10) == ["Alle", "Kinder"]
    assert find(age=120) == ["Alle", "Ältere"]
    assert find(age=30) == ["Alle"]


def test_values_of_one_facet_are_alternatives_and_facets_add_up(add, find):
    add("A", kind="course", childcare=True)
    add("B", kind="workshop", childcare=True)
    add("C", kind="workshop")

    assert find(type=["course", "workshop"], childcare="1") == ["A", "B"]


def test_counts_ignore_the_facets_own_selection(add, find):
    add("A", kind="course")
    add("B", kind="workshop", format="online")
    find()

    selected = {"selections": {"type": ["course"]}}
    assert get_counts("type", **selected) == {"course": 1, "workshop": 1}
    assert get_counts("format", **selected) == {"in_person": 1, "online": 0, "hybrid": 0}


def test_run_counts_look_at_one_run_only(add, find):
    course = add("Kurs")
    add_run(course, venue=VenueFactory(slug="g", district="Garath"), price=50)
    add_run(course, venue=VenueFactory(slug="b", district="Benrath"), price=0)
    find()

    counts = get_counts("price", selections={"district": ["garath"]})
    assert counts == {"free": 0, "reduced": 0, "paid": 1}


def test_selected_value_without_hits_stays(add, find):
    TargetGroupPageFactory(slug="senioren", parent=add("A").get_parent())
    find()

    results = get_backend().search(Query.build(selections={"target_group": ["senioren"]}))
    [value] = results.facets_by_name["target_group"].values
    assert (value.value, value.count, value.selected) == ("senioren", 0, True)


def test_order_of_values_is_that_of_their_definition(add, find):
    add("A", kind="workshop")
    add("B", kind="course")
    find()

    assert list(get_counts("type")) == ["course", "workshop"]
    assert list(get_counts("weekday")) == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def test_single_and_multiple_facets_say_so(add, find):
    find()
    facets = get_backend().search(Query()).facets

    assert [facet.name for facet in facets if not facet.multiple] == ["childcare", "accessible"]


def test_pages_of_the_website_come_with_words_or_their_type(tree, add, find):
    TargetGroupPageFactory(parent=tree.target_groups, title="Frauen in Garath", slug="frauen")
    add("Kochen für Frauen")

    assert find() == ["Kochen für Frauen"]
    assert find(type="page") == ["Frauen in Garath"]
    assert sorted(find(q="Frauen")) == ["Frauen in Garath", "Kochen für Frauen"]
    assert find(q="Frauen", format="in_person") == ["Kochen für Frauen"]


def test_accessible_is_the_venue_of_the_run(add, find):
    add_run(add("Ohne Stufen"), venue=VenueFactory(slug="o", is_accessible=True))
    add_run(add("Mit Stufen"), venue=VenueFactory(slug="m"))

    assert find(accessible="1") == ["Ohne Stufen"]


def test_orders(add, find):
    late, soon, undated = add("B spät"), add("C bald"), add("A ohne Tag")
    add_run(late, MONDAY + timedelta(days=7), price=10)
    add_run(soon, MONDAY, price=80)
    RunFactory(offering=undated, start_date=None, end_date=None, price=None)

    assert find(sort="start") == ["C bald", "B spät", "A ohne Tag"]
    assert find(sort="title") == ["A ohne Tag", "B spät", "C bald"]
    assert find(sort="price") == ["B spät", "C bald", "A ohne Tag"]


def test_newest_publication_first(add, find):
    from django.utils.timezone import now

    add("Alt", first_published_at=now() - timedelta(days=5))
    add("Neu", first_published_at=now())

    assert find(sort="new") == ["Neu", "Alt"]


def test_archive_lists_what_comes_before_what_is_over(add, find):
    RunFactory(offering=add("Lange vorbei"), start_date=date(2019, 1, 1), end_date=date(2019, 2, 1))
    RunFactory(offering=add("Vorbei"), start_date=date(2020, 1, 1), end_date=date(2020, 2, 1))
    add_run(add("Kommt"))

    assert find(archive=True) == ["Kommt", "Vorbei", "Lange vorbei"]

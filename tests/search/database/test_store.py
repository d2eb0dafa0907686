from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.factories import CoursePageFactory, RunFactory
from search.backends import get_backend
from search.backends.database import store as store_module
from search.backends.database.store import Store
from search.clock import read_news, take_version
from search.indexing import rebuild, sync
from search.models import SearchChange
from search.query import Query

TODAY = timezone.localdate()


@pytest.fixture
def pass_days(monkeypatch):
    def pass_days(days):
        monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY + timedelta(days=days))

    return pass_days


@pytest.fixture
def courses(tree):
    courses = [CoursePageFactory(parent=tree.courses, title=f"Kurs {number}") for number in range(3)]
    for course in courses:
        RunFactory(offering=course, start_date=TODAY + timedelta(days=2), end_date=TODAY + timedelta(days=9))
    rebuild()
    return courses


def count(**values):
    return get_backend().search(Query.build(**values)).total


def test_nothing_new_costs_one_query(courses, django_assert_num_queries):
    store = Store()
    snapshot = store.get_snapshot()

    with django_assert_num_queries(1):
        assert store.get_snapshot() is snapshot


def test_only_changed_rows_are_read(courses, django_assert_num_queries):
    store = Store()
    index = store.get_snapshot().index
    courses[0].title = "Neu"
    courses[0].save()
    sync([courses[0].pk])

    # news twice (before and under the lock), changed rows once
    with django_assert_num_queries(3):
        snapshot = store.get_snapshot()
    assert snapshot.index is index
    assert (len(index.facts), len(snapshot.alive)) == (4, 3)


def test_snapshot_does_not_see_later_changes(courses):
    store = Store()
    before = store.get_snapshot()
    courses[0].unpublish()

    assert (len(before.alive), len(store.get_snapshot().alive)) == (3, 2)


def test_many_changes_make_the_view_anew(courses, monkeypatch):
    monkeypatch.setattr(store_module, "MIN_DEAD", 2)
    store = Store()
    for _ in range(5):
        sync([course.pk for course in courses])
        store.get_snapshot()

    assert len(store.get_snapshot().index.facts) <= 9


def test_two_stores_of_two_processes_see_the_same(courses):
    one, other = Store(), Store()
    one.get_snapshot()
    other.get_snapshot()
    courses[0].unpublish()

    assert len(one.get_snapshot().alive) == len(other.get_snapshot().alive) == 2


def test_next_day_changes_availability(courses, pass_days):
    assert count(selections={"availability": ["free"]}) == 3

    pass_days(3)
    assert count(selections={"availability": ["free"]}) == 0
    assert count(selections={"availability": ["started"]}) == 3


def test_what_ends_is_over_the_day_after(courses, pass_days):
    pass_days(9)
    assert count() == 3

    pass_days(10)
    assert count() == 0
    assert count(archive=True) == 3


def test_versions_grow(db):
    versions = [take_version() for _ in range(5)]

    assert versions == sorted(set(versions))


def test_news_tell_of_labels(db):
    known = take_version()
    assert read_news(known).has_changes is False

    take_version()
    assert (read_news(known).has_changes, read_news(known).changes_labels) == (True, False)

    take_version(changes_labels=True)
    assert read_news(known).changes_labels is True


def test_unknown_version_asks_for_a_fresh_start(db):
    take_version()

    assert read_news(1).is_reset is True


def test_old_changes_are_forgotten(db, monkeypatch):
    from search import clock

    monkeypatch.setattr(clock, "KEPT_CHANGES", 3)
    for _ in range(400):
        take_version()

    assert SearchChange.objects.count() < 400

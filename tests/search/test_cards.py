"""Facts of a card are kept in memory and yet always right."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from catalogue.factories import CoursePageFactory, RunFactory, VenueFactory
from search.cards import draw_facts
from search.documents import build_document
from search.hits import build_hits

TODAY = timezone.localdate()


@pytest.fixture
def course(tree):
    course = CoursePageFactory(parent=tree.courses)
    start, end = TODAY + timedelta(days=1), TODAY + timedelta(days=30)
    RunFactory(
        offering=course, venue=VenueFactory(name="Salon <b>", slug="salon"), start_date=start, end_date=end, price=0
    )
    return course


def draw(course) -> str:
    [hit] = build_hits([build_document(course)])
    return draw_facts(hit)


def test_card_is_written_once(course, monkeypatch):
    first = draw(course)
    monkeypatch.setattr("search.cards.render_to_string", None)

    assert draw(course) is first


def test_names_are_escaped(course):
    assert "Salon &lt;b&gt;" in draw(course)


def test_new_name_is_shown_at_once(course):
    draw(course)
    venue = course.runs.get().venue
    venue.name = "Großer Saal"
    venue.save()

    assert "Großer Saal" in draw(course)


def test_every_language_has_its_own(course):
    german = draw(course)
    with translation.override("en"):
        assert draw(course) != german


def test_next_day_has_its_own(course, monkeypatch):
    draw(course)
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY + timedelta(days=60))

    assert "kostenlos" not in draw(course)

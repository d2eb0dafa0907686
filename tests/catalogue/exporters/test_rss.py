from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from catalogue.exporters.rss import RssExporter
from catalogue.factories import CoursePageFactory, OfferingTranslationFactory, ProjectPageFactory
from catalogue.models import Run
from tests.catalogue.exporters.exporting import read_feed, render

pytestmark = pytest.mark.django_db


def test_feed_tells_what_it_follows_and_its_own_address(course):
    feed = read_feed(course)

    assert feed.version == "rss20"
    assert (feed.feed.title, feed.feed.language) == ("Angebote: Nähen", "de")
    assert feed.feed.link == "https://kin-top.example/angebote/?q=N%C3%A4hen"
    [own] = [link.href for link in feed.feed.links if link.rel == "self"]
    assert own == "https://kin-top.example/angebote/export/rss/?q=N%C3%A4hen"


def test_item_has_the_facts(course):
    course.first_published_at = datetime(2029, 12, 1, 9, 30, tzinfo=UTC)
    course.save()

    [entry] = read_feed(course).entries

    assert entry.title == "Nähen für Anfängerinnen"
    assert entry.link == "https://kin-top.example/angebote/kurse/naehen/"
    assert entry.published == "Sat, 01 Dec 2029 09:30:00 +0000"
    assert [tag.term for tag in entry.tags] == ["Handarbeit"]
    assert entry.description == (
        "<p>Hosen kürzen; Taschen, Röcke.</p><ul>"
        "<li>Wann: dienstags, 18 bis 20 Uhr, Beginn: Dienstag, 8. Januar 2030</li>"
        "<li>Wo: Werkstatt, Garath</li>"
        "<li>Kosten: 25,50 Euro, ermäßigt kostenlos (mit Düsselpass)</li>"
        "<li>Sprache: Deutsch, Türkisch</li>"
        "<li>Alter: ab 16 Jahren</li>"
        "<li>Plätze: Plätze frei</li></ul>"
    )


def test_identity_outlives_title_and_address(course):
    before = read_feed(course).entries[0]
    course.title, course.slug = "Anders", "anders"
    course.save()
    after = read_feed(course).entries[0]

    assert (after.id, after.title) == (before.id, "Anders")
    assert before.id == f"urn:uuid:{course.translation_key}"
    assert after.link != before.link


def test_markup_in_texts_stays_text(course):
    course.title = "Nähen <script>alert(1)</script> & mehr"
    course.summary = "<img src=x onerror=alert(2)> ]]> \x0b Ende"
    course.subject.name = "<b>Hand</b>"
    course.subject.save()
    course.save()

    content = render(RssExporter(), course).decode()

    assert "<script" not in content
    assert "<img" not in content
    assert "&lt;img" not in content.replace("&amp;lt;img", "")
    assert read_feed(course).entries[0].tags[0].term == "<b>Hand</b>"


def test_offering_without_anything_is_an_item(tree):
    project = ProjectPageFactory(parent=tree.projects, title="Karte", summary="")

    [entry] = read_feed(project).entries

    assert (entry.title, "published" in entry) == ("Karte", bool(project.first_published_at))


def test_no_hits_are_a_feed_without_items(db):
    assert read_feed().entries == []


def test_feed_speaks_the_language_of_its_address(tree):
    course = CoursePageFactory(parent=tree.courses, slug="naehen")
    OfferingTranslationFactory(offering=course, language="ar", title="الخياطة")

    with override("ar"):
        feed = read_feed(course, language="ar")

    assert (feed.feed.language, feed.entries[0].title) == ("ar", "الخياطة")
    assert feed.entries[0].link == "https://kin-top.example/ar/angebote/kurse/naehen/"


def test_unreadable_weekly_times_harm_nobody_else(course, run):
    Run.objects.filter(pk=run.pk).update(weekly_times="wann es passt")

    [entry] = read_feed(course).entries

    assert "Wann: Dienstag, 8. Januar 2030, 18 bis 20 Uhr" in entry.description

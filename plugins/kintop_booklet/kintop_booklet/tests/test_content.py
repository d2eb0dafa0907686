"""What stands in a booklet, and what it costs to collect it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from catalogue.factories import (
    CoursePageFactory,
    LecturerFactory,
    OfferingFactory,
    OfferingTranslationFactory,
    ProjectPageFactory,
    RunFactory,
    TargetGroupPageFactory,
)
from kintop_booklet.domain.collecting import collect_booklet
from kintop_booklet.tests.printing import SITE_URL, make_booklet
from media.domain.consent import withdraw_consent
from media.factories import ImageFactory


def get_entries(booklet) -> list:
    return [entry for section in booklet.sections for group in section.groups for entry in group.entries]


def test_an_entry_says_all_facts_in_words(choir):
    (entry,) = get_entries(make_booklet(choir))
    (run,) = entry.runs

    assert (entry.code, entry.title, entry.kind) == ("M101-H26", "Chor der Nachbarschaft", "Kurs")
    assert run.when == "dienstags, 18 bis 20 Uhr"
    assert run.amount == "10 Termine, 20 Unterrichtsstunden"
    assert run.where == "Haus der Lieder, Garath, Saal"
    assert run.price == "40 Euro, ermäßigt 10 Euro"
    assert entry.lecturers == ("Olena Martschenko",)
    assert entry.languages == "Deutsch; Fragen auch auf Türkisch"
    assert entry.features == ("mit Kinderbetreuung", "ohne Stufen")
    assert entry.url == f"{SITE_URL}/angebote/kurse/chor/"


def test_sections_follow_subjects_and_what_has_none_comes_last(tree, choir, music):
    plain = CoursePageFactory(parent=tree.courses, subject=music)
    loose = OfferingFactory(parent=tree.courses)

    booklet = make_booklet(loose, choir, plain)

    assert [section.name for section in booklet.sections] == ["Musik", "Weitere Angebote"]
    assert [group.name for group in booklet.sections[0].groups] == ["", "Singen"]
    assert booklet.sections[0].description == "Zusammen klingt es besser."


def test_by_target_group_an_entry_stands_once_and_is_referred_to(tree, choir):
    women = TargetGroupPageFactory(parent=tree.target_groups, title="Frauen", slug="frauen")
    parents = TargetGroupPageFactory(parent=tree.target_groups, title="Eltern", slug="eltern")
    both = CoursePageFactory(parent=tree.courses, target_groups=[parents, women])

    booklet = make_booklet(choir, both, arrangement="target_group")

    assert [section.name for section in booklet.sections] == ["Frauen", "Eltern", "Für alle"]
    assert [entry.title for entry in get_entries(booklet)] == [both.title, choir.title]
    assert [row.title for row in booklet.sections[1].references] == [both.title]


def test_nobody_is_named_without_consent(tree, choir):
    silent = LecturerFactory(first_name="Vera", last_name="Verborgen", consent_name=False)
    gone = LecturerFactory(first_name="Willi", last_name="Weg", is_active=False)
    page = CoursePageFactory(parent=tree.courses, lecturers=[silent, gone])

    booklet = make_booklet(choir, page)

    assert [person.name for person in booklet.people] == ["Martschenko, Olena"]
    assert "Ver" not in repr(replace(booklet, words={})).partition("Verborgen")[1]
    assert get_entries(booklet)[1].lecturers == ()


def test_a_picture_needs_consent_for_print(tree, choir):
    choir.image = ImageFactory(with_people=True, consent_scope="website")
    choir.save()
    assert make_booklet(choir).sections[0].picture is None

    choir.image.consent_scope = "website_print"
    choir.image.save()
    assert make_booklet(choir).sections[0].picture is not None

    withdraw_consent(image=choir.image)
    assert make_booklet(choir).sections[0].picture is None


def test_a_picture_without_its_file_is_left_out(choir):
    choir.image.file.storage.delete(choir.image.file.name)

    assert make_booklet(choir).sections[0].picture is None


def test_hidden_offerings_are_left_out(tree, choir):
    draft = CoursePageFactory(parent=tree.courses, live=False)

    assert make_booklet(draft, choir).count == 1


def test_two_runs_say_the_same_place_once(choir, house):
    later = timezone.localdate() + timedelta(days=100)
    RunFactory(offering=choir, venue=house, room="Saal", weekly_times="tue 18:00-20:00", start_date=later, price=40,
               reduced_price=10)  # fmt: skip

    (entry,) = get_entries(make_booklet(choir))

    assert [run.where for run in entry.runs] == ["", "Haus der Lieder, Garath, Saal"]
    assert [run.price for run in entry.runs] == ["", "40 Euro, ermäßigt 10 Euro"]


def test_cancelled_and_booked_up_runs_say_so(tree):
    cancelled = CoursePageFactory(parent=tree.courses)
    RunFactory(offering=cancelled, status="cancelled")
    full = CoursePageFactory(parent=tree.courses)
    RunFactory(offering=full, fully_booked=True)

    entries = get_entries(make_booklet(cancelled, full))

    assert [run.notes for entry in entries for run in entry.runs] == [("Abgesagt",), ("Ausgebucht",)]


def test_a_cancelled_run_beside_another_is_not_printed(choir):
    RunFactory(offering=choir, status="cancelled")

    (entry,) = get_entries(make_booklet(choir))

    assert [run.notes for run in entry.runs] == [()]


def test_a_project_says_its_period_and_its_task(tree):
    page = ProjectPageFactory(
        parent=tree.projects, period_start=timezone.localdate().replace(month=1, day=1), period_end=None
    )

    (entry,) = get_entries(make_booklet(page))

    assert entry.runs[0].when.startswith("ab 1. Januar")
    assert entry.features == ("Sozialraumorientierte Arbeit",)


def test_texts_come_in_the_language_of_the_booklet(choir):
    OfferingTranslationFactory(offering=choir, title="Neighbourhood choir", summary="Songs of the world.")

    with translation.override("en"):
        (entry,) = get_entries(make_booklet(choir))

    assert (entry.title, entry.lang) == ("Neighbourhood choir", "en")
    assert entry.url == f"{SITE_URL}/en/angebote/kurse/chor/"


def test_codes_are_indexed_in_their_order(tree, choir):
    CoursePageFactory(parent=tree.courses)
    first = CoursePageFactory(parent=tree.courses, code="A001-H26", title="Sehr " * 20)

    rows = make_booklet(choir, first).codes

    assert [row.code for row in rows] == ["A001-H26", "M101-H26"]
    assert len(rows[0].title) <= 38


@pytest.mark.parametrize("arrangement", ["subject", "target_group"])
def test_thirty_offerings_cost_as_many_queries_as_one(tree, singing, house, arrangement):
    group, image = TargetGroupPageFactory(parent=tree.target_groups), ImageFactory()
    pages = [
        CoursePageFactory(
            parent=tree.courses,
            subject=singing,
            lecturers=[LecturerFactory()],
            target_groups=[group],
            image=image,
        )
        for _number in range(30)
    ]
    for page in pages:
        RunFactory(offering=page, venue=house, meetings=2)

    count_queries(pages, arrangement)

    assert count_queries(pages[:1], arrangement) == count_queries(pages, arrangement)


def count_queries(pages, arrangement: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        collect_booklet([page.pk for page in pages], arrangement=arrangement, site_url=SITE_URL)
    return len(queries)

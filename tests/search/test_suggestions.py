import pytest
from django.utils import translation

from catalogue.factories import (
    CoursePageFactory,
    LecturerFactory,
    OfferingTranslationFactory,
    RunFactory,
    SubjectFactory,
    TargetGroupPageFactory,
    VenueFactory,
)
from search.backends import get_backend


@pytest.fixture
def catalogue(tree, reindex):
    course = CoursePageFactory(
        parent=tree.courses,
        title="Nähen am Abend",
        code="N101-26",
        slug="naehen",
        subject=SubjectFactory(name="Nähen und Mode", slug="naehen-mode", name_en="Sewing and fashion"),
        target_groups=[TargetGroupPageFactory(parent=tree.target_groups, title="Nachbarn", slug="nachbarn")],
        lecturers=[LecturerFactory(first_name="Nadja", last_name="Berger", slug="nadja-berger")],
    )
    RunFactory(offering=course, venue=VenueFactory(name="Nachbarschaftsraum", slug="raum"))
    OfferingTranslationFactory(offering=course, language="en", title="Sewing in the evening")
    CoursePageFactory(parent=tree.courses, title="Nacht der Musik", code="", live=False)
    SubjectFactory(name="Natur", slug="natur")
    reindex()


def suggest(prefix):
    return [(each.kind, each.text, each.url or each.query) for each in get_backend().suggest(prefix)]


def test_suggestions_begin_with_the_second_letter(catalogue):
    assert suggest("n") == []
    assert suggest("") == []
    assert suggest(" n ") == []


def test_suggestions_come_by_kind(catalogue):
    assert suggest("na") == [
        ("subject", "Nähen und Mode", "subject=naehen-mode"),
        ("target_group", "Nachbarn", "target_group=nachbarn"),
        ("offering", "Nähen am Abend", "/angebote/kurse/naehen/"),
        ("venue", "Nachbarschaftsraum", "venue=raum"),
        ("lecturer", "Nadja Berger", "lecturer=nadja-berger"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("prefix", "text"), [("abe", "Nähen am Abend"), ("ABEND", "Nähen am Abend"), ("berg", "Nadja Berger")]
)
def test_any_word_may_begin_so(catalogue, prefix, text):
    assert [found[1] for found in suggest(prefix)] == [text]


@pytest.mark.parametrize("prefix", ["N101", "n 101-2", "n10126"])
def test_course_number_is_suggested(catalogue, prefix):
    assert suggest(prefix) == [("code", "N101-26", "/angebote/kurse/naehen/")]


def test_suggestions_speak_the_active_language(catalogue):
    with translation.override("en"):
        assert suggest("sewi") == [
            ("subject", "Sewing and fashion", "subject=naehen-mode"),
            ("offering", "Sewing in the evening", "/en/angebote/kurse/naehen/"),
        ]
        assert [text for _kind, text, _target in suggest("nähe")] == ["Sewing and fashion", "Sewing in the evening"]


def test_values_without_offerings_are_not_suggested(catalogue):
    assert suggest("natur") == []


def test_suggestions_are_few_and_distinct(tree, reindex):
    for _ in range(5):
        CoursePageFactory(parent=tree.courses, title="Tanz für alle")
    for number in range(12):
        CoursePageFactory(parent=tree.courses, title=f"Tanz {number}")
    reindex()

    found = suggest("tanz")

    assert len(found) == len({text for _kind, text, _target in found}) == 8


@pytest.mark.parametrize("prefix", ["\0\0", "a" * 10_000, "%%", "٣٣", "'\"", "\U0010ffff\U0010ffff"])
def test_odd_prefixes_do_no_harm(catalogue, prefix):
    assert suggest(prefix) == []

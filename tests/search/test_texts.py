"""What words find, and in which order."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.factories import (
    CoursePageFactory,
    LecturerFactory,
    RunFactory,
    SubjectFactory,
    VenueFactory,
)
from search.backends import get_backend
from search.query import Query


@pytest.fixture
def add(tree):
    def add(title, **values):
        return CoursePageFactory(parent=tree.courses, title=title, **{"summary": "", **values})

    return add


@pytest.fixture
def search(reindex):
    def search(text, **values):
        reindex()
        return get_backend().search(Query.build(q=text, **values))

    return search


def titles(results):
    return [hit.title for hit in results.hits]


def test_every_word_must_match(add, search):
    add("Nähen in Garath")
    add("Nähen in Benrath")

    assert titles(search("Nähen Garath")) == ["Nähen in Garath"]


def test_title_counts_more_than_subject_and_summary(add, search):
    add("Chor", summary="Auch Trommeln sind dabei.")
    add("Rhythmus", subject=SubjectFactory(name="Trommeln", slug="trommeln"))
    add("Trommeln am Abend")

    assert titles(search("Trommeln")) == ["Trommeln am Abend", "Rhythmus", "Chor"]


def test_rare_word_counts_more_than_a_common_one(add, search):
    for number in range(8):
        add(f"Tanz {number}", summary="Mit Kostümen." if number == 7 else "")

    assert titles(search("Tanz Kostüme"))[0] == "Tanz 7"


@pytest.mark.parametrize("text", ["D204-H26", "d204 h26", "D 204.H26", "D204H26", "Kurs D204-H26"])
def test_course_number_goes_first_whatever_its_punctuation(add, search, text):
    add("Ganz anderes", code="D204-H26")
    add("D204 und H26 im Titel, Kurs D204-H26", code="X1-26")

    assert titles(search(text))[0] == "Ganz anderes"


def test_kind_and_title_are_one_word(add, search):
    add("Deutsch A1", kind="course")
    add("Gitarre", kind="course")

    assert titles(search("Deutschkurs")) == ["Deutsch A1"]


def test_facts_are_words(add, search):
    RunFactory(offering=add("Frei"), price=0, venue=VenueFactory(district="Urdenbach", is_accessible=True))
    RunFactory(offering=add("Teuer"), price=90)

    for text in ("kostenlos", "Urdenbach", "rollstuhl", "barrierefrei"):
        assert titles(search(text)) == ["Frei"]


def test_name_is_found_in_other_letters(add, search):
    add("Tanz", lecturers=[LecturerFactory(first_name="Olena", last_name="Kowalenko")])

    assert titles(search("Коваленко")) == ["Tanz"]


def test_unknown_word_is_read_as_a_similar_one(add, search):
    add("Töpfern")

    results = search("Töpfren")

    assert titles(results) == ["Töpfern"]
    assert (results.corrected, results.suggestion) == ("Töpfern", "")


def test_known_words_are_never_corrected(add, search):
    add("Kochen")
    add("Lochen")

    results = search("Lochen")

    assert titles(results) == ["Lochen"]
    assert results.corrected == ""


def test_similar_text_is_suggested_where_nothing_is_found(add, search):
    add("Kochen", kind="workshop")
    add("Lochen", kind="course")

    results = search("Lochen", selections={"type": ["workshop"]})

    assert (titles(results), results.suggestion) == ([], "kochen")


def test_all_words_but_one_where_none_has_all(add, search):
    add("Trommeln in Garath")
    add("Trommeln in Benrath")
    add("Singen in Benrath")

    results = search("Trommeln Benrath Orchester")

    assert results.relaxed is True
    assert titles(results) == ["Trommeln in Benrath"]


def test_single_unknown_word_finds_nothing(add, search):
    add("Trommeln")

    results = search("Quidditch")

    assert (results.total, results.relaxed, results.corrected, results.suggestion) == (0, False, "", "")


def test_sooner_start_wins_a_tie(add, search):
    today = timezone.localdate()
    RunFactory(offering=add("Trommeln", slug="a"), start_date=today + timedelta(days=30))
    RunFactory(offering=add("Trommeln", slug="b"), start_date=today + timedelta(days=3))

    assert [hit.url for hit in search("Trommeln").hits] == ["/angebote/kurse/b/", "/angebote/kurse/a/"]


def test_text_may_be_put_in_another_order(add, search):
    add("Z Trommeln")
    add("A Rhythmus", summary="Trommeln")

    assert titles(search("Trommeln", sort="title")) == ["A Rhythmus", "Z Trommeln"]


def test_deep_page_has_its_hits(add, search):
    for number in range(7):
        add(f"Trommeln {number}")

    assert len(search("Trommeln", page=3, page_size=3).hits) == 1
    assert search("Trommeln", page=4, page_size=3).hits == ()


@pytest.mark.parametrize("text", ["", " ", "!?", "«»", "und", "der die das", "\u200b", "🙂", "%", "'; DROP", "١٢"])
def test_odd_texts_do_no_harm(add, search, text):
    add("Trommeln")

    assert search(" ".join(text.split())).total >= 0


def test_corrected_words_are_marked(add, search):
    add("Töpfern am Abend")

    [hit] = search("Töpfren").hits

    assert hit.highlight_title == (("Töpfern", True), (" am Abend", False))

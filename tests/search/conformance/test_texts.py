"""Texts: the same words match in every backend, and the order of what matters most is the same."""

import pytest

from search.query import Query


def search(backend, text, **values):
    return backend.search(Query.build(q=text, page_size=100, **values))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nähen", "naehen"),
        ("Nähkurs", "Kurs Nähen"),
        ("Deutschkurs", "Kurs Deutsch"),
        ("Kinderbetreuung", "Betreuung für Kinder"),
        ("K007-26", "k 007.26"),
        ("Wo kann ich kostenlos tanzen?", "kostenlos Tanz"),
    ],
)
def test_spellings_find_the_same(backend, one, other):
    first, second = search(backend, one), search(backend, other)

    assert {hit.id for hit in first.hits} == {hit.id for hit in second.hits}
    assert first.total > 0


def test_course_number_goes_first(backend):
    results = search(backend, "k007 26")

    assert results.hits[0].code == "K007-26"


def test_title_goes_before_summary(backend):
    results = search(backend, "Gitarre")

    titles = ["Gitarre" in hit.title for hit in results.hits if hit.type != "page"]
    assert titles == sorted(titles, reverse=True)


def test_typing_error_is_corrected(backend):
    results = search(backend, "Gitare")

    assert results.corrected == "gitarre"
    assert results.total == search(backend, "Gitarre").total


def test_unknown_words_find_nothing(backend):
    results = search(backend, "Quidditchbesenstiel")

    assert (results.total, results.hits, results.suggestion, results.corrected) == (0, (), "", "")


def test_all_words_but_one_where_nothing_has_all(backend):
    results = search(backend, "Gitarre Nachhilfe Computer")

    assert results.relaxed is True
    assert results.total > 0


def test_translated_title_is_found(backend):
    results = search(backend, "guitar course in English", archive=True)

    assert results.total > 0


def test_same_query_gives_same_order(backend):
    first, second = ([hit.id for hit in search(backend, "Kurs Gruppe").hits] for _turn in range(2))

    assert first == second


@pytest.mark.parametrize("sort", ["start", "title", "price", "new"])
def test_pages_share_no_hits(backend, sort):
    pages = [backend.search(Query.build(sort=sort, page=page, page_size=9)) for page in range(1, 12)]

    ids = [hit.id for page in pages for hit in page.hits]
    assert len(ids) == len(set(ids)) == pages[0].total

"""Pages of the website among the hits."""

import pytest

from catalogue.factories import CoursePageFactory
from home.models import ContentPage
from search.backends import get_backend
from search.documents import is_indexed
from search.query import Query


@pytest.fixture
def add(tree):
    def add(title, **values):
        page = tree.home.add_child(instance=ContentPage(title=title, slug=title.lower(), **values))
        page.save_revision().publish()
        return page

    return add


def search(**values):
    return get_backend().search(Query.build(**values))


def test_page_is_found_by_its_texts(add):
    add("Impressum", summary="Wer wir sind.", keywords="Anbieterkennzeichnung", body=[("text", "<p>Vorstand</p>")])

    for text in ("Impressum", "Anbieterkennzeichnung", "Vorstand"):
        [hit] = search(q=text).hits
        assert (hit.title, hit.type, hit.type_label, hit.url) == (
            "Impressum", "page", "Seite der Website", "/impressum/",
        )  # fmt: skip


def test_page_has_no_facts_of_an_offering(add):
    add("Impressum")

    [hit] = search(q="Impressum").hits
    assert (hit.runs, hit.when, hit.where, hit.price, hit.badges, hit.features) == ((), "", "", "", (), ())


def test_page_speaks_other_languages_where_translated(add, client):
    add("Deutsch-lernen", text_translations={"en": {"title": "Learn German", "summary": "How it works."}})

    [hit] = client.get("/en/angebote/?q=learn german").context["results"].hits
    assert (hit.title, hit.lang, hit.summary, hit.url) == (
        "Learn German", "en", "How it works.", "/en/deutsch-lernen/",
    )  # fmt: skip


def test_pages_are_counted_as_their_type(add, tree, reindex):
    add("Frauen")
    CoursePageFactory(parent=tree.courses, title="Frauen tanzen", kind="course")
    reindex()

    values = search(q="Frauen").facets_by_name["type"].values
    assert [(value.value, value.count) for value in values] == [("course", 1), ("page", 1)]
    # without words the number says what choosing the type would give
    values = search().facets_by_name["type"].values
    assert [(value.value, value.count) for value in values] == [("course", 1), ("page", 1)]
    assert search().total == 1


def test_unpublished_page_is_gone(add):
    page = add("Impressum")
    page.unpublish()

    assert search(q="Impressum").total == 0


def test_other_pages_are_not_searched(tree):
    assert is_indexed(type(tree.team)) is False
    tree.team.save_revision().publish()

    assert search(q="Team").total == 0

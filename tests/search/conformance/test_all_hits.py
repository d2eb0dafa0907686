"""All ids of a query at once are those of its pages one after the other."""

from dataclasses import replace

import pytest

from search.query import SORTS, Query


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("text", ["", "Deutsch", "Kurs für Senioren", "gibtesnicht"])
def test_all_ids_are_those_of_the_pages(backend, sort, text):
    query = Query.build(q=text, sort=sort, archive=True, page_size=30)

    pages = [backend.search(replace(query, page=page)) for page in (1, 2, 3)]

    assert backend.list_ids(query) == [hit.id for page in pages for hit in page.hits]


def test_filters_hold_for_all_ids(backend):
    query = Query.build(selections={"type": ["course"], "weekday": ["tue"]})

    ids = backend.list_ids(query)

    assert len(ids) == len(set(ids)) == backend.count(query)

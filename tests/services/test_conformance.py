"""The conformance suite on both engines, and the engines against the database over many generated queries."""

import pytest

from search.query import Query
from tests.search.conformance.conftest import documents, hold_sample  # noqa: F401 -- a fixture of the suite
from tests.search.conformance.matrix import TEXTS, make_queries
from tests.search.conformance.reading import read_hits
from tests.search.conformance.test_filters import *  # noqa: F403 -- its tests, here with other backends
from tests.search.conformance.test_matrix import *  # noqa: F403 -- same
from tests.search.conformance.test_texts import *  # noqa: F403 -- same

#: mistyped words: what they are read as may differ in principle, so they are counted apart
TYPOS = ("Gitare", "Deutshc", "Kinderbetreung", "Nachhlife Kinder", "Quidditchbesenstiel", "Tanzn Frauen")


@pytest.fixture(scope="module")
def _sample(django_db_setup, django_db_blocker):
    """The other modules of this package make pages of their own."""
    with hold_sample(django_db_blocker):
        yield


@pytest.fixture(params=["elasticsearch", "opensearch"])
def site(request, make_site, _sample, db):
    site = make_site(request.param, [request.getfixturevalue(f"{request.param}_url")], "conformance")
    site.rebuild(force=True)
    return site


@pytest.fixture
def backend(site):
    """The engine itself: here nobody answers in its place."""
    return site.engine


def compare(site, query) -> dict:
    """What the engine says and the database says, where they differ."""
    engine, database = site.engine.search(query), site.database.search(query)
    pairs = {"total": (engine.total, database.total)}
    for mine, theirs in zip(engine.facets, database.facets, strict=True):
        pairs[mine.name] = (mine, theirs)
    for name in ("corrected", "relaxed"):
        pairs[name] = (getattr(engine, name), getattr(database, name))
    if query.effective_sort != "relevance":
        pairs["hits"] = (read_hits(engine), read_hits(database))
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def test_engine_agrees_with_the_database(site):
    queries = list(make_queries())

    different = {query.to_query_string(): found for query in queries if (found := compare(site, query))}

    assert different == {}
    assert sum(bool(query.q) for query in queries) > 500


def test_mistyped_words_find_as_many(site, record_property):
    queries = list(make_queries(TYPOS, 60))

    different = [query.to_query_string() for query in queries if "total" in compare(site, query)]

    record_property("conformance", f"{site.engine.address.product}: {len(different)} of {len(queries)} typos differ")
    assert different == []


def test_best_hits_are_the_same(site, record_property):
    """Both count by the same rule; only where two scores are equal to six digits may the engine's rounding decide."""
    texts = [text for text in TEXTS if text]
    best, order = [], []
    for text in texts:
        query = Query.build(q=text)
        mine, theirs = (read_hits(backend.search(query)) for backend in (site.engine, site.database))
        if mine[:1] != theirs[:1]:
            best.append(text)
        elif mine != theirs:
            order.append(text)

    product = site.engine.address.product
    record_property("conformance", f"{product}: first pages of {len(texts)} texts, {len(order)} in another order")
    assert best == []
    assert len(order) <= len(texts) // 20, order


@pytest.mark.parametrize("prefix", ["de", "Nä", "k0", "k007", "gar", "  Deu", "guit", "x" * 200, "§$", "ol", "Sen"])
def test_suggestions_are_the_same(site, prefix):
    assert site.engine.suggest(prefix) == site.database.suggest(prefix)


def test_deepest_page_is_answered(site):
    results = site.engine.search(Query.build(page=100, page_size=100))

    assert (results.hits, results.total > 0) == ((), True)

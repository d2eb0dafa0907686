"""The conformance suite on both engines, and the engines against the database over many generated queries."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from search.facets import FACETS
from search.query import SORTS, Query
from tests.search.conformance.conftest import _sample, documents  # noqa: F401 -- fixtures of the suite
from tests.search.conformance.test_filters import *  # noqa: F403 -- its tests, here with other backends
from tests.search.conformance.test_texts import *  # noqa: F403 -- same

QUERIES = 600
TEXTS = (
    *("Deutsch", "Deutschkurs", "Nähen", "naehkurs", "kostenlos abends", "Frauen", "Kinderbetreuung", "Gruppe"),
    *("Deutsch Frauen", "Gitarre Nachhilfe Computer", "Wo kann ich kostenlos tanzen?", "K007-26", "k 012.26", "k007"),
    *("guitar", "курс", "Kurs für Senioren", "\"Deutsch A1\"", "online", "!!!", "Projekt Nachbarschaft", "💃 Tanz"),
    *("*:* OR title:deutsch", "{\"query\": 1}", "a" * 300, "der die das", "دورة", "Samstag vormittags"),
)  # fmt: skip
#: mistyped words: what they are read as may differ in principle, so they are counted apart
TYPOS = ("Gitare", "Deutshc", "Kinderbetreung", "Nachhlife Kinder", "Quidditchbesenstiel", "Tanzn Frauen")


@pytest.fixture(params=["elasticsearch", "opensearch"])
def site(request, make_site, _sample, db):  # noqa: F811 -- the fixture imported above
    site = make_site(request.param, [request.getfixturevalue(f"{request.param}_url")], "conformance")
    site.rebuild(force=True)
    return site


@pytest.fixture
def backend(site):
    """The engine itself: here nobody answers in its place."""
    return site.engine


def make_queries(texts, count):
    chance = random.Random(2026)
    today = timezone.localdate()
    for _number in range(count):
        selections = {
            facet.name: chance.sample(values, min(len(values), chance.choice((1, 1, 2, 3)) if facet.multiple else 1))
            for facet in chance.sample(FACETS, chance.choice((0, 0, 1, 1, 2, 3)))
            if (values := list(facet.get_options()))
        }
        start = today + timedelta(days=chance.randrange(-60, 90))
        dates = chance.choice(
            [{}] * 5
            + [{"date_from": start}, {"date_to": start}, {"date_from": start, "date_to": start + timedelta(days=20)}]
        )
        yield Query.build(
            q=chance.choice(texts),
            selections=selections,
            age=chance.choice((None, None, None, 5, 17, 70)),
            archive=chance.random() < 0.2,
            sort=chance.choice(("", "", *SORTS)),
            page=chance.choice((1, 1, 1, 2)),
            page_size=10,
            **dates,
        )


def compare(site, query) -> dict:
    """What the engine says and the database says, where they differ."""
    engine, database = site.engine.search(query), site.database.search(query)
    pairs = {"total": (engine.total, database.total)}
    for mine, theirs in zip(engine.facets, database.facets, strict=True):
        pairs[mine.name] = (mine, theirs)
    for name in ("corrected", "relaxed"):
        pairs[name] = (getattr(engine, name), getattr(database, name))
    if query.effective_sort != "relevance":
        pairs["hits"] = (engine.hits, database.hits)
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def test_engine_agrees_with_the_database(site):
    queries = list(make_queries(("", *TEXTS), QUERIES))

    different = {query.to_query_string(): found for query in queries if (found := compare(site, query))}

    assert different == {}
    assert sum(bool(query.q) for query in queries) > 500


def test_mistyped_words_find_as_many(site):
    queries = list(make_queries(TYPOS, 60))

    different = [query.to_query_string() for query in queries if "total" in compare(site, query)]

    assert different == []


def test_best_hits_are_the_same(site):
    """The lexicon only estimates how rare a word is, so the order may differ a little further down."""
    first = {
        text: [site.engine.search(query).hits[:1], site.database.search(query).hits[:1]]
        for text in TEXTS
        for query in [Query.build(q=text)]
    }

    different = [text for text, (mine, theirs) in first.items() if mine != theirs]

    assert len(different) <= len(TEXTS) // 10, different


@pytest.mark.parametrize("prefix", ["de", "Nä", "k0", "k007", "gar", "  Deu", "guit", "x" * 200, "§$", "ol", "Sen"])
def test_suggestions_are_the_same(site, prefix):
    assert site.engine.suggest(prefix) == site.database.suggest(prefix)


def test_deepest_page_is_answered(site):
    results = site.engine.search(Query.build(page=100, page_size=100))

    assert (results.hits, results.total > 0) == ((), True)

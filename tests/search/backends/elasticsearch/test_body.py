"""The one request of a search."""

import json
from datetime import date

import pytest

from search.analysis import analyze_text
from search.backends.elasticsearch.backend import Ask
from search.backends.elasticsearch.lexicon import UNREAD, Lexicon
from search.backends.elasticsearch.texts import list_suggestions, plan_text
from search.query import Query
from search.terms import TIERS

TODAY = date(2026, 11, 23)


def make_body(lexicon=UNREAD, **values):
    query = Query.build(**values)
    plan = plan_text(query.q, language="de", lexicon=lexicon) if query.q else None
    return Ask(query, TODAY, plan).get_body()


def find_all(body, key):
    """Every value under this key, however deep."""
    if isinstance(body, dict):
        for name, value in body.items():
            if name == key:
                yield value
            yield from find_all(value, key)
    elif isinstance(body, list):
        for value in body:
            yield from find_all(value, key)


def make_lexicon(spellings=(), **words):
    """Of an index in which each word stands in that many pages."""
    counts = {tier: {} for tier in TIERS}
    for word, count in words.items():
        tokens = analyze_text(word)
        for tier in TIERS:
            counts[tier].update(dict.fromkeys(getattr(tokens, tier), count))
    return Lexicon(100, counts, tuple(spellings))


def test_total_is_exact_and_no_script_runs():
    body = make_body(q="Deutsch Frauen", selections={"weekday": ["tue"], "price": ["free"]}, sort="price")

    assert body["track_total_hits"] is True
    assert "script" not in json.dumps(body)


def test_page_is_asked_for():
    body = make_body(page=3, page_size=10)

    assert (body["from"], body["size"]) == (20, 10)


def test_conditions_on_one_run_stand_in_one_nested_query():
    body = make_body(selections={"district": ["garath"], "price": ["free"], "weekday": ["tue"]}, date_from=TODAY)

    [nested] = list(find_all(body["post_filter"], "nested"))
    inside = json.dumps(nested)
    assert nested["path"] == "runs"
    assert all(name in inside for name in ("runs.facets.district", "runs.facets.price", "runs.cells.tue_morning"))


def test_facets_without_a_selection_share_one_filter():
    groups = [name for name in make_body()["aggs"] if name.startswith("group")]

    # offerings, offerings with pages, what runs offer together, runs of what is partly over
    assert len(groups) == 4


def test_runs_are_looked_at_one_by_one_only_where_that_matters():
    aggs = make_body()["aggs"]

    [nested] = [group for group in aggs.values() if "runs" in group["aggs"]]
    assert nested["filter"]["bool"]["filter"][-1] == {"range": {"together.until": {"lt": TODAY.toordinal()}}}
    assert make_body(archive=True)["aggs"].keys() < aggs.keys()
    # a run in Garath on a Tuesday: the days of other runs do not count
    chosen = make_body(selections={"district": ["garath"]})["aggs"]
    assert all("weekday" not in group["aggs"] for group in chosen.values())


def test_facet_ignores_its_own_selection_only():
    body = make_body(selections={"type": ["course"], "subject": ["sprache"]})

    for group in body["aggs"].values():
        for facet, other in (("type", "subject"), ("subject", "type")):
            if facet in group["aggs"]:
                conditions = json.dumps(group["filter"])
                assert f"facets.{facet}" not in conditions
                assert f"facets.{other}" in conditions


def test_body_without_text_has_no_highlight_and_no_scoring():
    body = make_body(selections={"type": ["course"]})

    assert "highlight" not in body
    assert "must" not in body["query"]["bool"]


def test_rare_words_count_more():
    plan = plan_text("gitarre yoga", language="de", lexicon=make_lexicon(gitarre=1, yoga=50))

    boosts = [max(find_all(clause, "boost")) for clause in plan.get_query()["bool"]["must"]]
    assert boosts[0] > boosts[1]


@pytest.mark.django_db
def test_mistyped_word_is_read_as_known_one():
    plan = plan_text("gitare", language="de", lexicon=make_lexicon(gitarre=3))

    assert plan.corrected == "gitarre"
    # the engine says whether the word exists after all
    assert list(plan.get_unknown()) == ["0"]


def test_nothing_is_corrected_before_the_lexicon_is_read():
    plan = plan_text("gitare", language="de", lexicon=UNREAD)

    assert (plan.corrected, plan.get_unknown()) == ("", {})


@pytest.mark.django_db
def test_correction_is_written_as_people_write():
    lexicon = make_lexicon(nahen=3, spellings=["Nähen"])

    assert plan_text("nahne", language="de", lexicon=lexicon).corrected == "Nähen"


@pytest.mark.django_db
def test_suggestions_replace_one_word_each():
    lexicon = make_lexicon(gitarre=3, yoga=2, joga=1)

    plan = plan_text("gitarre yogi", language="de", lexicon=lexicon, corrects=False)

    assert list_suggestions(plan, lexicon) == ["gitarre yoga"]


def test_relaxed_search_asks_for_all_words_but_one():
    plan = plan_text("gitarre nachhilfe computer", language="de", lexicon=UNREAD).relax()

    assert list(find_all(plan.get_query(), "minimum_should_match")) == [2]


def test_query_language_of_the_engine_is_only_text():
    body = json.dumps(make_body(q='title:* OR {"match_all":{}} AND (a~2) "x" /re/'))

    assert "query_string" not in body
    assert "wildcard" not in body
    assert "regexp" not in body


def test_body_stays_small():
    """It must not grow with languages; a long text is cut."""
    assert len(json.dumps(make_body())) < 12_000
    assert len(json.dumps(make_body(q="deutsch lernen " * 20))) < 60_000

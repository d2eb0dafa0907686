"""Whatever the engine does, the finder answers."""

import logging
import time

import pytest

from catalogue.factories import CoursePageFactory, RunFactory
from search.query import Query
from tests.search.backends.elasticsearch.conftest import JSON_HEADERS, PRODUCT, reply

HTML = {"Content-Type": "text/html"}
ENGINE = {**JSON_HEADERS, **PRODUCT}
FAULTS = {
    "html": (200, HTML, b"<html>Welcome to nginx!</html>", 0),
    "html of an engine": (200, {**HTML, **PRODUCT}, b"<html></html>", 0),
    "too many requests": (429, ENGINE, b'{"error": {"type": "es_rejected_execution_exception"}, "status": 429}', 0),
    "unavailable": (503, ENGINE, b'{"error": {"type": "no_shard_available_action_exception"}, "status": 503}', 0),
    "bad gateway": (502, HTML, b"<html>502</html>", 0),
    "half an answer": (200, {**ENGINE, "Content-Length": "9000", "Connection": "close"}, b'{"took": 3, "hi', 0),
    "half a document": (200, ENGINE, b'{"took": 3, "timed_out": false, "_shards": {"failed": 0}}', 0),
    "broken json": (200, ENGINE, b'{"took": 3, "hits": [', 0),
    "a list": (200, ENGINE, b"[]", 0),
    "nothing": (200, ENGINE, b"", 0),
    "some shards": (200, ENGINE, b'{"timed_out": false, "_shards": {"failed": 1}, "hits": {}}', 0),
    "wrong product": (200, JSON_HEADERS, b'{"took": 1}', 0),
    "wrong version": (406, ENGINE, b'{"error": {"type": "media_type_header_exception"}, "status": 406}', 0),
    "no index": (404, ENGINE, b'{"error": {"type": "index_not_found_exception"}, "status": 404}', 0),
    "closed index": (400, ENGINE, b'{"error": {"type": "index_closed_exception"}, "status": 400}', 0),
    "not allowed": (401, ENGINE, b'{"error": {"type": "security_exception"}, "status": 401}', 0),
    "internal error": (500, ENGINE, b'{"error": {"type": "circuit_breaking_exception"}, "status": 500}', 0),
}


@pytest.fixture
def course(tree, reindex):
    course = CoursePageFactory(parent=tree.courses, title="Nähen am Abend", kind="course")
    RunFactory(offering=course, meetings=3)
    reindex()
    return course


@pytest.mark.parametrize("fault", FAULTS)
def test_finder_answers_from_the_database(client, course, engine, site, fault):
    engine.fault = FAULTS[fault]

    for text in ("", "naehen"):
        response = client.get("/angebote/", {"q": text})
        hits = [hit.title for hit in response.context["results"].hits]
        assert (response.status_code, response["X-Search-Backend"], hits) == (200, "database", ["Nähen am Abend"])


@pytest.mark.parametrize(
    "changes",
    [
        {"_shards": {"total": 2, "successful": 1, "skipped": 0, "failed": 1}},
        {"timed_out": True},
        {"hits": {"total": {"value": 0, "relation": "gte"}, "hits": []}},
    ],
    ids=["failed shard", "out of time", "estimated total"],
)
def test_part_of_an_answer_is_no_answer(course, engine, site, changes):
    whole = site.search(Query()).backend
    engine.changes = changes

    assert (whole, site.search(Query()).backend) == ("elasticsearch", "database")


def test_finder_answers_when_nothing_listens(client, course, engine, site):
    engine.socket.close()

    response = client.get("/angebote/")

    assert (response["X-Search-Backend"], response.context["results"].total) == ("database", 1)


def test_suggestions_and_api_answer_as_well(client, course, engine, site):
    engine.fault = FAULTS["unavailable"]

    found = client.get("/api/v1/offerings/").json()
    suggested = client.get("/api/v1/suggest/", {"q": "näh"}).json()

    assert (found["backend"], found["total"]) == ("database", 1)
    assert [each["text"] for each in suggested["suggestions"]] == ["Nähen am Abend"]


def test_healthy_engine_is_asked_once_per_search(client, course, engine, site):
    site.engine.search(Query.build(q="warm up"))
    engine.requests.clear()

    response = client.get("/api/v1/offerings/", {"weekday": ["mon", "tue"], "type": "course", "from": "2026-01-01"})

    assert response["X-Search-Backend"] == "elasticsearch"
    assert len(engine.requests) == 1


def test_slow_engine_costs_its_second_once(course, engine, site):
    engine.fault = (200, ENGINE, b"{}", 3)
    site.breaker._first_pause = 30

    times = []
    for _number in range(4):
        start = time.monotonic()
        results = site.search(Query())
        times.append(time.monotonic() - start)
        assert (results.backend, results.total) == ("database", 1)

    assert 0.9 < times[0] < 2
    assert max(times[1:]) < 0.5
    assert len(engine.searches) == 1


def test_search_goes_back_to_the_engine_by_itself(course, engine, site):
    engine.fault = FAULTS["unavailable"]
    assert site.search(Query()).backend == "database"

    engine.fault = None
    assert (site.name, site.search(Query()).backend) == ("database", "database")
    time.sleep(0.25)

    assert site.search(Query()).backend == "elasticsearch"
    assert site.name == "elasticsearch"


def test_outage_is_told_once(course, engine, site, caplog):
    caplog.set_level(logging.INFO, logger="search")
    engine.fault = FAULTS["html"]
    for _number in range(5):
        site.search(Query())
        time.sleep(0.1)
    engine.fault = None
    time.sleep(0.45)
    site.search(Query())

    messages = [record.message for record in caplog.records if record.name == "search.backends.fallback"]
    assert [message.split(",")[0].split(".")[0] for message in messages] == [
        "The search engine does not answer",
        "The search engine answers again",
    ]


def test_refused_query_does_not_close_the_way_for_others(course, engine, site):
    engine.fault = (400, ENGINE, b'{"error": {"type": "x_content_parse_exception"}, "status": 400}', 0)
    assert site.search(Query(q="x")).backend == "database"
    engine.fault = None

    assert site.search(Query()).backend == "elasticsearch"


def test_closed_index_is_an_outage_and_told_once(course, engine, site, caplog):
    engine.fault = FAULTS["closed index"]

    for _number in range(3):
        assert site.search(Query()).backend == "database"

    assert len([record for record in caplog.records if record.name == "search.backends.fallback"]) == 1


def test_next_host_is_asked_when_one_is_gone(course, engine):
    """Which of them is asked first is left to chance, so it is tried often."""
    from search.backends.elasticsearch.backend import ElasticsearchBackend

    for _number in range(12):
        backend = ElasticsearchBackend(f"elasticsearch+http://127.0.0.1:9,{engine.address}/kintop")
        assert backend.is_ready()
        backend.client.close()


def test_answer_that_lacks_a_facet_is_no_answer(course, engine, site):
    import json

    engine.fault = (200, ENGINE, json.dumps({**reply({}), "aggregations": {}}).encode(), 0)

    assert site.search(Query()).backend == "database"


def test_error_of_our_own_is_not_taken_for_an_outage(course, engine, site, monkeypatch):
    monkeypatch.setattr("search.backends.elasticsearch.backend.build_facets", lambda *_args: {}["missing"])

    with pytest.raises(KeyError):
        site.search(Query())

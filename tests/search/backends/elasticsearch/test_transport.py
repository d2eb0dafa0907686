"""Against a small real HTTP server that notes what arrives and, like OpenSearch, names no product."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from elasticsearch import Elasticsearch, UnsupportedProductError

from search.backends.elasticsearch.transport import OpenSearchHttpNode, to_plain_media_types


class NotingHandler(BaseHTTPRequestHandler):
    def answer(self):
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.requests.append({name.lower(): value for name, value in self.headers.items()})
        status, answer = self.server.answer
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_HEAD = answer  # noqa: N815 -- the names http.server asks for

    def log_message(self, *args):
        pass


@pytest.fixture
def engine():
    server = ThreadingHTTPServer(("127.0.0.1", 0), NotingHandler)
    server.requests = []
    server.answer = (200, {"errors": False, "items": []})
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def client(engine):
    with Elasticsearch(engine.url, node_class=OpenSearchHttpNode, max_retries=0) as client:
        yield client


def test_search_sends_plain_json(engine, client):
    client.search(index="kintop", query={"match_all": {}})

    assert [(sent["accept"], sent["content-type"]) for sent in engine.requests] == [
        ("application/json", "application/json")
    ]


def test_bulk_sends_plain_ndjson(engine, client):
    client.bulk(index="kintop", operations=[{"index": {"_id": "1"}}, {"title": "Nähen"}])

    assert [(sent["accept"], sent["content-type"]) for sent in engine.requests] == [
        ("application/json", "application/x-ndjson")
    ]


def test_credentials_and_user_agent_still_arrive(engine):
    with Elasticsearch(
        engine.url, node_class=OpenSearchHttpNode, basic_auth=("kintop", "secret"), headers={"User-Agent": "kintop"}
    ) as client:
        client.search(index="kintop")

    sent = engine.requests[0]
    assert (sent["authorization"], sent["user-agent"]) == ("Basic a2ludG9wOnNlY3JldA==", "kintop")


def test_answer_carries_product_name(client):
    answer = client.search(index="kintop")

    assert answer.meta.headers["X-Elastic-Product"] == "Elasticsearch"


def test_answer_of_head_request_is_accepted(client):
    assert client.indices.exists(index="kintop").body is True


def test_error_of_engine_keeps_status_and_reason(engine, client):
    engine.answer = (404, {"error": {"type": "index_not_found_exception"}, "status": 404})

    with pytest.raises(Exception, match="index_not_found_exception") as caught:
        client.search(index="missing")

    assert caught.value.status_code == 404


def test_client_without_the_node_class_refuses_the_server(engine):
    with Elasticsearch(engine.url) as client, pytest.raises(UnsupportedProductError):
        client.search(index="kintop")


@pytest.mark.parametrize(
    ("sent", "plain"),
    [
        ("application/vnd.elasticsearch+json; compatible-with=9", "application/json"),
        ("application/vnd.elasticsearch+x-ndjson;compatible-with=9", "application/x-ndjson"),
        (
            "text/plain,application/vnd.elasticsearch+json; compatible-with=9",
            "text/plain,application/json",
        ),
        ("application/json", "application/json"),
    ],
)
def test_media_type_becomes_plain(sent, plain):
    assert dict(to_plain_media_types({"Accept": sent, "Content-Type": sent, "X-Other": sent})) == {
        "accept": plain,
        "content-type": plain,
        "x-other": sent,
    }


def test_request_without_headers_gets_none():
    assert dict(to_plain_media_types(None)) == {}

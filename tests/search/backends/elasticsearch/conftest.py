"""A small real HTTP server in the place of an engine: it answers rightly, or in whatever way a test wants."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from search.backends.fallback import Breaker, FallbackBackend

JSON_HEADERS = {"Content-Type": "application/json"}


class EngineHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.requests.append((self.command, self.path, body))
        status, headers, data, delay = self.server.fault or (200, {**JSON_HEADERS, **PRODUCT}, self._reply(body), 0)
        time.sleep(delay)
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(data))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
        if headers.get("Connection") == "close":
            self.close_connection = True

    def _reply(self, body):
        if "/_bulk" in self.path:
            return json.dumps(self.server.write(body)).encode()
        if "_msearch" in self.path:
            lines = [json.loads(line) for line in body.splitlines()]
            return json.dumps({"responses": [reply(search) for search in lines[1::2]]}).encode()
        if "_search" in self.path:
            return json.dumps({**reply(json.loads(body)), **self.server.changes}).encode()
        if "_alias/" in self.path:
            return json.dumps({"kintop-20260101000000000000": {"aliases": {}}}).encode()
        return b"{}"

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = answer  # noqa: N815 -- the names http.server asks for

    def log_message(self, *args):
        pass


PRODUCT = {"X-Elastic-Product": "Elasticsearch"}


def reply(search: dict) -> dict:
    """What an empty index says."""
    return {
        "took": 1,
        "timed_out": False,
        "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0},
        "hits": {"total": {"value": 0, "relation": "eq"}, "hits": []},
        "aggregations": {name: count_nothing(each) for name, each in search.get("aggs", {}).items()},
    }


def count_nothing(aggregation: dict) -> dict:
    below = {name: count_nothing(each) for name, each in aggregation.get("aggs", {}).items()}
    if "terms" in aggregation:
        return {"buckets": []}
    if "filters" in aggregation:
        return {"buckets": {name: {"doc_count": 0, **below} for name in aggregation["filters"]["filters"]}}
    return {"doc_count": 0, **below}


class EngineServer(ThreadingHTTPServer):
    daemon_threads = True
    #: (status, headers, body, seconds) of every answer, as long as it is set
    fault = None

    def __init__(self):
        super().__init__(("127.0.0.1", 0), EngineHandler)
        self.requests = []
        #: parts of the answer to a search that are not as they should be
        self.changes = {}
        #: page id -> source, as written
        self.pages = {}
        #: page id -> status with which it is refused
        self.refused = {}
        #: ... and why
        self.reason = "mapper_parsing_exception"

    @property
    def address(self):
        return f"127.0.0.1:{self.server_port}"

    @property
    def searches(self):
        return [json.loads(body) for _method, path, body in self.requests if path.split("?")[0].endswith("/_search")]

    def write(self, body):
        lines = iter(body.splitlines())
        items = [self._write_one(json.loads(line), lines) for line in lines]
        return {"took": 1, "errors": any("error" in next(iter(item.values())) for item in items), "items": items}

    def _write_one(self, action, lines):
        [(kind, target)] = action.items()
        source = json.loads(next(lines)) if kind == "index" else None
        status = self.refused.get(target["_id"])
        if status:
            error = {"type": self.reason, "reason": "refused by the test"}
            return {kind: {"_id": target["_id"], "status": status, "error": error}}
        if kind == "index":
            self.pages[target["_id"]] = source
        else:
            self.pages.pop(target["_id"], None)
        return {kind: {"_id": target["_id"], "status": 200}}


@pytest.fixture
def engine():
    server = EngineServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def site(engine, settings, monkeypatch):
    """The backend a site would use with this engine, with short pauses."""
    from search import backends

    settings.SEARCH_URL = f"elasticsearch+http://{engine.address}/kintop"
    site = FallbackBackend(settings.SEARCH_URL, breaker=Breaker(first_pause=0.2, longest_pause=0.4))
    # one of its own: breakers remember
    monkeypatch.setattr(backends, "_make_backend", lambda url: site)
    yield site
    site.engine.client.close()

"""Faults of genuine engines: a node that dies under load, and a worker that dies in the middle of a rebuild."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from catalogue.factories import CoursePageFactory, RunFactory
from search.backends.base import Drift
from search.outbox import count_waiting, drain_outbox
from search.query import Query
from tests.services import engines

ROOT = Path(__file__).resolve().parents[2]
LOAD_SECONDS = 8
THREADS = 3


@pytest.fixture
def site(opensearch_cluster, make_site, db):
    return make_site("opensearch", opensearch_cluster.urls, "failure")


@pytest.fixture
def courses(tree):
    courses = [CoursePageFactory(parent=tree.courses, title=f"Nähen {number}") for number in range(25)]
    for course in courses:
        RunFactory(offering=course, meetings=2)
    return courses


def test_no_search_fails_when_a_node_is_killed(opensearch_cluster, site, courses):
    site.rebuild()
    client = site.engine.client.options(request_timeout=30)
    client.cluster.health(index=site.engine.alias, wait_for_status="green", timeout="60s")
    query = Query.build(selections={"weekday": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}, archive=True)
    expected = site.engine.count(query)
    answers, errors = [], []
    stop = threading.Event()

    def search():
        # threads of their own see no test database: the engine alone has to answer
        while not stop.is_set():
            try:
                answers.append(site.engine.count(query))
            except Exception as error:  # noqa: BLE001 -- whatever it is, it is what must not happen
                errors.append(error)
            time.sleep(0.01)

    threads = [threading.Thread(target=search) for _number in range(THREADS)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    with opensearch_cluster.outage(2):
        time.sleep(LOAD_SECONDS)
        before_return = len(answers)
        # publishing goes on as well
        courses[0].title = "Kochen mit Kräutern"
        courses[0].save_revision().publish()
        drain_outbox(refresh=True)
        found = [hit.title for hit in site.engine.search(Query.build(q="Kräuter")).hits]
    stop.set()
    for thread in threads:
        thread.join()

    assert errors == []
    assert before_return > 50
    assert (set(answers), found) == ({expected}, ["Kochen mit Kräutern"])
    assert site.check() == Drift()


@pytest.fixture
def alone():
    """A single node, because a cluster that loses all nodes at once takes long to come back."""
    with engines.start_opensearch() as server:
        yield server


def test_publishing_goes_on_without_any_node_and_nothing_is_lost(alone, make_site, courses):
    site = make_site("opensearch", [alone.url], "failure")
    site.rebuild()
    alone.kill(1)

    courses[0].title = "Kochen mit Kräutern"
    courses[0].save_revision().publish()
    courses[1].unpublish()
    during = site.search(Query.build(q="Kräuter"))
    alone.restart(1)
    site.engine.client.options(request_timeout=30, max_retries=10).cluster.health(
        index=site.engine.alias, wait_for_status="yellow", timeout="30s"
    )
    waiting = count_waiting()
    drain_outbox(refresh=True)
    drift = site.check()

    assert (during.backend, [hit.title for hit in during.hits]) == ("database", ["Kochen mit Kräutern"])
    assert (waiting > 0, drift) == (True, Drift())


def start_manage(*arguments, env):
    return subprocess.Popen(  # noqa: S603 -- our own command
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def run_manage(*arguments, env):
    return subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture
def command_env(tmp_path, opensearch_url):
    """A site in a file, for processes of its own."""
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "KINTOP_VAR_DIR": str(tmp_path),
        "SEARCH_URL": f"opensearch+{opensearch_url}/killed",
    }
    done = run_manage("migrate", "--verbosity", "0", env=env)
    assert done.returncode == 0, done.stderr
    return env


def fill_entries(path, count):
    """Plain entries: what is tested is the way into the engine, not how documents are made."""
    import json

    document = {
        "title": "Seite",
        "type": "page",
        "code": "",
        "published": None,
        "path": "/",
        "translations": {},
        "facets": {"type": ["page"]},
        "runs": [],
        "age": [None, None],
        "period": [None, None],
        "detail": {},
    }
    words = json.dumps({"tokens": {"body": {"exact": [f"wort{n}" for n in range(300)]}}, "spellings": []})
    with sqlite3.connect(path, timeout=30) as connection:
        connection.executemany(
            "INSERT INTO search_searchentry (page_id, version, is_removed, document, words) VALUES (?, ?, 0, ?, ?)",
            (
                (pk, 1_000_000 + pk // 100, json.dumps({**document, "id": pk}), words)
                for pk in range(1_000_001, 1_000_001 + count)
            ),
        )
    connection.close()


ENGINE_REBUILD = "from search.backends import get_backend; print(get_backend().engine.rebuild(force=True))"
ENGINE_CHECK = "from search.backends import get_backend; print(bool(get_backend().engine.check()))"


def test_rebuild_killed_in_the_middle_changes_nothing_and_the_next_one_works(command_env, opensearch_url, tmp_path):
    from elasticsearch import Elasticsearch

    from search.backends.elasticsearch.transport import OpenSearchHttpNode

    fill_entries(tmp_path / "site.sqlite3", 6000)
    first = run_manage("shell", "-c", ENGINE_REBUILD, env=command_env)
    assert first.returncode == 0, first.stderr

    with Elasticsearch(opensearch_url, node_class=OpenSearchHttpNode, request_timeout=30) as client:
        old = sorted(client.indices.get_alias(name="killed").body)
        killed = start_manage("shell", "-c", ENGINE_REBUILD, env=command_env)
        wait_for_writes(client, other_than=old)
        # a second one at the same time is turned away
        second = run_manage("shell", "-c", ENGINE_REBUILD, env=command_env)
        killed.send_signal(signal.SIGKILL)
        killed.wait(timeout=30)
        after_kill = sorted(client.indices.get_alias(name="killed").body)
        left = [name for name in client.indices.get(index="killed-*").body if name not in old]

        last = run_manage("shell", "-c", ENGINE_REBUILD, env=command_env)
        assert last.returncode == 0, last.stderr
        drift = run_manage("shell", "-c", ENGINE_CHECK, env=command_env).stdout
        indices = sorted(client.indices.get(index="killed-*").body)
        aliased = sorted(client.indices.get_alias(name="killed").body)
        client.indices.delete(index=indices)

    assert (second.returncode != 0, "another rebuild is running" in second.stderr) == (True, True)
    assert (after_kill, len(left)) == (old, 1)
    assert (indices == aliased, indices != old, left[0] in indices) == (True, True, False)
    assert drift.strip().endswith("False")


def wait_for_writes(client, *, other_than):
    """Until a new index holds something."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        for index in client.indices.get(index="killed-*").body:
            if index not in other_than:
                stats = client.indices.stats(index=index, metric="indexing")["_all"]["primaries"]["indexing"]
                if stats["index_total"] > 0:
                    return
        time.sleep(0.05)
    raise AssertionError("the rebuild wrote nothing")

"""Faults of genuine engines: a node that dies under load, and a worker that dies in the middle of a rebuild."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from catalogue.factories import CoursePageFactory, RunFactory
from search.backends.base import Drift
from search.backends.elasticsearch.address import READ_SECONDS, make_client
from search.backends.elasticsearch.indices import Indices
from search.backends.elasticsearch.transport import OpenSearchHttpNode
from search.backends.fallback import Breaker
from search.outbox import count_waiting, drain_outbox
from search.query import Query
from tests.search.plain import PLAIN_DOCUMENT
from tests.services import engines

ROOT = Path(__file__).resolve().parents[2]
LOAD_SECONDS = 8
THREADS = 3
#: enough for a process that is killed to be in the middle
ENTRIES = 6000


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

    with at_once(search, stop), opensearch_cluster.outage(find_primary(client, site.engine.alias)):
        time.sleep(LOAD_SECONDS)
        before_return = len(answers)
        # publishing goes on as well
        courses[0].title = "Kochen mit Kräutern"
        courses[0].save_revision().publish()
        drain_outbox(refresh=True)
        found = [hit.title for hit in site.engine.search(Query.build(q="Kräuter")).hits]

    assert errors == []
    assert before_return > 50
    assert (set(answers), found) == ({expected}, ["Kochen mit Kräutern"])
    assert site.check() == Drift()


@contextlib.contextmanager
def at_once(search, stop):
    """Several threads that search until ``stop``, which comes in every case."""
    threads = [threading.Thread(target=search) for _number in range(THREADS)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def find_primary(client, index) -> int:
    """Number of the node that would be missed most: it holds the copy all others are made from."""
    shards = client.cat.shards(index=index, format="json").body
    [node] = [shard["node"] for shard in shards if shard["prirep"] == "p"]
    return int(node.removeprefix("node"))


@pytest.fixture(scope="module")
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


def test_frozen_node_costs_a_second_once_and_is_used_again_when_it_wakes(alone, make_site, courses):
    """It takes connections and says nothing, as a machine that swaps does."""
    site = make_site("opensearch", [alone.url], "frozen", seconds=READ_SECONDS)
    site.breaker = Breaker(first_pause=2)
    patient = make_client(site.engine.address, seconds=30)
    site.engine.indices = Indices(patient, name=site.engine.address.name, alias=site.engine.alias)
    site.rebuild()
    process = alone.servers[0].process

    os.kill(process.pid, signal.SIGSTOP)
    try:
        times, backends = zip(*(ask_timed(site) for _number in range(4)), strict=True)
        courses[0].title = "Kochen mit Kräutern"
        courses[0].save_revision().publish()
    finally:
        os.kill(process.pid, signal.SIGCONT)
    assert backends == ("database",) * 4
    assert (times[0] < 2.5, max(times[1:]) < 0.8) == (True, True)

    end = time.monotonic() + 60
    while site.search(Query()).backend == "database" and time.monotonic() < end:
        time.sleep(0.2)
    drain_outbox(refresh=True)
    found = site.search(Query.build(q="Kräuter"))
    # the hasty one has done its part
    site.engine.client.close()
    site.engine.client = patient
    assert (found.backend, found.total, site.check()) == ("elasticsearch", 1, Drift())


def ask_timed(site) -> tuple[float, str]:
    start = time.monotonic()
    backend = site.search(Query()).backend
    return time.monotonic() - start, backend


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


@pytest.fixture(scope="module")
def command_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def command_env(command_folder, opensearch_url):
    """A site in a file, for processes of its own."""
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "DATABASE_URL": f"sqlite:///{command_folder / 'site.sqlite3'}",
        "KINTOP_VAR_DIR": str(command_folder),
        "SEARCH_URL": f"opensearch+{opensearch_url}/killed",
    }
    done = run_manage("migrate", "--verbosity", "0", env=env)
    assert done.returncode == 0, done.stderr
    fill_entries(command_folder / "site.sqlite3", ENTRIES)
    return env


@pytest.fixture
def engine_client(opensearch_url):
    with Elasticsearch(opensearch_url, node_class=OpenSearchHttpNode, request_timeout=30) as client:
        yield client
        client.indices.delete(index="killed-*")


def fill_entries(path, count):
    """Plain entries: what is tested is the way into the engine, not how documents are made."""
    import json

    words = json.dumps({"tokens": {"body": {"exact": [f"wort{n}" for n in range(300)]}}, "spellings": []})
    with sqlite3.connect(path, timeout=30) as connection:
        connection.executemany(
            "INSERT INTO search_searchentry (page_id, version, is_removed, document, words) VALUES (?, ?, 0, ?, ?)",
            (
                (pk, 1_000_000 + pk // 100, json.dumps({**PLAIN_DOCUMENT, "id": pk}), words)
                for pk in range(1_000_001, 1_000_001 + count)
            ),
        )
    connection.close()


ENGINE_REBUILD = "from search.backends import get_backend; print(get_backend().engine.rebuild(force=True))"
ENGINE_CHECK = "from search.backends import get_backend; print(bool(get_backend().engine.check()))"


def test_rebuild_killed_in_the_middle_changes_nothing_and_the_next_one_works(command_env, engine_client):
    client = engine_client
    first = run_manage("shell", "-c", ENGINE_REBUILD, env=command_env)
    assert first.returncode == 0, first.stderr
    old = sorted(client.indices.get_alias(name="killed").body)

    killed = start_manage("shell", "-c", ENGINE_REBUILD, env=command_env)
    [left] = wait_for_writes(client, other_than=old)
    # so that it is in the middle however long the others take
    killed.send_signal(signal.SIGSTOP)
    second = run_manage("shell", "-c", ENGINE_REBUILD, env=command_env)
    kill(killed)
    after_kill = sorted(client.indices.get_alias(name="killed").body)
    last = run_manage("shell", "-c", ENGINE_REBUILD, env=command_env)
    drift = run_manage("shell", "-c", ENGINE_CHECK, env=command_env).stdout
    indices = sorted(client.indices.get(index="killed-*").body)
    aliased = sorted(client.indices.get_alias(name="killed").body)

    assert (second.returncode != 0, "another rebuild is running" in second.stderr) == (True, True)
    assert after_kill == old
    assert (last.returncode, last.stderr) == (0, "")
    assert (indices == aliased, indices != old, left in indices) == (True, True, False)
    assert drift.strip().endswith("False")


def test_worker_killed_in_the_middle_of_writing_loses_nothing(command_env, command_folder, engine_client):
    rebuilt = run_manage("shell", "-c", ENGINE_REBUILD, env=command_env)
    assert rebuilt.returncode == 0, rebuilt.stderr
    change_entries(command_folder / "site.sqlite3")

    killed = start_manage("search", "drain", env=command_env)
    wait_for_writes(engine_client, more_than=ENTRIES)
    kill(killed)
    waiting = run_manage("search", "status", env=command_env).stdout
    before = run_manage("shell", "-c", ENGINE_CHECK, env=command_env).stdout
    drained = run_manage("search", "drain", env=command_env)
    after = run_manage("shell", "-c", ENGINE_CHECK, env=command_env).stdout

    # it was the middle
    assert ("waiting for the engine: 0" in waiting, before.strip()[-4:]) == (False, "True")
    assert drained.returncode == 0, drained.stderr
    assert after.strip().endswith("False")


def kill(process) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=30)


def change_entries(path):
    """All of them, in many small changes."""
    with sqlite3.connect(path, timeout=30) as connection:
        connection.execute(
            "UPDATE search_searchentry SET version = version + 1000000,"
            " document = json_set(document, '$.title', 'Andere Seite')"
        )
    connection.close()


def wait_for_writes(client, *, other_than=(), more_than=0) -> list[str]:
    """Names of the new indices, as soon as one of them holds something."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        found = [index for index in client.indices.get(index="killed-*").body if index not in other_than]
        for index in found:
            stats = client.indices.stats(index=index, metric="indexing")["_all"]["primaries"]["indexing"]
            if stats["index_total"] > more_than:
                return found
        time.sleep(0.05)
    raise AssertionError("nothing was written")

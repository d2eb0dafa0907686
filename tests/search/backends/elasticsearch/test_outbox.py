"""Publishing writes its row in the database; the engine learns of it afterwards, or later, but never not at all."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from catalogue.factories import CoursePageFactory
from search.backends.elasticsearch.bulk import READ_CHUNK, read_chunks, write_entries
from search.backends.elasticsearch.errors import EngineError
from search.clock import take_version
from search.models import SearchEntry, SearchIndex
from search.outbox import RETRY_KEY, count_waiting, drain_outbox, drain_outbox_task
from tests.search.backends.elasticsearch.conftest import JSON_HEADERS, PRODUCT
from tests.search.plain import PLAIN_DOCUMENT

ENGINE = {**JSON_HEADERS, **PRODUCT}
DOWN = (503, ENGINE, b'{"error": {"type": "unavailable"}, "status": 503}', 0)
READ_ONLY = (403, ENGINE, b'{"error": {"type": "cluster_block_exception"}, "status": 403}', 0)
pytestmark = pytest.mark.django_db


def publish(page):
    page.save_revision().publish()


def make_entry(page_id, *, version=None, is_removed=False):
    document = {**PLAIN_DOCUMENT, "id": page_id, "title": f"Seite {page_id}"}
    words = {"tokens": {"title": {"exact": ["seite"]}}, "spellings": []}
    return SearchEntry.objects.create(
        page_id=page_id, version=version or take_version(), is_removed=is_removed, document=document, words=words
    )


def test_publishing_asks_no_engine(tree, engine, site):
    page = CoursePageFactory(parent=tree.courses)
    engine.requests.clear()

    publish(page)

    assert engine.requests == []
    assert count_waiting() > 0


def test_engine_learns_of_it_after_the_commit(tree, engine, site, django_capture_on_commit_callbacks):
    page = CoursePageFactory(parent=tree.courses)

    with django_capture_on_commit_callbacks(execute=True):
        publish(page)

    assert str(page.pk) in engine.pages
    assert count_waiting() == 0


def test_publishing_works_while_the_engine_is_down(tree, engine, site, django_capture_on_commit_callbacks):
    page = CoursePageFactory(parent=tree.courses)
    engine.fault = DOWN

    with django_capture_on_commit_callbacks(execute=True):
        publish(page)

    page.refresh_from_db()
    assert (page.live, SearchEntry.objects.filter(page_id=page.pk).count(), engine.pages) == (True, 1, {})
    engine.fault = None
    drain_outbox()
    assert (str(page.pk) in engine.pages, count_waiting()) == (True, 0)


def test_change_that_is_rolled_back_is_never_written(tree, engine, site):
    page = CoursePageFactory(parent=tree.courses)
    with transaction.atomic():
        publish(page)
        transaction.set_rollback(True)

    drain_outbox()

    assert engine.pages == {}


def test_unpublished_page_goes_from_the_engine(tree, engine, site):
    page = CoursePageFactory(parent=tree.courses)
    publish(page)
    drain_outbox()

    page.unpublish()
    drain_outbox()

    assert engine.pages == {}


def test_draining_again_writes_nothing(engine, site):
    make_entry(1)
    drain_outbox()
    engine.requests.clear()

    assert drain_outbox() == 0
    assert [path for _method, path, _body in engine.requests if "_bulk" in path] == []


def test_read_only_engine_keeps_everything_waiting(engine, site):
    make_entry(1)
    engine.fault = READ_ONLY

    with pytest.raises(EngineError):
        drain_outbox()

    assert count_waiting() == 1


def test_task_swallows_what_the_engine_does(engine, site, caplog):
    make_entry(1)
    engine.fault = DOWN

    drain_outbox_task.call()

    assert (count_waiting(), len(caplog.records)) == (1, 1)


def test_task_does_not_wait_for_an_engine_known_to_be_away(engine, site):
    make_entry(1)
    site.breaker.note_failure()

    drain_outbox_task.call()

    assert engine.requests == []


@pytest.fixture
def worker(settings):
    """Tasks wait in the database for a worker, as in production. Runs those that are due."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    def run_due():
        for result in DBTaskResult.objects.ready():
            result.delete()
            result.task.call(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])

    return run_due


def make_due():
    """The minute is over."""
    cache.delete(RETRY_KEY)
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())


def test_worker_comes_back_by_itself_after_an_outage(
    tree, engine, site, worker, django_capture_on_commit_callbacks, caplog
):
    """Nobody searches and nobody publishes meanwhile."""
    page = CoursePageFactory(parent=tree.courses)
    engine.fault = DOWN
    with django_capture_on_commit_callbacks(execute=True):
        publish(page)
    worker()
    planned = DBTaskResult.objects.get(status="READY")
    during = (planned.run_after > timezone.now(), dict(engine.pages))

    engine.fault = None
    make_due()
    worker()

    assert during == (True, {})
    left = DBTaskResult.objects.filter(status="READY").count()
    assert (str(page.pk) in engine.pages, count_waiting(), left) == (True, 0, 0)


def test_many_changes_during_an_outage_plan_one_return(engine, site, worker):
    make_entry(1)
    engine.fault = DOWN

    for _number in range(3):
        drain_outbox_task.call()

    assert DBTaskResult.objects.count() == 1


def test_refused_page_does_not_keep_others_out(engine, site, caplog):
    for page_id in (1, 2, 3):
        make_entry(page_id)
    engine.refused["2"] = 400

    drain_outbox()

    assert (sorted(engine.pages), count_waiting()) == (["1", "3"], 0)
    assert "refuses page 2" in caplog.text


def test_closed_index_is_not_taken_for_a_refused_page(engine, site):
    make_entry(1)
    engine.refused["1"] = 400
    engine.reason = "index_closed_exception"

    with pytest.raises(EngineError):
        drain_outbox()

    assert count_waiting() == 1


def test_busy_engine_gets_the_rest_later(engine, site):
    for page_id in (1, 2):
        make_entry(page_id)
    engine.refused["2"] = 429

    with pytest.raises(EngineError):
        drain_outbox()
    engine.refused.clear()
    drain_outbox()

    assert (sorted(engine.pages), count_waiting()) == (["1", "2"], 0)


def test_versions_are_sent_so_that_nothing_old_overwrites(engine, site):
    entry = make_entry(7)
    drain_outbox()

    [body] = [body for _method, path, body in engine.requests if "_bulk" in path]
    assert f'"version":{entry.version}'.encode() in body.replace(b" ", b"")
    assert b"external_gte" in body


def test_writes_can_create_no_index_by_accident(engine, site):
    make_entry(7)
    drain_outbox()

    assert all("require_alias=true" in path for _method, path, _body in engine.requests if "_bulk" in path)


def test_chunks_of_one_big_change_are_noted_as_done_at_its_end():
    """All entries of a rebuild of the database may bear one version."""
    version = take_version()
    count = READ_CHUNK * 2 + 5
    for page_id in range(1, count + 1):
        make_entry(page_id, version=version)

    chunks = list(read_chunks(0))

    assert [len(entries) for entries, _complete in chunks] == [READ_CHUNK, READ_CHUNK, 5]
    assert [complete for _entries, complete in chunks] == [version - 1, version - 1, version]


def test_interrupted_drain_goes_on_where_it_stopped(engine, site):
    for page_id in range(1, READ_CHUNK + 3):
        make_entry(page_id)
    engine.refused[str(READ_CHUNK + 1)] = 503
    with pytest.raises(EngineError):
        drain_outbox()
    done = SearchIndex.objects.get().version
    engine.refused.clear()

    written = []

    def note(_version, count):
        written.append(count)

    write_entries(site.engine.client, "kintop-20260101000000000000", after=done, note_progress=note)

    # the entry before the break is repeated, nothing is left out
    assert (sum(written), len(engine.pages)) == (3, READ_CHUNK + 2)


def test_command_drains_and_tells_the_state(engine, site, capsys):
    make_entry(1)

    call_command("search", "drain")
    call_command("search", "status")

    told = capsys.readouterr().out
    assert "1 changes written" in told
    assert "waiting for the engine: 0" in told

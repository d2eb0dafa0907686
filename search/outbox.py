"""From the entries to the engine, after the change itself and never in its way.

The entries are the outbox: every change writes its row with a version in its own transaction (search.indexing).
What an index lacks is what has a greater version than ``SearchIndex`` notes. So draining may be repeated, broken
off or done by several workers at once, and nothing is lost however long the engine is away.
"""

import logging
from datetime import timedelta
from functools import partial

from django.core.cache import cache
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django_tasks import task

from search.backends import get_backend
from search.backends.elasticsearch.errors import EngineError
from search.models import SearchEntry, SearchIndex

logger = logging.getLogger(__name__)

#: a worker that did not get through to the engine comes back after this time
RETRY = timedelta(minutes=1)
#: holds while such a return is planned, so that every change of an outage does not plan one of its own
RETRY_KEY = "search_drain_planned"


def has_engine() -> bool:
    return hasattr(get_backend(), "engine")


def schedule_drain() -> None:
    """After the commit of the current transaction; a failure there never reaches whoever saved something."""
    if has_engine():
        transaction.on_commit(partial(enqueue_drain), robust=True)


def enqueue_drain() -> None:
    if count_waiting():
        drain_outbox_task.enqueue()


def count_waiting() -> int:
    """Entries the newest index lacks; all of them where there is no index yet."""
    done = SearchIndex.objects.order_by("-created_at").values_list("version", flat=True).first()
    newest = SearchEntry.objects.aggregate(newest=Max("version"))["newest"]
    if newest is None or (done is not None and newest <= done):
        return 0
    return SearchEntry.objects.filter(version__gt=done or 0).count()


@task()
def drain_outbox_task() -> None:
    """Swallows that the engine is away: what waits is written when it is back."""
    backend = get_backend()
    # no use in waiting for it now; its return brings this task back
    if not hasattr(backend, "engine") or backend.breaker.is_open:
        return
    try:
        drain_outbox()
    except EngineError as error:
        logger.warning("The search engine could not be brought up to date: %s", error)
        plan_drain()


def plan_drain() -> None:
    """Come back to it. Without a worker the first search that reaches the engine again does (see FallbackBackend)."""
    if not drain_outbox_task.get_backend().supports_defer:
        return
    # a little shorter than the pause: the return itself may plan the next one
    if cache.add(RETRY_KEY, True, timeout=RETRY.total_seconds() - 5):
        drain_outbox_task.using(run_after=timezone.now() + RETRY).enqueue()


def drain_outbox(*, refresh: bool = False) -> int:
    """Write what the index in use lacks; how many entries that were. Raises EngineError."""
    return get_backend().engine.drain(refresh=refresh)

"""Writing entries into an index. Everything here may be repeated without harm."""

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from django.db.models import Q
from elasticsearch import Elasticsearch, helpers

from search.backends.elasticsearch.address import WRITE_SECONDS
from search.backends.elasticsearch.entries import build_entry
from search.backends.elasticsearch.errors import EngineError, is_about_index
from search.models import SearchEntry

logger = logging.getLogger(__name__)

#: entries read, made and sent at once: bounds on memory
READ_CHUNK = 200
MAX_BYTES = 5 * 1024 * 1024
#: the engine can or will not write now; later it may
TEMPORARY = {429, 503}
CONFLICT, NOT_FOUND = 409, 404


@dataclass
class Written:
    """What came of it."""

    count: int = 0
    #: refused for good; the same entry would be refused again
    refused: int = 0


def get_write_alias(index: str) -> str:
    """A name that only exists with the index: a write that comes too late creates no new one."""
    return f"{index}-write"


def write_entries(
    client: Elasticsearch,
    index: str,
    *,
    after: int,
    note_progress: Callable[[int, int], None],
) -> Written:
    """Write all entries with a greater version than ``after``, the oldest change first.

    ``note_progress`` learns after each chunk up to which version everything has been written, and how many
    entries that chunk had.
    """
    written = Written()
    # the engine works on one chunk while the next one is read and made
    with ThreadPoolExecutor(max_workers=1) as sender:
        waiting: list[tuple[Future, int, int]] = []
        for chunk, complete in read_chunks(after):
            actions = [make_action(get_write_alias(index), entry) for entry in chunk]
            _finish(waiting, note_progress)
            waiting.append((sender.submit(_send, client, actions, written), complete, len(chunk)))
        _finish(waiting, note_progress)
    return written


def _finish(waiting: list[tuple[Future, int, int]], note_progress) -> None:
    while waiting:
        sending, complete, count = waiting.pop()
        sending.result()
        note_progress(complete, count)


def read_chunks(after: int) -> Iterator[tuple[list[SearchEntry], int]]:
    """(entries, version up to which all have been read), as long as there are newer ones."""
    position = (after, -1)
    entries = SearchEntry.objects.order_by("version", "page_id")
    while chunk := list(entries.filter(_is_later(*position))[:READ_CHUNK]):
        last = chunk[-1]
        position = (last.version, last.page_id)
        # more entries may bear the last version
        yield chunk, last.version if len(chunk) < READ_CHUNK else last.version - 1


def _is_later(version: int, page_id: int) -> Q:
    if page_id < 0:
        return Q(version__gt=version)
    return Q(version__gte=version) & (Q(version__gt=version) | Q(page_id__gt=page_id))


def _send(client: Elasticsearch, actions: list[dict], written: Written) -> None:
    for _ok, item in helpers.streaming_bulk(
        client.options(request_timeout=WRITE_SECONDS, max_retries=3),
        actions,
        chunk_size=READ_CHUNK,
        max_chunk_bytes=MAX_BYTES,
        raise_on_error=False,
        require_alias=True,
    ):
        [(action, outcome)] = item.items()
        _judge(action, outcome, written)


def make_action(target: str, entry: SearchEntry) -> dict:
    """Versions make it safe to write anything twice, late, or from several processes: the newest one stays."""
    action = {
        "_index": target,
        "_id": str(entry.page_id),
        "version": entry.version,
        "version_type": "external_gte",
    }
    if entry.is_removed:
        return {**action, "_op_type": "delete"}
    return {**action, "_op_type": "index", "_source": build_entry({**entry.document, **entry.words})}


def _judge(action: str, outcome: dict, written: Written) -> None:
    status = outcome["status"]
    if status < 300 or status == CONFLICT or (action == "delete" and "error" not in outcome):
        written.count += 1
        return
    error = outcome.get("error") or {}
    kind, reason = (error.get("type", ""), error.get("reason", "")) if isinstance(error, dict) else ("", str(error))
    if status == 400 and not is_about_index(kind):
        # one page that cannot be indexed must not keep all later ones out
        written.refused += 1
        logger.error("The search engine refuses page %s: %s %s", outcome.get("_id"), kind, reason[:300])
        return
    raise EngineError(f"writing failed with {status} {kind}: {reason[:200]}")


def delete_pages(client: Elasticsearch, index: str, pks: Iterable[int]) -> None:
    """Pages the database knows nothing about."""
    actions = ({"_op_type": "delete", "_index": get_write_alias(index), "_id": str(pk)} for pk in pks)
    for _done in helpers.streaming_bulk(
        client.options(request_timeout=WRITE_SECONDS), actions, raise_on_error=False, require_alias=True
    ):
        pass

"""Changes that touch many pages: hidden at once what must be hidden, the rest brought in line after the commit.

A renamed subject may stand in thousands of offerings. Whoever saves it must not wait for them, and no transaction
may keep all other writers waiting that long. So such a change notes the pages in its own transaction, and a worker
(in development: at once) writes their entries in chunks, each in a transaction of its own.
"""

from collections.abc import Iterable

from django.db import transaction
from django_tasks import task

from search.documents import CHUNK
from search.indexing import find_indexed_pks, split_chunks, sync
from search.models import PendingPage, SearchEntry

#: pages brought in line within the request that changed them
AT_ONCE = 50


def sync_soon(pks: Iterable[int]) -> None:
    """Few pages at once; of many only those the public may not see any more, and the others after the commit."""
    pks = list(dict.fromkeys(pks))
    if len(pks) <= AT_ONCE:
        sync(pks)
        return
    with transaction.atomic():
        for chunk in split_chunks(pks):
            public = find_indexed_pks(chunk)
            shown = SearchEntry.objects.filter(page_id__in=chunk, is_removed=False)
            sync(shown.exclude(page_id__in=public).order_by("page_id").values_list("page_id", flat=True))
            PendingPage.objects.bulk_create(PendingPage(page_id=pk) for pk in public)
        transaction.on_commit(sync_pending_task.enqueue, robust=True)


@task()
def sync_pending_task() -> None:
    sync_pending()


def sync_pending() -> int:
    """Do what was left to do; the number of pages. May be broken off at any time and done by several at once."""
    count = 0
    while rows := list(PendingPage.objects.order_by("pk").values_list("pk", "page_id")[:CHUNK]):
        with transaction.atomic():
            sync(page_id for _pk, page_id in rows)
            # the notes that were read and no others: newer ones may speak of the same pages
            PendingPage.objects.filter(pk__in=[pk for pk, _page_id in rows]).delete()
        count += len(rows)
    return count


def count_pending() -> int:
    return PendingPage.objects.values("page_id").distinct().count()

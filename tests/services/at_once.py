"""Several people at the same page at the same moment, for tests on PostgreSQL: SQLite has one writer."""

import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction
from wagtail.models import Page

SECONDS = 30


def run_at_once(page, *actions) -> list:
    """Results of all, each on a connection of its own; all wait for the page before the first goes on."""
    with ThreadPoolExecutor(len(actions)) as threads:
        with transaction.atomic():
            Page.objects.select_for_update().get(pk=page.pk)
            running = [threads.submit(_run_and_hang_up, action) for action in actions]
            _wait_until_blocked(len(actions))
        return [thread.result(SECONDS) for thread in running]


def _run_and_hang_up(action):
    try:
        return action()
    finally:
        connection.close()


def _wait_until_blocked(count: int):
    deadline = time.monotonic() + SECONDS
    while _count_blocked() < count:
        assert time.monotonic() < deadline, f"{_count_blocked()} of {count} wait for the page"
        time.sleep(0.05)


def _count_blocked() -> int:
    with connection.cursor() as cursor:
        # not pg_stat_activity: within a transaction that stays as it was first seen
        cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]

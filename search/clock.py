"""The order of changes, for readers that keep a copy in memory."""

import time
from dataclasses import dataclass

from django.db import transaction

from search.fingerprints import get_content_fingerprint
from search.models import SearchChange, SearchClock

#: a reader that knows only older versions reads everything anew
KEPT_CHANGES = 1000


def take_version(*, changes_labels: bool = False) -> int:
    """The next version, for rows written in the same transaction.

    The locked row keeps other writers waiting until this transaction ends: whoever sees a version has
    seen all smaller ones. Versions follow the wall clock, so that one which was rolled back is never
    given again and readers who saw it notice.
    """
    with transaction.atomic():
        clock, _created = SearchClock.objects.select_for_update().get_or_create(
            pk=1, defaults={"content_fingerprint": get_content_fingerprint()}
        )
        version = max(clock.version + 1, time.time_ns() // 1000)
        SearchClock.objects.filter(pk=1).update(version=version)
        SearchChange.objects.create(version=version, changes_labels=changes_labels)
        _forget_old_changes(version)
    return version


def get_version() -> int:
    """Of the latest change to anything that is searched."""
    return SearchClock.objects.filter(pk=1).values_list("version", flat=True).first() or 0


def _forget_old_changes(version: int) -> None:
    # every now and then is enough, the table only has to stay small
    if version % 100 == 0:
        kept = SearchChange.objects.order_by("-version").values_list("version", flat=True)
        oldest = next(iter(kept[KEPT_CHANGES - 1 : KEPT_CHANGES]), None)
        if oldest is not None:
            SearchChange.objects.filter(version__lt=oldest).delete()


@dataclass(frozen=True)
class News:
    """What happened since a known version."""

    #: the version to remember now
    version: int
    has_changes: bool
    changes_labels: bool
    #: the known version is none of this history (or there was none): read everything anew
    is_reset: bool


def read_news(known: int) -> News:
    """One small query; the row of the known version itself proves that it was committed."""
    rows = list(
        SearchChange.objects.filter(version__gte=known).order_by("version").values_list("version", "changes_labels")
    )
    is_reset = rows[0][0] != known if rows else known != 0
    newer = [row for row in rows if row[0] > known]
    return News(
        version=rows[-1][0] if rows else 0,
        has_changes=is_reset or bool(newer),
        changes_labels=is_reset or any(labels for _version, labels in newer),
        is_reset=is_reset,
    )

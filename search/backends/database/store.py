"""The view of this process, brought up to date before each search."""

import logging
import threading
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils import timezone
from pyroaring import BitMap, FrozenBitMap

from search.backends.database.view import Index, Plane
from search.clock import read_news
from search.documents import FORMAT
from search.models import SearchEntry

logger = logging.getLogger(__name__)

#: rows read at once
CHUNK = 1000
#: positions of changed documents are given up; beyond this share the view is made anew
MAX_DEAD_SHARE = 0.5
MIN_DEAD = 1000


@dataclass(frozen=True)
class Snapshot:
    """The view at one version on one day. What follows from it is worked out once and kept."""

    index: Index
    alive: FrozenBitMap
    planes: tuple[Plane, ...]
    today: date
    version: int
    #: results that only depend on the snapshot
    memory: dict = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def day(self) -> int:
        return self.today.toordinal()

    def remember(self, key, compute):
        """Computed at most once per snapshot (twice in a race, with the same outcome)."""
        if key not in self.memory:
            self.memory[key] = compute()
        return self.memory[key]


class Store:
    def __init__(self):
        self._lock = threading.Lock()
        self._index = Index()
        self._snapshot: Snapshot | None = None
        self._version = 0

    def get_snapshot(self) -> Snapshot:
        """One small query when nothing changed, else also the rows that did."""
        snapshot = self._snapshot
        today = timezone.localdate()
        if snapshot is not None and snapshot.today == today and not read_news(snapshot.version).has_changes:
            return snapshot
        with self._lock:
            self._refresh()
            # whoever waited for the lock finds the work done
            if not self._is_current(self._snapshot, today):
                self._snapshot = self._take_snapshot(today)
            return self._snapshot

    def _is_current(self, snapshot: Snapshot | None, today: date) -> bool:
        return (
            snapshot is not None
            and snapshot.index is self._index
            and snapshot.version == self._version
            and snapshot.today == today
        )

    def _refresh(self) -> None:
        news = read_news(self._version)
        dead = len(self._index.facts) - len(self._index.alive)
        if news.is_reset or (dead > MIN_DEAD and dead > MAX_DEAD_SHARE * len(self._index.facts)):
            self._load_all()
        elif news.has_changes:
            self._load_changes(news.version)

    def _load_all(self) -> None:
        index = Index()
        # the version first: what is written meanwhile is then read twice instead of never
        version = read_news(0).version
        entries = SearchEntry.objects.filter(is_removed=False).order_by("page_id")
        outdated = 0
        for document, words in entries.values_list("document", "words").iterator(chunk_size=CHUNK):
            if document.get("format") == FORMAT:
                index.add({**document, **words})
            else:
                outdated += 1
        if outdated:
            logger.error(
                "%s search entries are of an older version and not searched. Cure: manage.py search rebuild", outdated
            )
        self._index, self._version = index, version

    def _load_changes(self, version: int) -> None:
        entries = SearchEntry.objects.filter(version__gt=self._version).order_by("version", "page_id")
        rows = entries.values_list("page_id", "is_removed", "document", "words")
        for page_id, is_removed, document, words in rows.iterator(chunk_size=CHUNK):
            if is_removed:
                self._index.remove(page_id)
            elif document.get("format") == FORMAT:
                self._index.add({**document, **words})
        self._version = version

    def _take_snapshot(self, today: date) -> Snapshot:
        index = self._index
        return Snapshot(index, FrozenBitMap(index.alive), tuple(index.planes), today, self._version)


def unite(sets) -> BitMap:
    """Union of any number of sets."""
    sets = list(sets)
    return BitMap.union(*sets) if len(sets) > 1 else (sets[0] if sets else BitMap())

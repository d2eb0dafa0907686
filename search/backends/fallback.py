"""An engine in front, the database behind it: the finder answers whatever happens to the engine."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.core.cache import cache

from search.backends.base import Drift
from search.backends.database import DatabaseBackend
from search.backends.elasticsearch.backend import ElasticsearchBackend
from search.backends.elasticsearch.errors import EngineError
from search.query import Query
from search.results import Results, Suggestion

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")

#: seconds without the engine after a failure; each further one doubles them
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 60.0
#: tells all processes, so that the admin shows it wherever it runs
OUTAGE_KEY = "search_outage"


class Breaker:
    """Keeps searches away from an engine that does not answer, and lets one through now and then to see.

    So a slow engine costs its second once every few seconds, not with every search.
    """

    def __init__(self, *, first_pause: float = FIRST_PAUSE, longest_pause: float = LONGEST_PAUSE):
        self._first_pause, self._longest_pause = first_pause, longest_pause
        self._lock = threading.Lock()
        #: length of the current pause; none while the engine answers
        self._pause = 0.0
        self._until = 0.0

    @property
    def is_open(self) -> bool:
        return self._pause > 0

    def lets_through(self) -> bool:
        """Whether this search may ask the engine. During an outage that is one search after each pause."""
        if not self.is_open:
            return True
        with self._lock:
            now = time.monotonic()
            if now < self._until:
                return False
            # whoever comes while this one waits for its answer does not wait as well
            self._until = now + self._pause
            return True

    def note_failure(self) -> bool:
        """True when an outage begins."""
        with self._lock:
            begins = not self._pause
            # searches that were under way together fail together: that is one failure
            if begins or time.monotonic() < self._until:
                self._pause = min(max(self._pause * (1 if begins else 2), self._first_pause), self._longest_pause)
                self._until = time.monotonic() + self._pause
            return begins

    def note_success(self) -> bool:
        """True when an outage ends."""
        if not self.is_open:
            return False
        with self._lock:
            ended = self.is_open
            self._pause = 0.0
            return ended


class FallbackBackend:
    """Searches in the engine; the database answers in its place, and keeps the entries both are made of."""

    def __init__(self, url: str, *, breaker: Breaker | None = None):
        self.engine = ElasticsearchBackend(url)
        self.database = DatabaseBackend()
        self.breaker = breaker or Breaker()

    @property
    def name(self) -> str:
        """Who answers at the moment."""
        return self.database.name if self.breaker.is_open else self.engine.name

    def search(self, query: Query) -> Results:
        return self._ask(lambda backend: backend.search(query))

    def count(self, query: Query) -> int:
        return self._ask(lambda backend: backend.count(query))

    def list_ids(self, query: Query) -> list[int]:
        return self._ask(lambda backend: backend.list_ids(query))

    def suggest(self, prefix: str) -> list[Suggestion]:
        return self._ask(lambda backend: backend.suggest(prefix))

    def _ask(self, ask: Callable[..., Answer]) -> Answer:
        if self.breaker.lets_through():
            try:
                answer = ask(self.engine)
            except EngineError as error:
                self._note_failure(error)
            else:
                if self.breaker.note_success():
                    self._end_outage()
                return answer
        return ask(self.database)

    def _note_failure(self, error: EngineError) -> None:
        if not error.is_outage:
            logger.error("The search engine refused a query, the database answers it: %s", error)
        elif self.breaker.note_failure():
            logger.warning("The search engine does not answer, the database does in its place: %s", error)
            cache.set(OUTAGE_KEY, str(error), timeout=24 * 3600)

    def _end_outage(self) -> None:
        from search.outbox import enqueue_drain

        logger.warning("The search engine answers again.")
        cache.delete(OUTAGE_KEY)
        # what was published meanwhile
        enqueue_drain()

    def get_document(self, page_id: int) -> dict | None:
        return self.database.get_document(page_id)

    def index(self, pks: Iterable[int]) -> None:
        pks = list(pks)
        self.database.index(pks)
        self.engine.index(pks)

    remove = index

    def rebuild(self, *, show_progress: bool = False, force: bool = False) -> int:
        self.database.rebuild(show_progress=show_progress)
        return self.engine.rebuild(show_progress=show_progress, force=force)

    def check(self) -> Drift:
        drift, other = self.database.check(), self.engine.check()
        return Drift(*(tuple(sorted({*getattr(drift, name), *getattr(other, name)})) for name in Drift.__annotations__))

    def is_ready(self) -> bool:
        """The site is: without its engine it answers all the same."""
        return self.database.is_ready()

    def describe(self) -> list[str]:
        return self.engine.describe()

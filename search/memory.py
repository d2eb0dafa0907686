"""What a process remembers of the database: names, menu, addresses. It is read anew when a change was noted there."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

from search.clock import read_news

Thing = TypeVar("Thing")


class _Counter:
    """Counts the changes of names and addresses this process has noticed."""

    def __init__(self):
        self._lock = threading.Lock()
        self._version = 0
        self._number = 0

    def look(self) -> int:
        """One small query."""
        with self._lock:
            news = read_news(self._version)
            if news.changes_labels or not self._number:
                self._number += 1
            self._version = news.version
            return self._number


class _Look:
    """One look at the database, taken when somebody needs it first."""

    def __init__(self):
        self._number = 0

    @property
    def number(self) -> int:
        self._number = self._number or _counter.look()
        return self._number


_counter = _Counter()
_pinned: ContextVar[_Look | None] = ContextVar("search_memory", default=None)


@contextmanager
def look_once() -> Iterator[None]:
    """Within, the database is asked for changes at most once: whoever answers a request wraps it in this."""
    if _pinned.get() is not None:
        yield
        return
    token = _pinned.set(_Look())
    try:
        yield
    finally:
        _pinned.reset(token)


class Remembered(Generic[Thing]):
    """What ``load`` returned since the last noted change; see ``search.indexing.note_label_change``.

    All threads share it: whoever wants to change it makes a copy.
    """

    def __init__(self, load: Callable[[], Thing]):
        self._load = load
        self._found: tuple[int, Thing] | None = None

    def get(self) -> Thing:
        pinned = _pinned.get()
        number = pinned.number if pinned else _counter.look()
        found = self._found
        if found is None or found[0] < number:
            # loaded after the look: it may only be newer than its number says
            found = self._found = (number, self._load())
        return found[1]

"""What a search backend must be able to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from search.query import Query
from search.results import Results, Suggestion


@dataclass(frozen=True)
class Drift:
    """How what is searched differs from the pages, as page ids."""

    missing: tuple[int, ...] = ()
    stale: tuple[int, ...] = ()
    superfluous: tuple[int, ...] = ()

    def __bool__(self):
        return bool(self.missing or self.stale or self.superfluous)


class SearchBackend(Protocol):
    #: what ``X-Search-Backend`` tells
    name: str

    def search(self, query: Query) -> Results:
        """Texts and labels come in the active language."""

    def count(self, query: Query) -> int:
        """The total alone."""

    def list_ids(self, query: Query) -> list[int]:
        """All hits in their order, whatever the page, up to the greatest number anybody may read."""

    def get_document(self, page_id: int) -> dict | None:
        """The document of one page the public may see."""

    def suggest(self, prefix: str) -> list[Suggestion]: ...

    def index(self, pks: Iterable[int]) -> None:
        """Bring these pages in line; idempotent."""

    def remove(self, pks: Iterable[int]) -> None: ...

    def rebuild(self, *, show_progress: bool = False) -> int:
        """Everything anew; the number of pages found."""

    def check(self) -> Drift:
        """What differs from the pages themselves."""

    def is_ready(self) -> bool: ...

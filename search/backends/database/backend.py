from collections.abc import Iterable
from dataclasses import dataclass

from django.db import DatabaseError

from cms.languages import get_interface_language
from search.analysis import analyze_query, highlight
from search.answers import build_facets
from search.backends.base import Drift
from search.backends.database.counting import count_facets
from search.backends.database.matching import Matcher
from search.backends.database.ordering import pick_page
from search.backends.database.store import Snapshot, Store
from search.backends.database.suggestions import find_suggestions
from search.backends.database.texts import TextMatch, find_suggestion, match_text, rank
from search.documents import FORMAT
from search.hits import build_hits
from search.labels import pin_tables
from search.models import SearchEntry
from search.query import Query
from search.results import Results, Suggestion


@dataclass(frozen=True)
class Search:
    """One query over one snapshot."""

    snapshot: Snapshot
    matcher: Matcher
    match: TextMatch | None


class DatabaseBackend:
    name = "database"

    def __init__(self, url: str = "database://"):
        self._store = Store()

    def search(self, query: Query) -> Results:
        with pin_tables():
            return self._search(query)

    def _search(self, query: Query) -> Results:
        run = self._start(query)
        found = run.matcher.find()
        match = run.match
        return Results(
            query=query,
            hits=build_hits(
                self._load_documents(run.snapshot, self._pick(run, found)),
                highlighter=_make_highlighter(match) if match else None,
            ),
            total=len(found),
            facets=build_facets(query, count_facets(run.matcher)),
            backend=self.name,
            corrected=match.corrected if match and found else "",
            relaxed=bool(match and match.relaxed and found),
            suggestion=self._suggest_text(run) if match and not found else "",
        )

    def count(self, query: Query) -> int:
        """The total alone."""
        return len(self._start(query).matcher.find())

    def list_ids(self, query: Query) -> list[int]:
        with pin_tables():
            run = self._start(query.with_all_hits())
            facts = run.snapshot.index.facts
            return [facts[position].page_id for position in self._pick(run, run.matcher.find())]

    def _start(self, query: Query, snapshot: Snapshot | None = None) -> Search:
        snapshot = snapshot or self._store.get_snapshot()
        matcher = Matcher(snapshot, query)
        match = None
        if query.q:
            match = match_text(snapshot, query.q, language=get_interface_language(), visible=matcher.get_universe())
            matcher = Matcher(snapshot, query, match.found)
        return Search(snapshot, matcher, match)

    def _pick(self, run: Search, found) -> list[int]:
        query = run.matcher.query
        if query.effective_sort == "relevance":
            return rank(run.snapshot, run.match, found, first=query.first, size=query.page_size)
        return pick_page(run.snapshot, found, sort=query.effective_sort, first=query.first, size=query.page_size)

    def _suggest_text(self, run: Search) -> str:
        def has_hits(text: str) -> bool:
            return bool(self._start(run.matcher.query.with_text(text), run.snapshot).matcher.find())

        return find_suggestion(run.snapshot, run.match, has_hits=has_hits)

    def _load_documents(self, snapshot: Snapshot, positions: list[int]) -> list[dict]:
        """In the order of the positions, without those that vanished this very moment."""
        pks = [snapshot.index.facts[position].page_id for position in positions]
        entries = SearchEntry.objects.filter(page_id__in=pks, is_removed=False)
        documents = dict(entries.values_list("page_id", "document"))
        return [documents[pk] for pk in pks if pk in documents]

    def suggest(self, prefix: str) -> list[Suggestion]:
        with pin_tables():
            return find_suggestions(self._store.get_snapshot(), prefix, language=get_interface_language())

    def get_document(self, page_id: int) -> dict | None:
        """The document of one page the public may see."""
        entries = SearchEntry.objects.filter(page_id=page_id, is_removed=False)
        document = entries.values_list("document", flat=True).first()
        return document if document and document.get("format") == FORMAT else None

    def index(self, pks: Iterable[int]) -> None:
        from search.indexing import sync

        sync(pks)

    #: a page that is gone or hidden is removed by looking at it again
    remove = index

    def rebuild(self, *, show_progress: bool = False) -> int:
        from search.indexing import rebuild

        return rebuild(show_progress=show_progress)

    def check(self) -> Drift:
        from search.indexing import find_drift

        return find_drift()

    def is_ready(self) -> bool:
        try:
            SearchEntry.objects.exists()
        except DatabaseError:
            return False
        return True


def _make_highlighter(match: TextMatch):
    """Marks what really matched: of a corrected text the words it was read as."""
    analyzed = analyze_query(match.corrected, get_interface_language()) if match.corrected else match.analyzed

    def mark(text: str, language: str) -> tuple[tuple[str, bool], ...]:
        # texts of a card are short: the whole text, not a piece of it
        return tuple(highlight(text, analyzed, language, max_length=len(text) + 1)) if text else ()

    return mark

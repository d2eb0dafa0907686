"""What somebody asks for: parsed once for page, API, feeds and saved searches, and printed back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from search.facets import FACETS_BY_NAME

DEFAULT_PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
#: nobody reads further, and no engine should have to count further
MAX_WINDOW = 10_000
SORTS = ("relevance", "start", "title", "price", "new")
#: order of the parameters in a canonical query string (design, section 6)
PARAMETERS = (
    "q", "type", "subject", "target_group", "age", "level", "language", "support_language", "district", "venue",
    "weekday", "daytime", "from", "to", "format", "price", "childcare", "accessible", "availability", "status",
    "lecturer", "funder", "task_area", "archive", "sort", "page", "page_size",
)  # fmt: skip
POSITIONS = {name: position for position, name in enumerate(PARAMETERS)}
#: parameters that narrow the results, without the text
FILTERS = tuple(name for name in PARAMETERS if name not in ("q", "sort", "page", "page_size"))

Values = tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """A valid search. Build changed ones with the ``with_…`` methods, which also go back to page 1."""

    q: str = ""
    #: ((facet name, sorted values), ...) in the order of the facets, only facets with a selection
    selections: tuple[tuple[str, Values], ...] = ()
    age: int | None = None
    date_from: date | None = None
    date_to: date | None = None
    #: include what is over
    archive: bool = False
    #: one of SORTS; empty means the order that fits: relevance for a text, else the next start
    sort: str = ""
    page: int = 1
    page_size: int = DEFAULT_PAGE_SIZE

    @classmethod
    def parse(cls, data) -> "ParsedQuery":
        """Read a QueryDict. Whatever cannot be meant is left out of the query and named in the errors."""
        from search.forms import parse_query

        return parse_query(data)

    @classmethod
    def build(cls, *, selections: Mapping[str, Any] | None = None, **values) -> "Query":
        """From values that are known to be right: ``Query.build(selections={"type": ["course"]})``."""
        return cls(selections=_normalize(selections or {}), **values)

    def get_selection(self, name: str) -> Values:
        return next((values for facet, values in self.selections if facet == name), ())

    @property
    def effective_sort(self) -> str:
        default = "relevance" if self.q else "start"
        # without a text there is nothing to be relevant to
        return default if not self.sort or (self.sort == "relevance" and not self.q) else self.sort

    @property
    def first(self) -> int:
        """Position of the page's first hit, from 0."""
        return (self.page - 1) * self.page_size

    @property
    def is_filtered(self) -> bool:
        return bool(self.selections) or any(
            value not in (None, False) for value in (self.age, self.date_from, self.date_to, self.archive)
        )

    def to_parameters(self) -> list[tuple[str, str]]:
        """(name, value) pairs in a fixed order, defaults left out."""
        plain = {
            "q": self.q,
            "age": self.age,
            "from": self.date_from and self.date_from.isoformat(),
            "to": self.date_to and self.date_to.isoformat(),
            "archive": "1" if self.archive else None,
            "sort": self.sort,
            "page": self.page if self.page != 1 else None,
            "page_size": self.page_size if self.page_size != DEFAULT_PAGE_SIZE else None,
        }
        rows = [*self.selections, *((name, (value,)) for name, value in plain.items() if value not in (None, ""))]
        # plugins' facets come last, in the order they are registered in
        rows.sort(key=lambda row: POSITIONS.get(row[0], len(POSITIONS)))
        return [(name, str(value)) for name, values in rows for value in values]

    def to_query_string(self) -> str:
        return urlencode(self.to_parameters())

    def with_page(self, page: int) -> "Query":
        return replace(self, page=page)

    def with_first(self, count: int) -> "Query":
        """The first few hits."""
        return replace(self, page=1, page_size=count)

    def with_all_hits(self) -> "Query":
        """On one page, for what is no page: exports and feeds."""
        return replace(self, page=1, page_size=MAX_WINDOW)

    def with_sort(self, sort: str) -> "Query":
        default = replace(self, sort="").effective_sort
        return replace(self, sort="" if sort == default else sort, page=1)

    def with_text(self, text: str) -> "Query":
        return replace(self, q=text, page=1)

    def with_selection(self, name: str, values) -> "Query":
        selections = {**dict(self.selections), name: tuple(values)}
        return replace(self, selections=_normalize(selections), page=1)

    def with_value(self, name: str, value: str) -> "Query":
        """With this value of a facet added, or in place of the other one where only one may be chosen."""
        others = self.get_selection(name) if FACETS_BY_NAME[name].multiple else ()
        return self.with_selection(name, {*others, value})

    def without_value(self, name: str, value: str) -> "Query":
        return self.with_selection(name, (other for other in self.get_selection(name) if other != value))

    def without(self, *names: str) -> "Query":
        """Without these parameters, whatever they hold."""
        fields = {"from": "date_from", "to": "date_to"}
        selections = tuple(row for row in self.selections if row[0] not in names)
        defaults = Query()
        plain = {
            fields.get(name, name): getattr(defaults, fields.get(name, name))
            for name in names
            if name not in FACETS_BY_NAME
        }
        return replace(self, **{"page": 1, "selections": selections, **plain})

    def get_used_filters(self) -> list[str]:
        """Names of the filters in use, in their order."""
        used = {name for name, _value in self.without("q", "sort", "page", "page_size").to_parameters()}
        return [name for name in FILTERS if name in used] + sorted(used.difference(FILTERS))


@dataclass(frozen=True)
class ParsedQuery:
    query: Query
    #: parameter -> messages for people
    errors: dict[str, list[str]]


def _normalize(selections: Mapping[str, Any]) -> tuple[tuple[str, Values], ...]:
    return tuple((name, tuple(sorted(set(selections[name])))) for name in FACETS_BY_NAME if selections.get(name))

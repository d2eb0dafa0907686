"""What the finder's page needs besides the results: groups of facets, chips, links. All addresses are real."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.facets import FACETS, FACETS_BY_NAME, get_label
from search.query import DEFAULT_PAGE_SIZE, MAX_WINDOW, Query
from search.results import Facet, FacetValue, Results, Suggestion

#: headings over the facets, the most used first
GROUPS = (
    ("what", gettext_lazy("Was"), ("type", "subject", "task_area")),
    ("whom", gettext_lazy("Für wen"), ("target_group", "age")),
    ("language", gettext_lazy("Sprache"), ("level", "language", "support_language")),
    ("when", gettext_lazy("Wann"), ("date", "weekday", "daytime")),
    ("where", gettext_lazy("Wo"), ("district", "venue", "format", "accessible")),
    ("how", gettext_lazy("Kosten und Plätze"), ("price", "childcare", "availability")),
    ("more", gettext_lazy("Mehr"), ("lecturer", "funder", "status", "archive")),
)
SORT_LABELS = {
    "relevance": gettext_lazy("Beste Treffer"),
    "start": gettext_lazy("Beginn"),
    "title": gettext_lazy("Titel"),
    "price": gettext_lazy("Preis"),
    "new": gettext_lazy("Neu"),
}
#: a facet with more values (not counting those below others) is a select: nobody reads that many boxes
MAX_BOXES = 30
#: kinds of suggestions that are no facet
SUGGESTION_LABELS = {
    "code": gettext_lazy("Kursnummer"),
    "offering": gettext_lazy("Angebot"),
    "page": gettext_lazy("Seite der Website"),
}
#: what engines of the world need not remember: mixes of more filters, and what lies deeper
MAX_INDEXED_FILTERS, MAX_INDEXED_PAGE = 2, 10
#: pages linked on each side of the current one
NEAR_PAGES = 2


@dataclass(frozen=True)
class FilterField:
    """One box of the form: a facet with values, or a plain input."""

    name: str
    label: str
    #: facet, select (a facet with very many values), age, date or archive
    kind: str
    facet: Facet | None
    is_active: bool
    #: values on the first level, each with those below it
    tree: tuple[tuple[FacetValue, tuple[FacetValue, ...]], ...] = ()

    @property
    def chosen(self) -> str:
        """The value a select shows; further ones are kept by ``kept``."""
        return next((value.value for value in self.facet.values if value.selected), "")

    @property
    def kept(self) -> list[str]:
        return [value.value for value in self.facet.values if value.selected][1:]


@dataclass(frozen=True)
class FilterGroup:
    name: str
    label: str
    fields: tuple[FilterField, ...]

    @property
    def is_active(self) -> bool:
        return any(field.is_active for field in self.fields)


@dataclass(frozen=True)
class Chip:
    """An active filter and the address without it."""

    name: str
    facet_label: str
    label: str
    url: str


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class Way:
    """A filter to give up, and how many hits that brings."""

    label: str
    url: str
    count: int
    query: Query


@dataclass(frozen=True)
class Pagination:
    first: int
    last: int
    previous_url: str
    next_url: str
    #: None stands for a gap
    pages: tuple[Link | None, ...]


def make_url(path: str, query: Query) -> str:
    """``path`` may bring parameters of its own, as those of the calendar."""
    text = query.to_query_string()
    separator = "&" if "?" in path else "?"
    return f"{path}{separator}{text}" if text else path


def build_groups(results: Results) -> list[FilterGroup]:
    used = set(results.query.get_used_filters())
    groups = []
    placed = {field_name for _name, _label, names in GROUPS for field_name in names}
    for name, label, names in GROUPS:
        added = [facet.name for facet in FACETS if facet.group == name and facet.name not in placed]
        fields = [_build_field(field_name, results, used) for field_name in (*names, *added)]
        groups.append(FilterGroup(name, str(label), tuple(field for field in fields if field)))
    return [group for group in groups if group.fields]


def _build_field(name: str, results: Results, used: set[str]) -> FilterField | None:
    plain = {
        "age": (_("Alter"), {"age"}),
        "date": (_("Zeitraum"), {"from", "to"}),
        "archive": (_("Vergangenes"), {"archive"}),
    }
    if name in plain:
        label, parameters = plain[name]
        return FilterField(name, label, name, None, bool(parameters & used))
    facet = results.facets_by_name[name]
    if not facet.values:
        return None
    tree = build_tree(facet)
    kind = "facet" if len(tree) <= MAX_BOXES else "select"
    return FilterField(name, facet.label, kind, facet, name in used, tree)


def build_tree(facet: Facet) -> tuple[tuple[FacetValue, tuple[FacetValue, ...]], ...]:
    children: dict[str, list[FacetValue]] = {value.value: [] for value in facet.values}
    top = [value for value in facet.values if value.parent not in children]
    for value in facet.values:
        if value.parent in children:
            children[value.parent].append(value)
    return tuple((value, tuple(children[value.value])) for value in top)


def build_chips(query: Query, path: str) -> list[Chip]:
    chips = []
    for name, value in query.to_parameters():
        if name in ("q", "sort", "page", "page_size"):
            continue
        if name in FACETS_BY_NAME:
            facet_label, label = str(FACETS_BY_NAME[name].label), get_label(name, value)
            rest = query.without_value(name, value)
        else:
            facet_label, label = _describe_plain_filter(name, query)
            rest = query.without(name)
        chips.append(Chip(name, facet_label, label, make_url(path, rest)))
    return chips


def _describe_plain_filter(name: str, query: Query) -> tuple[str, str]:
    if name == "age":
        return _("Alter"), _("%(age)s Jahre") % {"age": query.age}
    if name == "from":
        return _("Zeitraum"), _("ab %(start)s") % {"start": date_format(query.date_from, "DATE_FORMAT")}
    if name == "to":
        return _("Zeitraum"), _("bis %(end)s") % {"end": date_format(query.date_to, "DATE_FORMAT")}
    return _("Vergangenes"), _("auch Vergangenes")


def build_sort_links(query: Query, path: str) -> list[Link]:
    return [
        Link(str(label), make_url(path, query.with_sort(sort)), sort == query.effective_sort)
        for sort, label in SORT_LABELS.items()
        if query.q or sort != "relevance"
    ]


def build_pagination(results: Results, path: str) -> Pagination:
    query = results.query
    # nobody is sent where the query form would refuse to go
    count = min(results.page_count, MAX_WINDOW // query.page_size)
    page = query.page

    def link(number: int) -> str:
        return make_url(path, query.with_page(number)) if 1 <= number <= count else ""

    near = range(max(1, page - NEAR_PAGES), min(count, page + NEAR_PAGES) + 1)
    pages: list[Link | None] = []
    last = 0
    for number in sorted({1, *near, count}):
        if number > last + 1:
            pages.append(None)
        pages.append(Link(str(number), link(number), number == page))
        last = number
    return Pagination(
        first=query.first + 1 if results.hits else 0,
        last=query.first + len(results.hits) if results.hits else 0,
        previous_url=link(page - 1),
        next_url=link(page + 1),
        pages=tuple(pages),
    )


def describe_suggestion(suggestion: Suggestion) -> str:
    """What kind of thing it is."""
    facet = FACETS_BY_NAME.get(suggestion.kind)
    return str(facet.label if facet else SUGGESTION_LABELS[suggestion.kind])


def is_worth_indexing(query: Query) -> bool:
    """Whether the address is a page of its own for other search engines, and not one of endlessly many mixes."""
    count = len(query.without("q", "sort", "page", "page_size").to_parameters())
    is_plain = not query.q and not query.sort and query.page_size == DEFAULT_PAGE_SIZE
    return is_plain and count <= MAX_INDEXED_FILTERS and query.page <= MAX_INDEXED_PAGE


def find_ways_out(query: Query, path: str, count) -> list[Way]:
    """Filters to give up where nothing is found: each alone, and with them all the text alone.

    ``count`` tells how many hits a query has.
    """
    used = query.get_used_filters()
    ways = []
    for name in used:
        rest = query.without(name)
        label = str(FACETS_BY_NAME[name].label) if name in FACETS_BY_NAME else _describe_plain_filter(name, query)[0]
        ways.append(Way(_("ohne „%(filter)s“") % {"filter": label}, make_url(path, rest), count(rest), rest))
    if len(used) > 1:
        rest = query.without(*used)
        ways.append(Way(_("ohne alle Filter"), make_url(path, rest), count(rest), rest))
    if query.q and used:
        rest = query.without("q")
        ways.append(Way(_("ohne den Suchtext"), make_url(path, rest), count(rest), rest))
    return [way for way in ways if way.count]

"""The documents as sets of numbers: one bitmap per thing that may be asked for.

A document gets a position. Bitmaps are only ever added to; a changed document gets a new position and its
old one is no longer among the living. So a reader who holds a snapshot (the set of the living) is not
disturbed by what is added meanwhile, and no set is ever copied.

Runs lie in planes: plane 0 holds the first run of every document, plane 1 the second one. Conditions on the
same run are then intersections within a plane, and the union over the planes gives the documents.
"""

from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from pyroaring import BitMap

from catalogue.choices import WEEKDAY_SLUGS, Daytime
from search.analysis import normalize_code
from search.documents import get_planes
from search.facets import PAGE_TYPE
from search.runs import split_meeting

WEEKDAYS = {slug: number for number, slug in enumerate(WEEKDAY_SLUGS)}
#: the last one stands for an unknown hour
DAYTIMES = {**{value: number for number, value in enumerate(Daytime.values)}, "": len(Daytime.values)}
MAX_AGE = 120
MINUTES = 24 * 60

Sets = dict  # value -> BitMap


def make_sets() -> Sets:
    return defaultdict(BitMap)


def to_day(text: str | None) -> int | None:
    """Days as numbers, as ``date.toordinal`` counts."""
    return date.fromisoformat(text).toordinal() if text else None


@dataclass
class Plane:
    """The n-th run of every document that has one."""

    members: BitMap = field(default_factory=BitMap)
    #: last day -> documents; runs without an end are in none
    ends: Sets = field(default_factory=make_sets)
    #: facet -> value -> documents
    facets: dict[str, Sets] = field(default_factory=lambda: defaultdict(make_sets))
    #: (value, first day, last day) -> documents
    availability: Sets = field(default_factory=make_sets)
    #: day -> part of the day -> documents with a meeting
    meetings: dict[int, Sets] = field(default_factory=lambda: defaultdict(make_sets))
    #: (weekday, part of the day) -> documents whose run has a weekly rule and no dated meetings
    rules: Sets = field(default_factory=make_sets)
    #: runs without dated meetings: all, those with a known start or end, and these by day
    spans: BitMap = field(default_factory=BitMap)
    dated_spans: BitMap = field(default_factory=BitMap)
    span_starts: Sets = field(default_factory=make_sets)
    span_ends: Sets = field(default_factory=make_sets)

    def add(self, position: int, run: dict) -> None:
        start, end = to_day(run["start"]), to_day(run["end"])
        self.members.add(position)
        if end:
            self.ends[end].add(position)
        for name, values in run["facets"].items():
            for value in values:
                self.facets[name][value].add(position)
        for value, first, last in run["availability"]:
            self.availability[value, to_day(first), to_day(last)].add(position)
        for day, _start, _end, _weekday, daytime in map(split_meeting, run["meetings"]):
            self.meetings[to_day(day)][DAYTIMES[daytime]].add(position)
        for weekday, daytime in run["rule"]:
            self.rules[WEEKDAYS[weekday], DAYTIMES[daytime]].add(position)
        if run["spans"]:
            self._add_span(position, start, end)

    def _add_span(self, position: int, start: int | None, end: int | None) -> None:
        self.spans.add(position)
        if start or end:
            self.dated_spans.add(position)
        if start:
            self.span_starts[start].add(position)
        if end:
            self.span_ends[end].add(position)


@dataclass(frozen=True, slots=True)
class Facts:
    """What ordering and suggestions need of one document."""

    page_id: int
    title_key: str
    #: language -> (title, its plain form), German always among them
    titles: dict[str, tuple[str, str]]
    type: str
    code: str
    code_key: str
    path: str
    published: str
    #: (last day or None, price or None) of each run
    runs: tuple[tuple[int | None, float | None], ...]
    #: minutes since the year 1 of all meetings and of starts without meetings, sorted
    moments: array


class Index:
    """All bitmaps. Only ``store`` adds to it, under its lock."""

    def __init__(self):
        self.facts: list[Facts] = []
        self.positions: dict[int, int] = {}
        self.alive = BitMap()
        self.pages = BitMap()
        self.facets: dict[str, Sets] = defaultdict(make_sets)
        #: year of age -> documents whose range contains it
        self.ages: Sets = make_sets()
        self.ageless = BitMap()
        self.planes: list[Plane] = []
        #: words as people write them, where that differs from the plain form
        self.spellings: set[str] = set()
        #: (tier, field) -> token -> documents
        self.postings: dict[tuple[str, str], Sets] = defaultdict(make_sets)

    def remove(self, page_id: int) -> None:
        position = self.positions.pop(page_id, None)
        if position is not None:
            self.alive.discard(position)

    def add(self, document: dict) -> None:
        self.remove(document["id"])
        position = len(self.facts)
        self.facts.append(read_facts(document))
        self.positions[document["id"]] = position
        self._add_facets(position, document)
        self._add_tokens(position, document["tokens"])
        self.spellings.update(document["spellings"])
        for number, run in enumerate(get_planes(document)):
            if number == len(self.planes):
                self.planes.append(Plane())
            self.planes[number].add(position, run)
        # last, so that nobody sees half a document
        self.alive.add(position)

    def _add_facets(self, position: int, document: dict) -> None:
        for name, values in document["facets"].items():
            for value in values:
                self.facets[name][value].add(position)
        if document["type"] == PAGE_TYPE:
            self.pages.add(position)
            return
        first, last = document["age"]
        if first is None and last is None:
            self.ageless.add(position)
        else:
            for age in range(first or 0, min(MAX_AGE if last is None else last, MAX_AGE) + 1):
                self.ages[age].add(position)

    def _add_tokens(self, position: int, tokens: dict) -> None:
        for field_name, tiers in tokens.items():
            for tier, words in tiers.items():
                postings = self.postings[tier, field_name]
                for word in words:
                    postings[word].add(position)


def read_facts(document: dict) -> Facts:
    planes = get_planes(document)
    titles = {"de": document["title"]}
    titles.update({language: texts[0] for language, texts in document["translations"].items()})
    keys = document["title_keys"]
    return Facts(
        page_id=document["id"],
        title_key=keys["de"],
        titles={language: (titles[language], key) for language, key in keys.items()},
        type=document["type"],
        code=document["code"],
        code_key=normalize_code(document["code"]),
        path=document["path"],
        published=document["published"] or "",
        runs=tuple((to_day(run["end"]), _read_price(run)) for run in planes),
        moments=array("q", sorted(moment for run in planes for moment in _read_moments(run))),
    )


def _read_price(run: dict) -> float | None:
    price = run.get("price")
    return None if price is None else float(price)


def _read_moments(run: dict):
    for day, start, *_rest in map(split_meeting, run["meetings"]):
        yield to_day(day) * MINUTES + (int(start[:2]) * 60 + int(start[3:]) if start else 0)
    if run["spans"] and run["start"]:
        yield to_day(run["start"]) * MINUTES

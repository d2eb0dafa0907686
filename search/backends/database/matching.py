"""Which documents satisfy the conditions of a query, as operations on bitmaps."""

from functools import cached_property

from pyroaring import BitMap

from search.backends.database.store import Snapshot, unite
from search.backends.database.view import DAYTIMES, WEEKDAYS, Plane
from search.facets import DATED_FACET, FACETS_BY_NAME, PAGE_TYPE
from search.query import Query

CELLS = len(WEEKDAYS) * len(DAYTIMES)
EMPTY = BitMap()


def get_cell(weekday: int, daytime: int) -> int:
    return weekday * len(DAYTIMES) + daytime


class Matcher:
    """The conditions of one query over one snapshot, each worked out once.

    ``skip`` leaves the condition of one facet out: that is how counts ignore the facet's own selection.
    """

    def __init__(self, snapshot: Snapshot, query: Query, texts: BitMap | None = None):
        self.snapshot = snapshot
        self.query = query
        #: documents that hold the text; None without a text
        self.texts = texts

    def find(self, skip: str = "") -> BitMap:
        """Documents that satisfy everything."""
        found = self.find_by_offering(skip)
        if self.has_run_conditions(skip):
            found = found & self.find_by_run(skip)
        return found

    def find_by_offering(self, skip: str = "") -> BitMap:
        """Documents that satisfy what concerns the offering as a whole."""
        found = self.get_universe(skip)
        if self.texts is not None:
            found = found & self.texts
        for name, members in self._offering_sets.items():
            if name != skip:
                found = found & members
        return found

    def find_by_run(self, skip: str = "") -> BitMap:
        return unite(self.get_runs(skip))

    def has_run_conditions(self, skip: str = "") -> bool:
        return any(name != skip for name in self._run_sets) or self.has_time_conditions(skip)

    def has_time_conditions(self, skip: str = "") -> bool:
        query = self.query
        return bool(query.date_from or query.date_to) or any(
            name != skip and query.get_selection(name) for name in ("weekday", "daytime")
        )

    def get_runs(self, skip: str = "") -> list[BitMap]:
        """By plane: documents whose run in that plane satisfies everything that concerns a run."""
        found = []
        for number, current in enumerate(self.current_runs):
            members = current
            for name, sets in self._run_sets.items():
                if name != skip:
                    members = members & sets[number]
            if self.has_time_conditions(skip):
                members = members & self._get_meeting_runs(number, skip)
            found.append(members)
        return found

    @cached_property
    def current_runs(self) -> list[BitMap]:
        """By plane: documents whose run is not over, or any run with the archive."""
        snapshot = self.snapshot
        if self.query.archive:
            return [plane.members for plane in snapshot.planes]
        return snapshot.remember("current", lambda: [get_current(plane, snapshot.day) for plane in snapshot.planes])

    def get_universe(self, skip: str = "") -> BitMap:
        snapshot = self.snapshot
        offerings = snapshot.remember(
            ("universe", self.query.archive), lambda: unite(self.current_runs) & snapshot.alive
        )
        # pages of the website come when somebody looks for words or for pages
        if self.query.q or skip == "type" or PAGE_TYPE in self.query.get_selection("type"):
            return offerings | (snapshot.index.pages & snapshot.alive)
        return offerings

    @cached_property
    def _offering_sets(self) -> dict[str, BitMap]:
        index = self.snapshot.index
        sets = {
            name: unite(index.facets[name].get(value, EMPTY) for value in values)
            for name, values in self.query.selections
            if FACETS_BY_NAME[name].level == "offering"
        }
        if self.query.age is not None:
            sets["age"] = index.ages.get(self.query.age, EMPTY) | index.ageless
        return sets

    @cached_property
    def _run_sets(self) -> dict[str, list[BitMap]]:
        """facet -> by plane: documents whose run has one of the chosen values."""
        return {
            name: [
                unite(self.get_value_sets(name)[number].get(value, EMPTY) for value in values)
                for number in range(len(self.snapshot.planes))
            ]
            for name, values in self.query.selections
            if FACETS_BY_NAME[name].level == "run"
        }

    def get_value_sets(self, name: str) -> list[dict[str, BitMap]]:
        """By plane: value of a run's facet -> documents."""
        if name == DATED_FACET:
            return self._availability
        return [plane.facets.get(name, {}) for plane in self.snapshot.planes]

    @cached_property
    def _availability(self) -> list[dict[str, BitMap]]:
        snapshot = self.snapshot
        return snapshot.remember(
            "availability", lambda: [get_availability(plane, snapshot.day) for plane in snapshot.planes]
        )

    def _get_meeting_runs(self, number: int, skip: str) -> BitMap:
        weekdays = [] if skip == "weekday" else self.query.get_selection("weekday")
        daytimes = [] if skip == "daytime" else self.query.get_selection("daytime")
        cells = self.cells[number]
        if weekdays or daytimes:
            return unite(
                cells[get_cell(weekday, daytime)]
                for weekday in ([WEEKDAYS[slug] for slug in weekdays] or range(len(WEEKDAYS)))
                for daytime in ([DAYTIMES[slug] for slug in daytimes] or range(len(DAYTIMES)))
            )
        return unite([*cells, self._get_spans(self.snapshot.planes[number])])

    @cached_property
    def cells(self) -> list[list[BitMap]]:
        """By plane: for each weekday and part of the day the documents with such a meeting in the range."""
        snapshot = self.snapshot
        first, last = self._range
        return snapshot.remember(
            ("cells", first, last, bool(self.query.date_from or self.query.date_to)),
            lambda: [self._make_cells(plane) for plane in snapshot.planes],
        )

    def _make_cells(self, plane: Plane) -> list[BitMap]:
        first, last = self._range
        parts: list[list[BitMap]] = [[] for _ in range(CELLS)]
        for day, sets in list(plane.meetings.items()):
            if (first is None or day >= first) and (last is None or day <= last):
                for daytime, members in list(sets.items()):
                    # the first day of the year 1, number 1, was a Monday
                    parts[get_cell((day - 1) % 7, daytime)].append(members)
        spans = self._get_spans(plane)
        for (weekday, daytime), members in list(plane.rules.items()):
            parts[get_cell(weekday, daytime)].append(members & spans)
        return [unite(cell) for cell in parts]

    def _get_spans(self, plane: Plane) -> BitMap:
        """Documents whose run has no dated meetings and lies at least partly in the range."""
        if not (self.query.date_from or self.query.date_to):
            return plane.spans
        first, last = self._range
        if first is not None and last is not None and first > last:
            return EMPTY
        missed = [
            *(members for day, members in list(plane.span_starts.items()) if last is not None and day > last),
            *(members for day, members in list(plane.span_ends.items()) if first is not None and day < first),
        ]
        return plane.dated_spans - unite(missed)

    @cached_property
    def _range(self) -> tuple[int | None, int | None]:
        """First and last day that count; without the archive nothing before today does."""
        query = self.query
        first = query.date_from.toordinal() if query.date_from else None
        if not query.archive:
            first = max(filter(None, [first, self.snapshot.day]))
        return first, query.date_to.toordinal() if query.date_to else None


def get_current(plane: Plane, day: int) -> BitMap:
    return plane.members - unite(members for end, members in list(plane.ends.items()) if end < day)


def get_availability(plane: Plane, day: int) -> dict[str, BitMap]:
    """value -> documents whose run has this availability on that day."""
    parts: dict[str, list[BitMap]] = {}
    for (value, first, last), members in list(plane.availability.items()):
        if (first is None or first <= day) and (last is None or day <= last):
            parts.setdefault(value, []).append(members)
    return {value: unite(sets) for value, sets in parts.items()}

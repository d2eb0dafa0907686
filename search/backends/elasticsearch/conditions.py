"""The conditions of a query as filters of the engine. What they mean is defined by the database backend's matching."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from catalogue.choices import WEEKDAY_SLUGS, Daytime
from search.backends.elasticsearch.clauses import (
    Clause,
    all_of,
    any_of,
    between,
    exists,
    nested,
    none_of,
    one_of,
    term,
)
from search.backends.elasticsearch.mapping import CELLS, get_cell
from search.facets import DATED_FACET, FACETS_BY_NAME, PAGE_TYPE
from search.query import Query

#: an unknown hour is no part of the day one could ask for
DAYTIMES = (*Daytime.values, "")


@dataclass(frozen=True)
class Conditions:
    """``skip`` leaves the condition of one facet out: that is how counts ignore the facet's own selection."""

    query: Query
    today: date

    @cached_property
    def day(self) -> int:
        return self.today.toordinal()

    def get_universe(self) -> list[Clause]:
        """What may be found at all, pages of the website included: they only count for the facet of types."""
        if self.query.archive:
            return []
        return [any_of([between("last_day", gte=self.day), term("is_page", True)])]

    def get_offering(self, skip: str = "") -> list[Clause]:
        """Everything about the offering as a whole."""
        found = [
            one_of(f"facets.{name}", values)
            for name, values in self.query.selections
            if name != skip and FACETS_BY_NAME[name].level == "offering"
        ]
        if self.query.age is not None:
            found.append(term("ages", self.query.age))
        # pages of the website come when somebody looks for words or for pages
        if not (self.query.q or skip == "type" or PAGE_TYPE in self.query.get_selection("type")):
            found.append(term("is_page", False))
        return found

    def get_all(self, skip: str = "") -> list[Clause]:
        """Everything that narrows the universe."""
        found = self.get_offering(skip)
        if self.has_run_conditions(skip):
            found.append(nested("runs", all_of(self.get_run(skip))))
        return found

    def has_run_conditions(self, skip: str = "") -> bool:
        return bool(self._get_run_facets(skip)) or self._has_time_conditions(skip)

    def get_run(self, skip: str = "") -> list[Clause]:
        """Everything one run must satisfy together."""
        found = [*self.get_run_without_time(skip)]
        if self._has_time_conditions(skip):
            weekdays = () if skip == "weekday" else self.query.get_selection("weekday")
            daytimes = () if skip == "daytime" else self.query.get_selection("daytime")
            found.append(self.meets_in(weekdays, daytimes) if weekdays or daytimes else self._meets_sometime())
        return found

    def get_run_without_time(self, skip: str = "") -> list[Clause]:
        return [*self._get_current(), *self._get_run_facets(skip)]

    def meets_in(self, weekdays, daytimes) -> Clause:
        """A meeting on one of these days of the week in one of these parts of the day, within the dates."""
        cells = [
            get_cell(weekday, daytime) for weekday in weekdays or WEEKDAY_SLUGS for daytime in daytimes or DAYTIMES
        ]
        if len(cells) == len(CELLS):
            dated, ruled = [self._in_range("runs.days")], [exists("runs.rule")]
        else:
            dated = [self._in_range(f"runs.cells.{cell}") for cell in cells]
            ruled = [one_of("runs.rule", cells)]
        return any_of([*dated, all_of([*ruled, *self._spans_range()])])

    def _meets_sometime(self) -> Clause:
        return any_of([self._in_range("runs.days"), all_of(self._spans_range())])

    def get_availability(self, value: str, path: str = "runs") -> Clause:
        return term(f"{path}.availability.{value}", self.day)

    def is_all_to_come(self) -> Clause:
        """Nothing is over yet of what the offering's runs offer together."""
        return between("together.until", gte=self.day)

    def is_partly_over(self) -> Clause:
        return between("together.until", lt=self.day)

    def _get_current(self) -> list[Clause]:
        if self.query.archive:
            return []
        return [none_of([between("runs.end", lt=self.day)])]

    def _get_run_facets(self, skip: str) -> list[Clause]:
        found = []
        for name, values in self.query.selections:
            if name == skip or FACETS_BY_NAME[name].level != "run":
                continue
            if name == DATED_FACET:
                found.append(any_of([self.get_availability(value) for value in values]))
            else:
                found.append(one_of(f"runs.facets.{name}", values))
        return found

    @property
    def _has_dates(self) -> bool:
        return bool(self.query.date_from or self.query.date_to)

    def _has_time_conditions(self, skip: str) -> bool:
        return self._has_dates or any(
            name != skip and self.query.get_selection(name) for name in ("weekday", "daytime")
        )

    def _spans_range(self) -> list[Clause]:
        """The run has no dated meetings and lies at least partly within the dates."""
        found = [term("runs.spans", True)]
        if not self._has_dates:
            return found
        first, last = self._range
        if first is not None and last is not None and first > last:
            return [{"match_none": {}}]
        found.append(any_of([exists("runs.start"), exists("runs.end")]))
        outside = []
        if last is not None:
            outside.append(between("runs.start", gt=last))
        if first is not None:
            outside.append(between("runs.end", lt=first))
        return [*found, none_of(outside)]

    def _in_range(self, field: str) -> Clause:
        first, last = self._range
        bounds = {name: day for name, day in (("gte", first), ("lte", last)) if day is not None}
        return between(field, **bounds) if bounds else exists(field)

    @cached_property
    def _range(self) -> tuple[int | None, int | None]:
        """First and last day that count; without the archive nothing before today does."""
        query = self.query
        first = query.date_from.toordinal() if query.date_from else None
        if not query.archive:
            first = max(filter(None, [first, self.day]))
        return first, query.date_to.toordinal() if query.date_to else None

"""How many offerings each facet value would give: aggregations of the one request, and their answers."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache

from catalogue.choices import WEEKDAY_SLUGS, Availability, Daytime
from cms import extend
from search.backends.elasticsearch.clauses import Clause, all_of
from search.backends.elasticsearch.conditions import Conditions
from search.facets import DATED_FACET, FACETS, FacetDefinition
from search.query import DEFAULT_PAGE_SIZE, Query

#: more values than any centre has, of one facet and of all together
MAX_VALUES, MAX_ALL_VALUES = 2000, 20_000
#: plans kept; most visitors choose among few filters
MAX_PLANS = 500
#: stands in each group that counts several facets
ALL = "all"
Counts = dict[str, dict[str, int]]
Aggregation = dict


@dataclass(frozen=True)
class Group:
    """Facets whose counts rest on the same conditions."""

    name: str
    #: where their values stand in an entry: "" for the offering's own, "together" or "runs"
    path: str
    conditions: list[Clause]
    #: of one run, where runs are counted
    run_conditions: list[Clause] = field(default_factory=list)
    facets: list[FacetDefinition] = field(default_factory=list)


class CountingPlan:
    """Facets whose counts rest on the same conditions share one filter: without a selection that is all of them.

    What belongs to runs is counted run by run where the query asks something of the run. Where it does not, what the
    runs offer together is as good, except for offerings of which a part is over.
    """

    def __init__(self, conditions: Conditions):
        self._conditions = conditions
        self._groups: dict[str, Group] = {}
        for facet in FACETS:
            self._add(facet)

    def _add(self, facet: FacetDefinition) -> None:
        conditions = self._conditions
        if facet.level == "offering":
            self._put(facet, "", conditions.get_all(skip=facet.name))
            return
        found = conditions.get_offering(skip=facet.name)
        if conditions.has_run_conditions(skip=facet.name):
            self._put_runs(facet, found)
        elif conditions.query.archive:
            self._put(facet, "together", found)
        else:
            self._put(facet, "together", [*found, conditions.is_all_to_come()])
            self._put_runs(facet, [*found, conditions.is_partly_over()])

    def _put(self, facet: FacetDefinition, path: str, found: list[Clause], runs: list[Clause] | None = None) -> None:
        key = repr([path, found, runs])
        if key not in self._groups:
            self._groups[key] = Group(f"group{len(self._groups)}", path, found, runs or [])
        self._groups[key].facets.append(facet)

    def _put_runs(self, facet: FacetDefinition, found: list[Clause]) -> None:
        conditions = self._conditions
        # the time is part of what a facet of meetings counts
        of_time = facet.level == "meeting"
        runs = conditions.get_run_without_time() if of_time else conditions.get_run(skip=facet.name)
        self._put(facet, "runs", found, runs)

    @cached_property
    def aggs(self) -> dict[str, Aggregation]:
        return {
            group.name: self._ask_runs(group) if group.path == "runs" else self._ask(group)
            for group in self._groups.values()
        }

    def _ask(self, group: Group) -> Aggregation:
        prefix = f"{group.path}." if group.path else ""
        aggs = {}
        if DATED_FACET in [facet.name for facet in group.facets]:
            aggs[DATED_FACET] = self._count_availability(group.path)
        listed = [facet for facet in group.facets if facet.name != DATED_FACET]
        if len(listed) > 1:
            # one aggregation over all values is several times as fast as one for each facet
            aggs[ALL] = _count_values(f"{prefix}values", MAX_ALL_VALUES)
        elif listed:
            aggs[listed[0].name] = _count_values(f"{prefix}facets.{listed[0].name}")
        return {"filter": all_of(group.conditions), "aggs": aggs}

    def _ask_runs(self, group: Group) -> Aggregation:
        # offerings, not runs
        offerings = {"offerings": {"reverse_nested": {}}}
        aggs = {facet.name: {**self._count_runs(facet), "aggs": offerings} for facet in group.facets}
        runs = {"nested": {"path": "runs"}, "aggs": {"chosen": {"filter": all_of(group.run_conditions), "aggs": aggs}}}
        return {"filter": all_of(group.conditions), "aggs": {"runs": runs}}

    def _count_runs(self, facet: FacetDefinition) -> Aggregation:
        if facet.name == DATED_FACET:
            return self._count_availability("runs")
        if facet.level == "run":
            return _count_values(f"runs.facets.{facet.name}")
        conditions = self._conditions
        weekdays = conditions.query.get_selection("weekday")
        daytimes = conditions.query.get_selection("daytime")
        if facet.name == "weekday":
            return _count_matches({value: conditions.meets_in([value], daytimes) for value in WEEKDAY_SLUGS})
        return _count_matches({value: conditions.meets_in(weekdays, [value]) for value in Daytime.values})

    def _count_availability(self, path: str) -> Aggregation:
        return _count_matches({value: self._conditions.get_availability(value, path) for value in Availability.values})

    def read(self, answer: dict) -> Counts:
        """From the answer's aggregations."""
        counts: Counts = {facet.name: {} for facet in FACETS}
        for group in self._groups.values():
            found = answer[group.name]
            if group.path == "runs":
                found = found["runs"]["chosen"]
            names = {facet.name for facet in group.facets}
            for name, value, count in _read_group(found, names):
                # the values of all facets are counted, also of those that other conditions hold for
                if name in names:
                    counts[name][value] = counts[name].get(value, 0) + count
        return counts


def get_plan(query: Query, today: date) -> "CountingPlan":
    """The same for all texts, orders and pages of a choice of filters; shared, so not to be changed."""
    chosen = replace(query, q=query.q and "*", sort="", page=1, page_size=DEFAULT_PAGE_SIZE)
    return _make_plan(chosen, today, extend.fields.version)


@lru_cache(maxsize=MAX_PLANS)
def _make_plan(chosen: Query, today: date, _version: int) -> "CountingPlan":
    return CountingPlan(Conditions(chosen, today))


def _count_values(field: str, size: int = MAX_VALUES) -> Aggregation:
    # also values that some offering has, but none of those found
    return {"terms": {"field": field, "size": size, "min_doc_count": 0, "order": {"_key": "asc"}}}


def _count_matches(clauses: dict[str, Clause]) -> Aggregation:
    return {"filters": {"filters": clauses}}


def _read_group(answer: dict, names: set[str]) -> Iterator[tuple[str, str, int]]:
    """(facet, value, count)."""
    if ALL in answer:
        for bucket in answer[ALL]["buckets"]:
            facet, _colon, value = bucket["key"].partition(":")
            yield facet, value, bucket["doc_count"]
    # by name: engines put remarks of their own beside the counts
    for name in names & answer.keys():
        for value, count in _read_buckets(answer[name]):
            yield name, value, count


def _read_buckets(aggregation: dict) -> Iterator[tuple[str, int]]:
    buckets = aggregation["buckets"]
    pairs = buckets.items() if isinstance(buckets, dict) else ((bucket["key"], bucket) for bucket in buckets)
    for value, bucket in pairs:
        yield value, bucket["offerings"]["doc_count"] if "offerings" in bucket else bucket["doc_count"]

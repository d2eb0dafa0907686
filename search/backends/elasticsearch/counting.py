"""How many offerings each facet value would give: aggregations of the one request, and their answers."""

from collections.abc import Iterator

from catalogue.choices import WEEKDAY_SLUGS, Availability, Daytime
from search.backends.elasticsearch.clauses import Clause, all_of
from search.backends.elasticsearch.conditions import Conditions
from search.facets import DATED_FACET, FACETS, FacetDefinition

#: more values than any centre has
MAX_VALUES = 2000
Counts = dict[str, dict[str, int]]
Aggregation = dict


class CountingPlan:
    """Facets whose counts rest on the same conditions share one filter: without a selection that is all of them.

    What belongs to runs is counted run by run where the query asks something of the run. Where it does not, what the
    runs offer together is as good, except for offerings of which a part is over.
    """

    def __init__(self, conditions: Conditions):
        self._conditions = conditions
        self._aggs: dict[str, Aggregation] = {}
        #: name of the group by its conditions
        self._groups: dict[str, str] = {}
        #: facet -> paths of names to its buckets, whose counts add up
        self._paths: dict[str, list[tuple[str, ...]]] = {}
        for facet in FACETS:
            self._add(facet)

    def get_aggs(self) -> dict[str, Aggregation]:
        return self._aggs

    def _add(self, facet: FacetDefinition) -> None:
        conditions = self._conditions
        if facet.level == "offering":
            self._count(facet, conditions.get_all(skip=facet.name), _count_values(f"facets.{facet.name}"))
            return
        found = conditions.get_offering(skip=facet.name)
        if conditions.has_run_conditions(skip=facet.name):
            self._count_runs(facet, found)
        elif conditions.query.archive:
            self._count(facet, found, self._get_values(facet, "together"))
        else:
            self._count(facet, [*found, conditions.is_all_to_come()], self._get_values(facet, "together"))
            self._count_runs(facet, [*found, conditions.is_partly_over()], also_missing=False)

    def _count(self, facet: FacetDefinition, found: list[Clause], values: Aggregation) -> None:
        group = self._open_group(found)
        self._aggs[group]["aggs"][facet.name] = values
        self._paths.setdefault(facet.name, []).append((group, facet.name))

    def _count_runs(self, facet: FacetDefinition, found: list[Clause], *, also_missing: bool = True) -> None:
        conditions = self._conditions
        of_time = facet.level == "meeting"
        runs = conditions.get_run_without_time() if of_time else conditions.get_run(skip=facet.name)
        group = self._open_group(found, runs)
        values = self._get_meeting_values(facet) if of_time else self._get_values(facet, "runs", also_missing)
        # offerings, not runs
        values = {**values, "aggs": {"offerings": {"reverse_nested": {}}}}
        self._aggs[group]["aggs"]["runs"]["aggs"]["chosen"]["aggs"][facet.name] = values
        self._paths.setdefault(facet.name, []).append((group, "runs", "chosen", facet.name))

    def _open_group(self, conditions: list[Clause], runs: list[Clause] | None = None) -> str:
        key = repr([conditions, runs])
        if key not in self._groups:
            name = f"group{len(self._groups)}"
            self._groups[key] = name
            self._aggs[name] = {"filter": all_of(conditions), "aggs": {}}
            if runs is not None:
                chosen = {"filter": all_of(runs), "aggs": {}}
                self._aggs[name]["aggs"]["runs"] = {"nested": {"path": "runs"}, "aggs": {"chosen": chosen}}
        return self._groups[key]

    def _get_values(self, facet: FacetDefinition, path: str, also_missing: bool = True) -> Aggregation:
        if facet.name == DATED_FACET:
            values = Availability.values
            return _count_matches({value: self._conditions.get_availability(value, path) for value in values})
        if facet.level == "meeting":
            return _count_values(f"{path}.{facet.name}")
        return _count_values(f"{path}.facets.{facet.name}", also_missing)

    def _get_meeting_values(self, facet: FacetDefinition) -> Aggregation:
        conditions = self._conditions
        weekdays = conditions.query.get_selection("weekday")
        daytimes = conditions.query.get_selection("daytime")
        if facet.name == "weekday":
            return _count_matches({value: conditions.meets_in([value], daytimes) for value in WEEKDAY_SLUGS})
        return _count_matches({value: conditions.meets_in(weekdays, [value]) for value in Daytime.values})

    def read(self, answer: dict) -> Counts:
        """From the answer's aggregations."""
        return {name: _add_up(answer, paths) for name, paths in self._paths.items()}


def _count_values(field: str, also_missing: bool = True) -> Aggregation:
    """``also_missing``: values too that some offering has, but none of those found."""
    lowest = 0 if also_missing else 1
    return {"terms": {"field": field, "size": MAX_VALUES, "min_doc_count": lowest, "order": {"_key": "asc"}}}


def _count_matches(clauses: dict[str, Clause]) -> Aggregation:
    return {"filters": {"filters": clauses}}


def _add_up(answer: dict, paths: list[tuple[str, ...]]) -> dict[str, int]:
    first, *others = (_follow(answer, path) for path in paths)
    counts = dict(_read_buckets(first))
    for other in others:
        for value, count in _read_buckets(other):
            counts[value] = counts.get(value, 0) + count
    return counts


def _follow(answer: dict, path: tuple[str, ...]) -> dict:
    for name in path:
        answer = answer[name]
    return answer


def _read_buckets(aggregation: dict) -> Iterator[tuple[str, int]]:
    buckets = aggregation["buckets"]
    pairs = buckets.items() if isinstance(buckets, dict) else ((bucket["key"], bucket) for bucket in buckets)
    for value, bucket in pairs:
        yield value, bucket["offerings"]["doc_count"] if "offerings" in bucket else bucket["doc_count"]

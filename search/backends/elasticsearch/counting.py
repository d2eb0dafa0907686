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
    """Facets whose counts rest on the same conditions share one filter: without a selection that is all of them."""

    def __init__(self, conditions: Conditions):
        self._conditions = conditions
        self._aggs: dict[str, Aggregation] = {}
        #: name of the group by its conditions
        self._groups: dict[str, str] = {}
        #: facet -> path of names to its buckets
        self._paths: dict[str, tuple[str, ...]] = {}
        for facet in FACETS:
            self._add(facet)

    def get_aggs(self) -> dict[str, Aggregation]:
        return self._aggs

    def _add(self, facet: FacetDefinition) -> None:
        if facet.level == "offering":
            group = self._open_group(self._conditions.get_all(skip=facet.name))
            self._aggs[group]["aggs"][facet.name] = _count_values(f"facets.{facet.name}")
            self._paths[facet.name] = (group, facet.name)
            return
        if facet.level == "run":
            runs = self._conditions.get_run(skip=facet.name)
        else:
            runs = self._conditions.get_run_without_time()
        group = self._open_group(self._conditions.get_offering(skip=facet.name), runs)
        # offerings, not runs
        values = {**self._count_runs(facet), "aggs": {"offerings": {"reverse_nested": {}}}}
        self._aggs[group]["aggs"]["runs"]["aggs"]["chosen"]["aggs"][facet.name] = values
        self._paths[facet.name] = (group, "runs", "chosen", facet.name)

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

    def _count_runs(self, facet: FacetDefinition) -> Aggregation:
        conditions = self._conditions
        if facet.name == DATED_FACET:
            return _count_matches({value: conditions.get_availability(value) for value in Availability.values})
        if facet.level == "run":
            return _count_values(f"runs.facets.{facet.name}")
        weekdays = conditions.query.get_selection("weekday")
        daytimes = conditions.query.get_selection("daytime")
        if facet.name == "weekday":
            return _count_matches({value: conditions.meets_in([value], daytimes) for value in WEEKDAY_SLUGS})
        return _count_matches({value: conditions.meets_in(weekdays, [value]) for value in Daytime.values})

    def read(self, answer: dict) -> Counts:
        """From the answer's aggregations."""
        return {name: dict(_read_buckets(_follow(answer, path))) for name, path in self._paths.items()}


def _count_values(field: str) -> Aggregation:
    # also values that some offering has, but none of those found
    return {"terms": {"field": field, "size": MAX_VALUES, "min_doc_count": 0, "order": {"_key": "asc"}}}


def _count_matches(clauses: dict[str, Clause]) -> Aggregation:
    return {"filters": {"filters": clauses}}


def _follow(answer: dict, path: tuple[str, ...]) -> dict:
    for name in path:
        answer = answer[name]
    return answer


def _read_buckets(aggregation: dict) -> Iterator[tuple[str, int]]:
    buckets = aggregation["buckets"]
    pairs = buckets.items() if isinstance(buckets, dict) else ((bucket["key"], bucket) for bucket in buckets)
    for value, bucket in pairs:
        yield value, bucket["offerings"]["doc_count"] if "offerings" in bucket else bucket["doc_count"]

"""How many offerings each facet value would give."""

from search.backends.database.matching import EMPTY, Matcher, get_cell
from search.backends.database.store import Snapshot, unite
from search.backends.database.view import DAYTIMES, WEEKDAYS
from search.facets import FACETS, FacetDefinition

Counts = dict[str, dict[str, int]]


def count_facets(matcher: Matcher) -> Counts:
    """facet -> value -> offerings; values that no document has are left out."""
    return {facet.name: count_values(matcher, facet) for facet in FACETS}


def count_values(matcher: Matcher, facet: FacetDefinition) -> dict[str, int]:
    if facet.level == "offering":
        return _count_offering_values(matcher, facet.name)
    if facet.level == "run":
        return _count_run_values(matcher, facet.name)
    return _count_meeting_values(matcher, facet.name)


def _count_offering_values(matcher: Matcher, name: str) -> dict[str, int]:
    found = matcher.find(skip=name)
    sets = matcher.snapshot.index.facets.get(name, {})
    return {value: found.intersection_cardinality(sets[value]) for value in get_used_values(matcher.snapshot, name)}


def _count_run_values(matcher: Matcher, name: str) -> dict[str, int]:
    offerings = matcher.find_by_offering(name)
    runs = [members & offerings for members in matcher.get_runs(skip=name)]
    by_plane = matcher.get_value_sets(name)
    values = list(dict.fromkeys(value for sets in by_plane for value in list(sets)))
    return {
        value: len(unite(members & sets[value] for members, sets in zip(runs, by_plane, strict=True) if value in sets))
        for value in values
        if _is_used(matcher.snapshot, by_plane, value)
    }


def _is_used(snapshot: Snapshot, by_plane, value: str) -> bool:
    return any(not sets.get(value, EMPTY).isdisjoint(snapshot.alive) for sets in by_plane)


def _count_meeting_values(matcher: Matcher, name: str) -> dict[str, int]:
    offerings = matcher.find_by_offering(name)
    by_plane = list(zip(_get_runs_without_time(matcher), matcher.cells, strict=True))
    return {
        value: len(unite(runs & offerings & unite(cells[cell] for cell in chosen) for runs, cells in by_plane))
        for value, chosen in _get_cells_by_value(matcher, name).items()
    }


def _get_runs_without_time(matcher: Matcher):
    from dataclasses import replace

    query = matcher.query.without("weekday", "daytime")
    query = replace(query, date_from=None, date_to=None)
    return Matcher(matcher.snapshot, query, matcher.texts).get_runs()


def _get_cells_by_value(matcher: Matcher, name: str) -> dict[str, list[int]]:
    """value -> cells of the week it covers, within what the other of the two facets leaves."""
    query = matcher.query
    weekdays = [WEEKDAYS[slug] for slug in query.get_selection("weekday")] or list(WEEKDAYS.values())
    daytimes = [DAYTIMES[slug] for slug in query.get_selection("daytime")] or list(DAYTIMES.values())
    if name == "weekday":
        return {slug: [get_cell(weekday, daytime) for daytime in daytimes] for slug, weekday in WEEKDAYS.items()}
    return {slug: [get_cell(weekday, daytime) for weekday in weekdays] for slug, daytime in DAYTIMES.items() if slug}


def get_used_values(snapshot: Snapshot, name: str) -> list[str]:
    """Values of an offering's facet that some living document has."""
    sets = snapshot.index.facets.get(name, {})
    return snapshot.remember(
        ("used", name),
        lambda: [value for value, members in list(sets.items()) if not members.isdisjoint(snapshot.alive)],
    )

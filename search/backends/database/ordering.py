"""The order of hits. Every order ends with title and id, so that two equal searches give equal pages."""

from bisect import bisect_left
from itertools import islice

from search.backends.database.store import Snapshot
from search.backends.database.view import MINUTES, Facts
from search.facets import PAGE_TYPE

UNKNOWN_PRICE = float("inf")


def get_order(snapshot: Snapshot, sort: str) -> list[int]:
    """All living documents in that order."""
    return snapshot.remember(("order", sort), lambda: _make_order(snapshot, sort))


def get_ranks(snapshot: Snapshot) -> dict[int, int]:
    """position -> place in the order of the next start, for breaking ties."""
    return snapshot.remember(
        "ranks", lambda: {position: rank for rank, position in enumerate(get_order(snapshot, "start"))}
    )


def _make_order(snapshot: Snapshot, sort: str) -> list[int]:
    facts = snapshot.index.facts
    if sort == "start":
        return sorted(snapshot.alive, key=lambda position: _get_start_key(facts[position], snapshot.day))
    ranks = get_ranks(snapshot)
    keys = {
        "title": lambda position: (facts[position].title_key, ranks[position]),
        "price": lambda position: (get_lowest_price(facts[position], snapshot.day), ranks[position]),
        "new": lambda position: (facts[position].published, -ranks[position]),
    }
    return sorted(snapshot.alive, key=keys[sort], reverse=sort == "new")


def _get_start_key(facts: Facts, day: int) -> tuple:
    """What comes next first, then what has no date, then what is over, the latest first, then pages."""
    tail = (facts.title_key, facts.page_id)
    if facts.type == PAGE_TYPE:
        return (3, 0, *tail)
    moment = get_next_moment(facts, day)
    if moment is not None:
        return (0, moment, *tail)
    ends = [end for end, _price in facts.runs]
    is_over = bool(ends) and all(end is not None and end < day for end in ends)
    return (2, -max(ends), *tail) if is_over else (1, 0, *tail)


def get_next_moment(facts: Facts, day: int) -> int | None:
    """The first meeting or start from that day on, in minutes."""
    place = bisect_left(facts.moments, day * MINUTES)
    return facts.moments[place] if place < len(facts.moments) else None


def get_lowest_price(facts: Facts, day: int) -> float:
    """Of the runs that are not over; of all when all are."""
    current = [price for end, price in facts.runs if end is None or end >= day]
    known = [price for price in current or [price for _end, price in facts.runs] if price is not None]
    return min(known, default=UNKNOWN_PRICE)


def pick_page(snapshot: Snapshot, found, *, sort: str, first: int, size: int) -> list[int]:
    """The positions of one page of results in that order."""
    order = get_order(snapshot, sort)
    return list(islice((position for position in order if position in found), first, first + size))

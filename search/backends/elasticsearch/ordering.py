"""The order of hits as sort fields, the same as the database backend's."""

from datetime import date

from search.backends.elasticsearch.entries import MINUTES

TAIL = [{"title_key": "asc"}, {"id": "asc"}]


def get_sort(sort: str, today: date) -> list:
    start = get_start_order(today)
    return {
        "relevance": [{"_score": "desc"}, *start],
        "start": start,
        "title": [{"title_key": "asc"}, *start],
        "price": [_get_price_order(today), *start],
        "new": [{"published": {"order": "desc", "missing": "_last"}}, *start],
    }[sort]


def get_start_order(today: date) -> list:
    """What comes next first, then what has no date, then what is over, the latest first, then pages."""
    day = today.toordinal()
    return [
        {
            "moments.at": {
                "order": "asc",
                "mode": "min",
                "missing": "_last",
                "nested": {"path": "moments", "filter": {"range": {"moments.at": {"gte": day * MINUTES}}}},
            }
        },
        {"is_page": "asc"},
        # has a value only where the offering is over
        {
            "moments.last_day": {
                "order": "desc",
                "missing": "_first",
                "nested": {"path": "moments", "filter": {"range": {"moments.last_day": {"lt": day}}}},
            }
        },
        *TAIL,
    ]


def _get_price_order(today: date) -> dict:
    """The lowest price of the runs that are not over; of all when all are."""
    return {
        "runs.price": {
            "order": "asc",
            "mode": "min",
            "missing": "_last",
            "nested": {"path": "runs", "filter": {"term": {"runs.price_days": today.toordinal()}}},
        }
    }

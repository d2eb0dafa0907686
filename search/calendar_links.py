"""Ways into, through and out of the calendar."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from search.calendar import MONTH, WEEK, Period
from search.forms import FIRST_DAY, LAST_DAY
from search.presentation import Link, make_url
from search.query import Query


@dataclass(frozen=True)
class CalendarWays:
    previous_url: str
    today_url: str
    next_url: str
    #: the same search as a list
    list_url: str


def build_view_links(query: Query, path: str, period: Period | None) -> list[Link]:
    """List, week, month: the calendar keeps the day that is shown."""
    day = period.day if period else max(timezone.localdate(), query.date_from or timezone.localdate())
    query = query.with_page(1)
    return [
        Link(_("Liste"), make_url(path, query), period is None),
        Link(_("Woche"), make_period_url(query, path, Period(WEEK, day)), _is_kind(period, WEEK)),
        Link(_("Monat"), make_period_url(query, path, Period(MONTH, day)), _is_kind(period, MONTH)),
    ]


def build_calendar_ways(query: Query, path: str, period: Period) -> CalendarWays:
    today = Period(period.kind, timezone.localdate())
    # what is over shows only with the archive: nobody is sent to empty weeks
    has_past = query.archive or period.start > today.start
    return CalendarWays(
        previous_url=_make_way(query, path, period.previous) if has_past else "",
        today_url="" if period.start == today.start else make_period_url(query, path, today),
        next_url=_make_way(query, path, period.next),
        list_url=make_url(path, replace(query, date_from=period.start, date_to=period.end, page=1)),
    )


def make_period_url(query: Query, path: str, period: Period) -> str:
    return make_url(f"{path}?{urlencode(period.to_parameters())}", query)


def _make_way(query: Query, path: str, period: Period) -> str:
    return make_period_url(query, path, period) if period.start > FIRST_DAY and period.end < LAST_DAY else ""


def _is_kind(period: Period | None, kind: str) -> bool:
    return period is not None and period.kind == kind

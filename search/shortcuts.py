"""The filters most people want, one tap each: links that set them, and take them away again."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from catalogue.choices import PriceKind
from search.presentation import make_url
from search.query import Query


@dataclass(frozen=True)
class Shortcut:
    name: str
    label: str
    url: str
    is_on: bool


def build_shortcuts(query: Query, path: str, *, today: date) -> list[Shortcut]:
    sunday = today + timedelta(days=6 - today.weekday())
    return [
        _build_period("today", _("heute"), query, path, first=today, last=today),
        _build_period("week", _("diese Woche"), query, path, first=today, last=sunday),
        _build_value("free", _("kostenlos"), query, path, facet="price", value=PriceKind.FREE.value),
        _build_value("childcare", _("mit Kinderbetreuung"), query, path, facet="childcare", value="1"),
    ]


def _build_period(name: str, label: str, query: Query, path: str, *, first: date, last: date) -> Shortcut:
    is_on = (query.date_from, query.date_to) == (first, last)
    wanted = query.without("from", "to") if is_on else replace(query, date_from=first, date_to=last, page=1)
    return Shortcut(name, label, make_url(path, wanted), is_on)


def _build_value(name: str, label: str, query: Query, path: str, *, facet: str, value: str) -> Shortcut:
    is_on = value in query.get_selection(facet)
    wanted = query.without_value(facet, value) if is_on else query.with_value(facet, value)
    return Shortcut(name, label, make_url(path, wanted), is_on)

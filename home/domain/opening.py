"""Opening hours in words, and whether somebody is there right now."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.choices import Weekday
from catalogue.domain.schedule import is_closed
from catalogue.domain.wording import format_times, join_words


def describe_opening_hours(organisation) -> str:
    """ "Dienstag bis Freitag, 10 bis 16 Uhr", empty where none are known."""
    days = _get_days(organisation)
    if not days:
        return ""
    return f"{describe_days(days)}, {format_times(organisation.opens_at, organisation.closes_at)}"


def is_open_now(organisation, *, now: datetime | None = None) -> bool | None:
    """None where no opening hours are known. Public holidays and closed periods count."""
    days = _get_days(organisation)
    if not days:
        return None
    moment = timezone.localtime(now)
    return (
        moment.weekday() in days
        and organisation.opens_at <= moment.time() < organisation.closes_at
        and not _is_closed_day(moment.date())
    )


def describe_days(days: list[int]) -> str:
    """ "Dienstag bis Freitag", "Montag und Mittwoch"; three or more in a row are a span."""
    spans: list[list[int]] = []
    for day in sorted(days):
        if spans and day == spans[-1][-1] + 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    words: list[str] = []
    for span in spans:
        labels = [str(Weekday(day).label) for day in span]
        is_long = len(span) > 2
        words += [_("%(first)s bis %(last)s") % {"first": labels[0], "last": labels[-1]}] if is_long else labels
    return join_words(words)


def _get_days(organisation) -> list[int]:
    if organisation.opens_at is None or organisation.closes_at is None:
        return []
    return sorted(int(day) for day in organisation.opening_days)


def _is_closed_day(day: date) -> bool:
    from catalogue.models import ClosedPeriod

    return is_closed(day, ClosedPeriod.objects.as_ranges())

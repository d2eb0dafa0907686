"""Single facts in the words of schema.org; domain.structured_data puts them together."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urljoin

from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.choices import MeetingStatus
from catalogue.domain.schedule import WeeklyTime, count_teaching_units

CONTEXT = "https://schema.org"
ZONE = "Europe/Berlin"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Node = dict[str, Any]


def describe_organisation(organisation, *, site_url: str) -> Node:
    return drop_empty(
        {
            "@type": "Organization",
            "name": organisation.legal_name or organisation.name,
            "url": urljoin(site_url, "/"),
            "telephone": organisation.phone,
            "email": organisation.email,
            "address": describe_address(organisation),
        }
    )


def describe_place(venue) -> Node | None:
    if venue is None:
        return None
    has_position = venue.latitude is not None and venue.longitude is not None
    stepless = {"@type": "LocationFeatureSpecification", "name": _("ohne Stufen erreichbar"), "value": True}
    return drop_empty(
        {
            "@type": "Place",
            "name": venue.translated_name,
            "address": describe_address(venue),
            "geo": {"@type": "GeoCoordinates", "latitude": float(venue.latitude), "longitude": float(venue.longitude)}
            if has_position
            else None,
            "amenityFeature": stepless if venue.is_accessible else None,
        }
    )


def describe_address(place) -> Node | None:
    if not place.street:
        return None
    return drop_empty(
        {
            "@type": "PostalAddress",
            "streetAddress": place.street,
            "postalCode": place.postal_code,
            "addressLocality": place.city,
            "addressCountry": "DE",
        }
    )


def list_schedules(run) -> list[Node]:
    """The weekly rule, one schedule for all days with the same hours."""
    by_hours: dict[tuple[time, time], list[WeeklyTime]] = {}
    for weekly in run.weekly_time_list:
        by_hours.setdefault((weekly.start, weekly.end), []).append(weekly)
    cancelled = [m.date.isoformat() for m in list_dated_meetings(run) if m.status == MeetingStatus.CANCELLED]
    return [
        drop_empty(
            {
                "@type": "Schedule",
                "byDay": [make_term(WEEKDAYS[weekly.weekday]) for weekly in group],
                "startTime": start.isoformat(),
                "endTime": end.isoformat(),
                "startDate": write_day(run.start_date),
                "endDate": write_day(run.end_date),
                "repeatFrequency": f"P{run.interval_weeks or 1}W",
                "exceptDate": cancelled,
                "scheduleTimezone": ZONE,
            }
        )
        for (start, end), group in by_hours.items()
    ]


def describe_workload(run) -> str:
    """ISO 8601, "PT22H30M"."""
    units = run.units if run.units is not None else count_teaching_units(list_dated_meetings(run))
    hours, minutes = divmod(units * 45, 60)
    parts = (f"{number}{unit}" for number, unit in ((hours, "H"), (minutes, "M")) if number)
    return f"PT{''.join(parts)}" if units else ""


def count_free_seats(run) -> int | None:
    if run.seats_max is None or run.seats_given is None:
        return None
    return 0 if run.fully_booked else max(0, run.seats_max - run.seats_given)


def list_dated_meetings(run) -> list:
    return sorted(
        (meeting for meeting in run.meetings.all() if meeting.date),
        key=lambda meeting: (meeting.date, meeting.start_time is not None, meeting.start_time),
    )


def get_bounds(run) -> tuple[str | None, str | None]:
    """To the minute where one meeting is all there is."""
    meetings = list_dated_meetings(run)
    if len(meetings) == 1:
        [only] = meetings
        end = write_moment(only.date, only.end_time) if only.end_time else None
        return write_moment(only.date, only.start_time), end
    days = [meeting.date for meeting in meetings]
    start = run.start_date or min(days, default=None)
    return write_day(start), write_day(max([*filter(None, [run.end_date]), *days], default=None))


def write_moment(day: date, hour: time | None) -> str:
    return timezone.make_aware(datetime.combine(day, hour)).isoformat() if hour else day.isoformat()


def write_day(day: date | None) -> str | None:
    return day and day.isoformat()


def make_term(name: str | None) -> str | None:
    return name and f"{CONTEXT}/{name}"


def drop_empty(node: Node) -> Node:
    """Without what is unknown; a list of one is what it holds. Zero and "no" are known."""
    return {name: _simplify(value) for name, value in node.items() if value is not None and value not in ("", [], {})}


def _simplify(value: Any) -> Any:
    if isinstance(value, Iterable) and not isinstance(value, str | dict):
        items = list(value)
        return items[0] if len(items) == 1 else items
    return value

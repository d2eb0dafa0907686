"""iCalendar (RFC 5545): one event for each meeting, which keeps its identity when it is moved or cancelled."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from urllib.parse import urljoin

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from catalogue.choices import AttendanceMode, RunStatus
from catalogue.domain.occurrences import Occurrence, list_occurrences
from catalogue.exporters.loading import list_shown_runs
from catalogue.exporters.texts import clean_text
from cms.extend import Export, Exporter

ZONE = "Europe/Berlin"
PRODUCT = "-//Kin-Top//Katalog//DE"
#: subscribed calendars look for news this often
REFRESH = timedelta(hours=6)
#: sequence numbers are seconds since then: small enough for 32 bits until 2088
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
END = b"END:VCALENDAR\r\n"
BEGIN_EVENT, END_EVENT = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"


class CalendarExporter(Exporter):
    label = gettext_lazy("Termine für Ihren Kalender (ICS)")
    content_type = "text/calendar; charset=utf-8"
    extension = "ics"
    # phones offer to note the dates instead of saving a file
    as_attachment = False

    def render(self, export: Export) -> Iterator[bytes]:
        yield _write_head(export)
        closed_periods = _load_closed_periods()
        today = timezone.localdate()
        for offering in export.offerings:
            for run in list_shown_runs(offering, today=today):
                occurrences = list_occurrences(run=run, today=today, closed_periods=closed_periods)
                yield b"".join(_write_events(offering, run, occurrences, site_url=export.site_url))
        yield END


def _write_head(export: Export) -> bytes:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("method", "PUBLISH")
    calendar.add("name", clean_text(export.title))
    # the same for those that do not know the newer names
    calendar.add("x-wr-calname", clean_text(export.title))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    calendar.add_component(_make_berlin())
    return calendar.to_ical().removesuffix(END)


@lru_cache(maxsize=1)
def _make_berlin() -> Timezone:
    """By its rules, which hold since 1996, so that it need not know which years the events lie in."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    for part, name, month, first, before, after in (
        (TimezoneDaylight(), "CEST", 3, datetime(1996, 3, 31, 2), 1, 2),  # noqa: DTZ001 -- local by definition
        (TimezoneStandard(), "CET", 10, datetime(1996, 10, 27, 3), 2, 1),  # noqa: DTZ001 -- the same
    ):
        part.add("tzname", name)
        part.add("dtstart", first)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(part)
    return zone


def _load_closed_periods() -> list[tuple[date, date]]:
    from catalogue.models import ClosedPeriod

    return ClosedPeriod.objects.as_ranges()


def _write_events(offering, run, occurrences: list[Occurrence], *, site_url: str) -> Iterator[bytes]:
    """Most meetings of a run differ in their times alone: the rest is made once, which is the larger part by far."""
    url = urljoin(site_url, offering.get_url())
    facts: dict[tuple, bytes] = {}
    for occurrence in occurrences:
        key = (occurrence.room, occurrence.note, occurrence.is_cancelled, occurrence.moved_from)
        if key not in facts:
            facts[key] = _write_facts(offering, run, occurrence, url)
        yield BEGIN_EVENT
        yield "".join(f"{line}\r\n" for line in _list_own_lines(occurrence)).encode("ascii")
        yield facts[key]
        yield END_EVENT


def _list_own_lines(occurrence: Occurrence) -> Iterator[str]:
    """Nothing in them to escape or to fold."""
    yield f"UID:{occurrence.uid}"
    if occurrence.start_time is None:
        yield f"DTSTART;VALUE=DATE:{occurrence.date:%Y%m%d}"
        # nobody is busy all day because of it
        yield "TRANSP:TRANSPARENT"
        return
    yield f"DTSTART;TZID={ZONE}:{datetime.combine(occurrence.date, occurrence.start_time):%Y%m%dT%H%M%S}"
    if occurrence.end_time and occurrence.end_time > occurrence.start_time:
        yield f"DTEND;TZID={ZONE}:{datetime.combine(occurrence.date, occurrence.end_time):%Y%m%dT%H%M%S}"
    if occurrence.is_cancelled:
        yield "TRANSP:TRANSPARENT"


def _write_facts(offering, run, occurrence: Occurrence, url: str) -> bytes:
    changed = offering.last_published_at or offering.first_published_at or EPOCH
    event = Event()
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    # every publication counts, also one that leaves this meeting alone: calendars want numbers that never fall
    event.add("sequence", max(0, int((changed - EPOCH).total_seconds())))
    event.add("summary", clean_text(_describe_title(offering, occurrence)))
    event.add("description", clean_text(_describe(offering, run, occurrence, url)))
    event.add("url", url)
    if place := _describe_place(offering, run, occurrence):
        event.add("location", clean_text(place))
    if run.venue and run.venue.latitude is not None and run.venue.longitude is not None:
        event.add("geo", (float(run.venue.latitude), float(run.venue.longitude)))
    if offering.subject:
        event.add("categories", [clean_text(offering.subject.translated_name)])
    if occurrence.is_cancelled:
        event.add("status", "CANCELLED")
    elif run.status == RunStatus.CONFIRMED:
        event.add("status", "CONFIRMED")
    return event.to_ical().removeprefix(BEGIN_EVENT).removesuffix(END_EVENT)


def _describe_title(offering, occurrence: Occurrence) -> str:
    # not every calendar shows that an event is cancelled
    if occurrence.is_cancelled:
        return _("Fällt aus: %(title)s") % {"title": offering.translated_title}
    return offering.translated_title


def _describe(offering, run, occurrence: Occurrence, url: str) -> str:
    lines = [occurrence.note]
    if occurrence.moved_from:
        lines.append(_("Verlegt vom %(day)s.") % {"day": date_format(occurrence.moved_from, "DATE_FORMAT")})
    lines += [
        offering.translated_summary,
        _("Kosten: %(price)s") % {"price": run.price_text},
        url,
    ]
    return "\n".join(line for line in lines if line)


def _describe_place(offering, run, occurrence: Occurrence) -> str:
    if offering.format == AttendanceMode.ONLINE:
        return str(AttendanceMode.ONLINE.label)
    if run.venue is None:
        return occurrence.room
    return ", ".join(filter(None, [run.venue.translated_name, occurrence.room, run.venue.address]))

"""The calendar of the finder: the meetings of what a search finds, week by week or month by month.

Which offerings have meetings in a period every search backend tells; their documents, which lie in the database
whatever backend searches, tell the meetings. Days and times of day are those of the wall clock from end to end, so
that a change of the clock moves nothing.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import cached_property

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from catalogue.choices import WEEKDAY_SLUGS, MeetingStatus, RunStatus
from catalogue.domain.schedule import get_daytime, get_public_holiday, plan_meetings
from catalogue.domain.wording import format_day, format_period, format_times
from catalogue.models import ClosedPeriod, Meeting, Run
from search.documents import FORMAT
from search.facets import DATED_FACET, FACETS_BY_NAME
from search.forms import FIRST_DAY, ISO_DAY, LAST_DAY
from search.hits import Hit
from search.models import SearchEntry
from search.query import Query
from search.runs import RunCard, get_availability, is_over, read_clock, split_meeting

WEEK, MONTH = "week", "month"
#: offerings whose meetings are read for one page; more than that nobody looks through in a calendar
MAX_OFFERINGS = 300
#: meetings shown on one day
MAX_OF_DAY = {WEEK: 60, MONTH: 5}
#: cancelled and moved meetings of one period, of all offerings together
MAX_CHANGES = 300


@dataclass(frozen=True)
class Period:
    """What a page of the calendar shows: whole weeks, Monday to Sunday."""

    kind: str
    #: any day in it, the one that was asked for
    day: date

    @property
    def start(self) -> date:
        """The first day it is about."""
        return self.day.replace(day=1) if self.kind == MONTH else self.day - timedelta(days=self.day.weekday())

    @property
    def end(self) -> date:
        if self.kind == MONTH:
            return (self.start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return self.start + timedelta(days=6)

    @cached_property
    def days(self) -> list[date]:
        """With the days of other months that fill the first and last week."""
        first = self.start - timedelta(days=self.start.weekday())
        last = self.end + timedelta(days=6 - self.end.weekday())
        return [first + timedelta(days=number) for number in range((last - first).days + 1)]

    @property
    def previous(self) -> "Period":
        return Period(self.kind, self.start - timedelta(days=1)).begin()

    @property
    def next(self) -> "Period":
        return Period(self.kind, self.end + timedelta(days=1))

    @property
    def title(self) -> str:
        return (
            date_format(self.start, "YEAR_MONTH_FORMAT") if self.kind == MONTH else format_period(self.start, self.end)
        )

    def begin(self) -> "Period":
        return replace(self, day=self.start)

    def to_parameters(self) -> list[tuple[str, str]]:
        return [("view", "calendar"), ("period", self.kind), ("day", self.day.isoformat())]


def read_period(data, query: Query, *, today: date) -> Period:
    """What cannot be meant is the current week; a search from a later day on begins there."""
    text = data.get("day", "")
    try:
        day = parse_date(text) if ISO_DAY.fullmatch(text) else None
    except ValueError:
        day = None
    # the weeks and months around the outermost days have to exist as well
    if day is None or not FIRST_DAY + timedelta(days=62) <= day <= LAST_DAY - timedelta(days=62):
        day = max(today, query.date_from or today)
    return Period(MONTH if data.get("period") == MONTH else WEEK, day)


@dataclass(frozen=True)
class Entry:
    """One meeting of an offering."""

    day: date
    start: str
    end: str
    hit: Hit
    run: RunCard
    is_cancelled: bool = False
    is_moved: bool = False
    note: str = ""

    @property
    def hours(self) -> str:
        return format_times(read_clock(self.start), read_clock(self.end))

    @property
    def where(self) -> str:
        return str(self.run.venue or "")


@dataclass(frozen=True)
class Day:
    day: date
    entries: tuple[Entry, ...]
    #: entries beyond those shown
    more_count: int
    is_today: bool
    #: belongs to the month, and does not only fill its first or last week
    is_inside: bool
    #: German names of a public holiday and of closed periods of the house
    closures: tuple[str, ...]
    #: the search for this day alone
    query: Query

    @property
    def text(self) -> str:
        return format_day(self.day)


@dataclass(frozen=True)
class Calendar:
    period: Period
    days: tuple[Day, ...]
    meeting_count: int
    #: offerings of the period that have no dated meeting in it
    undated_count: int
    #: offerings left out because there are too many
    omitted_count: int

    @property
    def title(self) -> str:
        return self.period.title

    @property
    def weeks(self) -> list[tuple[Day, ...]]:
        return [self.days[first : first + 7] for first in range(0, len(self.days), 7)]


def build_calendar(query: Query, period: Period, *, backend) -> Calendar:
    today = timezone.localdate()
    # a search for a period of its own shows what both have in common
    first = max(filter(None, [period.days[0], query.date_from]))
    last = min(filter(None, [period.days[-1], query.date_to]))
    ids, changes = _find_offerings(query, first, last, backend=backend) if first <= last else ([], {})
    closed = list(ClosedPeriod.objects.filter(end_date__gte=period.days[0], start_date__lte=period.days[-1]))
    closed_days = [(each.start_date, each.end_date) for each in closed]
    reading = _Reading(query, first, last, today, closed_days, changes)
    shown = ids[:MAX_OFFERINGS]
    entries = [entry for hit in _load_hits(shown, today) for entry in reading.read(hit)]
    # what has no hour stands last
    entries.sort(key=lambda entry: (entry.day, entry.start or "99", entry.hit.title))
    dated = {entry.hit.id for entry in entries}
    return Calendar(
        period=period,
        days=tuple(_build_days(query, period, entries, closed, today)),
        meeting_count=sum(not each.is_cancelled and period.start <= each.day <= period.end for each in entries),
        undated_count=len(set(shown) - dated),
        omitted_count=len(ids) - len(shown),
    )


@dataclass(frozen=True)
class Change:
    """A meeting that was called off or moved: documents hold the rest alone, for nobody is found by such a change."""

    day: date
    start: str
    end: str
    is_cancelled: bool
    note: str


#: offering -> position of the run -> changes
Changes = dict[int, dict[int, list[Change]]]


def _find_offerings(query: Query, first: date, last: date, *, backend) -> tuple[list[int], Changes]:
    """Those that meet in these days, before them those that would have met."""
    ids = backend.list_ids(replace(query, date_from=first, date_to=last))
    rows = list(
        Meeting.objects.filter(date__range=(first, last), run__offering__live=True)
        .filter(Q(status__in=[MeetingStatus.CANCELLED, MeetingStatus.MOVED]) | Q(run__status=RunStatus.CANCELLED))
        .select_related("run")
        .order_by("date", "start_time", "pk")[:MAX_CHANGES]
    )
    found = {row.run.offering_id for row in rows}
    known = set(ids)
    if not found <= known:
        # what meets on no other day of the period is looked for without the period
        known.update(backend.list_ids(query.without("from", "to")))
    changes: Changes = defaultdict(lambda: defaultdict(list))
    positions = _load_positions(found)
    for row in rows:
        if row.run.offering_id in known:
            is_cancelled = row.status != MeetingStatus.MOVED or row.run.status == RunStatus.CANCELLED
            change = Change(row.date, _write(row.start_time), _write(row.end_time), is_cancelled, row.note)
            changes[row.run.offering_id][positions[row.run_id]].append(change)
    return list(dict.fromkeys([*changes, *ids])), changes


def _load_positions(offering_ids: set[int]) -> dict[int, int]:
    """run -> where it stands among the runs of its offering, and so in its document."""
    counts: dict[int, int] = defaultdict(int)
    positions = {}
    runs = Run.objects.filter(offering__in=offering_ids).order_by("offering", "sort_order", "pk")
    for pk, offering_id in runs.values_list("pk", "offering_id"):
        positions[pk] = counts[offering_id]
        counts[offering_id] += 1
    return positions


def _write(clock: time | None) -> str:
    return f"{clock:%H:%M}" if clock else ""


def _load_hits(pks: list[int], today: date) -> Iterator[Hit]:
    entries = SearchEntry.objects.filter(page_id__in=pks, is_removed=False)
    for document in entries.values_list("document", flat=True):
        if document.get("format") == FORMAT:
            yield Hit(document, today=today)


@dataclass(frozen=True)
class _Reading:
    """Reads the meetings that satisfy the query out of hits: the search found offerings, not meetings."""

    query: Query
    first: date
    last: date
    today: date
    closed: list[tuple[date, date]]
    changes: Changes

    def read(self, hit: Hit) -> Iterator[Entry]:
        changes = self.changes.get(hit.id, {})
        for position, run in enumerate(hit.all_runs):
            if self._fits_run(run.facts):
                for entry in self._read_run(hit, run, changes.get(position, [])):
                    if self.first <= entry.day <= self.last and self._fits_time(entry):
                        yield entry

    def _read_run(self, hit: Hit, run: RunCard, changes: list[Change]) -> Iterator[Entry]:
        moved = {(change.day, change.start): change for change in changes if not change.is_cancelled}
        for day, start, end in self._list_meetings(run.facts):
            change = moved.get((day, start))
            yield Entry(day, start, end, hit, run, is_moved=bool(change), note=change.note if change else "")
        for change in changes:
            if change.is_cancelled:
                yield Entry(change.day, change.start, change.end, hit, run, is_cancelled=True, note=change.note)

    def _list_meetings(self, run: dict) -> Iterator[tuple[date, str, str]]:
        for text in run["meetings"]:
            day, start, end, _weekday, _daytime = split_meeting(text)
            yield date.fromisoformat(day), start, end
        if run["spans"] and run["rule"]:
            yield from self._plan_meetings(run)
        elif run["spans"] and run["start"]:
            yield date.fromisoformat(run["start"]), "", ""

    def _plan_meetings(self, run: dict) -> Iterator[tuple[date, str, str]]:
        """Of a run that has a weekly rule, and no dated meetings yet."""
        start = date.fromisoformat(run["start"]) if run["start"] else None
        # every other week counts from a start, so without one nobody knows which week it is
        if start is None and run["interval"] > 1:
            return
        last = min(self.last, date.fromisoformat(run["end"])) if run["end"] else self.last
        begin = start or self.first
        # whole rounds of the rule before the period change nothing, and would be many
        step = timedelta(weeks=run["interval"])
        if begin < self.first:
            begin += (self.first - begin) // step * step
        times = RunCard(run, self.today).weekly_times
        for planned in plan_meetings(
            times=times, start=begin, end=last, interval_weeks=run["interval"], closed_periods=self.closed
        ):
            yield planned.date, f"{planned.start:%H:%M}", f"{planned.end:%H:%M}"

    def _fits_run(self, run: dict) -> bool:
        if is_over(run, self.today) and not self.query.archive:
            return False
        for name, values in self.query.selections:
            if FACETS_BY_NAME[name].level == "run":
                has = [get_availability(run, self.today)] if name == DATED_FACET else run["facets"].get(name, ())
                if not set(values).intersection(has):
                    return False
        return True

    def _fits_time(self, entry: Entry) -> bool:
        weekdays, daytimes = self.query.get_selection("weekday"), self.query.get_selection("daytime")
        clock = read_clock(entry.start)
        return (not weekdays or WEEKDAY_SLUGS[entry.day.weekday()] in weekdays) and (
            not daytimes or (clock is not None and get_daytime(clock) in daytimes)
        )


def _build_days(
    query: Query, period: Period, entries: list[Entry], closed: list[ClosedPeriod], today: date
) -> Iterator[Day]:
    limit = MAX_OF_DAY[period.kind]
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.day].append(entry)
    for day in period.days:
        of_day = by_day[day]
        names = [get_public_holiday(day), *(each.name for each in closed if each.start_date <= day <= each.end_date)]
        yield Day(
            day=day,
            entries=tuple(of_day[:limit]),
            more_count=len(of_day[limit:]),
            is_today=day == today,
            is_inside=period.start <= day <= period.end,
            closures=tuple(filter(None, names)),
            query=replace(query, date_from=day, date_to=day, page=1),
        )

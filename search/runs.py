"""Runs of an offering as cards show them, from its document."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from catalogue.choices import Availability
from catalogue.domain.prices import describe_price
from catalogue.domain.schedule import WeeklyTime
from catalogue.domain.wording import format_day, format_times, join_facts
from search.facets import make_label
from search.labels import Label

#: (day, start, end), what is unknown empty
Meeting = tuple[str, str, str]


@dataclass(frozen=True)
class NextMeeting:
    meeting: Meeting
    today: date

    @property
    def day(self) -> date:
        return date.fromisoformat(self.meeting[0])

    @property
    def has_time(self) -> bool:
        """Whether the hour is known."""
        return bool(self.meeting[1])

    @property
    def start(self) -> datetime:
        return _aware(self.day, self.meeting[1] or "00:00")

    @property
    def end(self) -> datetime | None:
        return _aware(self.day, self.meeting[2]) if self.meeting[2] else None

    @property
    def day_text(self) -> str:
        """ "Dienstag, 5. Mai" in the active language."""
        return format_day(self.day, today=self.today)

    @property
    def text(self) -> str:
        """ "Dienstag, 5. Mai, 10 bis 11:30 Uhr" in the active language."""
        hours = format_times(read_clock(self.meeting[1]), read_clock(self.meeting[2]))
        return join_facts([self.day_text, hours])


class RunCard:
    """What a card and the API tell of one run; words are made when somebody reads them."""

    def __init__(self, run: dict, today: date):
        self.facts = run
        self._today = today
        self.number: str = run["number"]
        self.status: str = run["status"]
        self.weekdays = tuple(run["weekdays"])
        self.times = tuple(run["times"])
        self.price: str | None = run["price"]
        self.reduced_price: str | None = run["reduced_price"]

    @property
    def start(self) -> date | None:
        return read_day(self.facts["start"])

    @property
    def end(self) -> date | None:
        return read_day(self.facts["end"])

    @property
    def venue(self) -> Label | None:
        return make_label("venue", self.facts["venue"]) if self.facts["venue"] else None

    @property
    def district(self) -> Label | None:
        return make_label("district", self.facts["district"]) if self.facts["district"] else None

    @cached_property
    def availability(self) -> Label:
        return make_label("availability", get_availability(self.facts, self._today))

    @property
    def price_text(self) -> str:
        return describe_price(
            price=_amount(self.price),
            reduced_price=_amount(self.reduced_price),
            reduced_for=self.facts["reduced_for"],
        )

    @property
    def weekly_times(self) -> list[WeeklyTime]:
        return [WeeklyTime(weekday, read_clock(start), read_clock(end)) for weekday, start, end in self.facts["weekly"]]


def split_meeting(text: str) -> tuple[str, str, str, str, str]:
    """(day, start, end, weekday, part of the day) of a document's meeting, what is unknown empty.

    As texts meetings have the order of their times.
    """
    day, start, end, weekday, daytime = text.split(" ")
    return day, start, end, weekday, daytime


def is_over(run: dict, today: date) -> bool:
    return bool(run["end"]) and run["end"] < today.isoformat()


def get_availability(run: dict, today: date) -> str:
    day = today.isoformat()
    return next(
        (
            value
            for value, first, last in run["availability"]
            if (first is None or first <= day) and (last is None or day <= last)
        ),
        Availability.UNKNOWN.value,
    )


def find_next(runs: list[dict], today: date) -> tuple[int, Meeting] | None:
    """(number of the run that meets next, that meeting); None without a date."""
    day = today.isoformat()
    coming = [
        (meeting, number)
        for number, run in enumerate(runs)
        for meeting in (*run["meetings"], *([f"{run['start']}    "] if _is_start_known(run) else ()))
        if meeting >= day
    ]
    if not coming:
        return None
    meeting, number = min(coming)
    return number, split_meeting(meeting)[:3]


def _is_start_known(run: dict) -> bool:
    """Without dated meetings the first day is all one knows."""
    return bool(run["spans"] and run["start"])


def read_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def read_clock(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _aware(day: date, clock: str) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))

"""Weekly times ("Di 9:30-12:00; Do 17-19") and the dates they make."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from dateutil.rrule import WEEKLY, rrule

from catalogue.choices import WEEKDAY_SLUGS

#: a run is planned at most this far ahead; a typing error in a year must not make thousands of rows
MAX_MEETINGS = 400

GERMAN_DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_DAY_NAMES = {
    name: index
    for index, names in enumerate(
        [
            ("mo", "mon", "montag", "montags"),
            ("di", "tue", "dienstag", "dienstags"),
            ("mi", "wed", "mittwoch", "mittwochs"),
            ("do", "thu", "donnerstag", "donnerstags"),
            ("fr", "fri", "freitag", "freitags"),
            ("sa", "sat", "samstag", "samstags", "sonnabend", "sonnabends"),
            ("so", "sun", "sonntag", "sonntags"),
        ]
    )
    for name in names
}
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
_ENTRY = re.compile(
    rf"^(?P<days>[^\W\d]+\.?(?:\s*(?:,|\+|/|und|u\.)\s*[^\W\d]+\.?)*)\s*:?\s*{_CLOCK}\s*(?:uhr)?\s*(?:-|–|—|bis)\s*{_CLOCK}\s*(?:uhr)?$",
    re.IGNORECASE,
)


class ScheduleError(ValueError):
    """A weekly time that cannot be read; the message quotes it and shows a right one."""


@dataclass(frozen=True, order=True)
class WeeklyTime:
    #: 0 is Monday, as in ``date.weekday()``
    weekday: int
    start: time
    end: time

    def to_text(self) -> str:
        return f"{GERMAN_DAYS[self.weekday]} {self.start:%H:%M}–{self.end:%H:%M}"

    def to_canonical(self) -> str:
        return f"{WEEKDAY_SLUGS[self.weekday]} {self.start:%H:%M}-{self.end:%H:%M}"


@dataclass(frozen=True)
class PlannedMeeting:
    date: date
    start: time
    end: time


def parse_weekly_times(text: str) -> tuple[WeeklyTime, ...]:
    """Read "Di 9:30-12:00; Do 17-19" or "Mo, Mi 18 bis 20 Uhr", one entry per semicolon or line.

    Raises ScheduleError with the entry that could not be read.
    """
    times = []
    for entry in filter(None, (part.strip() for part in re.split(r"[;\n]", text))):
        times.extend(_parse_entry(entry))
    return tuple(sorted(set(times)))


def _parse_entry(entry: str) -> list[WeeklyTime]:
    match = _ENTRY.match(entry)
    if match is None:
        raise ScheduleError(f"„{entry}“ ist keine Wochenzeit. Schreiben Sie zum Beispiel: Di 9:30–12:00; Do 17–19")
    start_hour, start_minute, end_hour, end_minute = match.groups()[1:]
    try:
        start = time(int(start_hour), int(start_minute or 0))
        end = time(int(end_hour), int(end_minute or 0))
    except ValueError:
        raise ScheduleError(f"„{entry}“: Diese Uhrzeit gibt es nicht.") from None
    if end <= start:
        raise ScheduleError(f"„{entry}“: Das Ende liegt nicht nach dem Beginn.")
    days = re.findall(r"[^\W\d]+", re.sub(r"\bund\b|\bu\.", " ", match["days"], flags=re.IGNORECASE))
    return [WeeklyTime(_read_weekday(day, entry), start, end) for day in days]


def _read_weekday(name: str, entry: str) -> int:
    weekday = _DAY_NAMES.get(name.casefold())
    if weekday is None:
        raise ScheduleError(f"„{entry}“: „{name}“ ist kein Wochentag. Schreiben Sie Mo, Di, Mi, Do, Fr, Sa oder So.")
    return weekday


def format_weekly_times(times: Iterable[WeeklyTime]) -> str:
    return "; ".join(weekly_time.to_canonical() for weekly_time in times)


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("DE", subdiv="NW", years=year, language="de"))


def get_public_holiday(day: date) -> str:
    """The German name of the public holiday in North Rhine-Westphalia on this day, or nothing."""
    return _public_holidays(day.year).get(day, "")


def is_closed(day: date, closed_periods: Sequence[tuple[date, date]]) -> bool:
    return bool(get_public_holiday(day)) or any(start <= day <= end for start, end in closed_periods)


def plan_meetings(
    *,
    times: Sequence[WeeklyTime],
    start: date,
    end: date,
    interval_weeks: int = 1,
    closed_periods: Sequence[tuple[date, date]] = (),
    skip_closed: bool = True,
) -> list[PlannedMeeting]:
    """Dates of a weekly rule from start to end inclusive, without public holidays and closed periods.

    Raises ScheduleError when the rule would make more than MAX_MEETINGS rows.
    """
    # every other week counts calendar weeks from the first, whichever weekday the run starts on
    first_monday = start - timedelta(days=start.weekday())
    planned = []
    for weekly_time in times:
        rule = rrule(
            WEEKLY,
            interval=interval_weeks,
            dtstart=_midnight(first_monday),
            until=_midnight(end),
            byweekday=weekly_time.weekday,
        )
        for moment in rule:
            day = moment.date()
            if day >= start and not (skip_closed and is_closed(day, closed_periods)):
                planned.append(PlannedMeeting(day, weekly_time.start, weekly_time.end))
            if len(planned) > MAX_MEETINGS:
                raise ScheduleError(
                    f"Aus diesen Angaben entstünden mehr als {MAX_MEETINGS} Termine. Bitte prüfen Sie Beginn und Ende."
                )
    return sorted(planned, key=lambda meeting: (meeting.date, meeting.start))


def find_skipped_days(
    *,
    times: Sequence[WeeklyTime],
    start: date,
    end: date,
    interval_weeks: int = 1,
    closed_periods: Sequence[tuple[date, date, str]] = (),
) -> list[tuple[date, str]]:
    """Days of the rule on which no meeting is planned, each with its reason; closed periods come with a name."""
    every = plan_meetings(times=times, start=start, end=end, interval_weeks=interval_weeks, skip_closed=False)
    reasons = {}
    for day in sorted({meeting.date for meeting in every}):
        reason = get_public_holiday(day) or next(
            (name for first, last, name in closed_periods if first <= day <= last), ""
        )
        if reason:
            reasons[day] = reason
    return list(reasons.items())


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- calendar days have no zone


def get_daytime(start: time) -> str:
    """Part of the day a meeting belongs to: before noon, before 17:00, after."""
    if start < time(12):
        return "morning"
    return "afternoon" if start < time(17) else "evening"


def count_teaching_units(meetings: Iterable) -> int:
    """Units of 45 minutes in meetings that take place, each meeting rounded down."""
    return sum(
        ((m.end_time.hour - m.start_time.hour) * 60 + m.end_time.minute - m.start_time.minute) // 45
        for m in meetings
        if m.start_time and m.end_time and m.status != "cancelled"
    )

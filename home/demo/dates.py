"""When the runs of the demo take place: always around today, always the same for one seed and day."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache

from dateutil.easter import easter

from catalogue.domain.schedule import PlannedMeeting, WeeklyTime, is_closed, plan_meetings

#: school holidays of North Rhine-Westphalia as published: year -> first and last day
SUMMER_HOLIDAYS = {2026: "0720-0901", 2027: "0719-0831", 2028: "0710-0822", 2029: "0702-0814"}
AUTUMN_HOLIDAYS = {2026: "1017-1031", 2027: "1023-1106", 2028: "1023-1104", 2029: "1015-1027"}


@dataclass(frozen=True)
class Calendar:
    """The day the demo is made for, and when the house is closed."""

    today: date
    seed: int
    closed_periods: tuple[tuple[date, date], ...]

    def make_rng(self, *key) -> random.Random:
        return random.Random(":".join(map(str, (self.seed, *key))))

    def plan(self, times: tuple[WeeklyTime, ...], start: date, meetings: int) -> list[PlannedMeeting]:
        """The first ``meetings`` dates of a weekly rule, longer by every holiday and closed week."""
        planned = [
            PlannedMeeting(day, weekly.start, weekly.end)
            for weekly in times
            for day in _list_open_days(weekly.weekday, start, self.closed_periods)
        ]
        return sorted(planned, key=lambda meeting: (meeting.date, meeting.start))[:meetings]


@lru_cache(maxsize=4096)  # in a load test many begin on the same day
def _list_open_days(weekday: int, start: date, closed_periods) -> list[date]:
    """That weekday in the year to come; longer than any run with its breaks."""
    times = [WeeklyTime(weekday, time(10), time(11))]
    end = start + timedelta(weeks=52)
    planned = plan_meetings(times=times, start=start, end=end, closed_periods=closed_periods)
    return [meeting.date for meeting in planned]


def list_closed_periods(rows: list[dict], *, today: date) -> list[tuple[str, date, date]]:
    """(name, first day, last day) of last, this and next year, in order."""
    periods = []
    for year in range(today.year - 1, today.year + 2):
        for row in rows:
            start, end = (date(year, *map(int, row[name].split("-"))) for name in ("start", "end"))
            periods.append((row["name"], start, end if end >= start else end.replace(year=year + 1)))
    return sorted(periods, key=lambda period: period[1])


def choose_start(*, calendar: Calendar, key: str, is_open: bool, weeks: int) -> date:
    """The week a run begins in: a fifth runs already, most begin within three months, a few are over.

    Open doors and counselling are more often running than courses, which one joins at the start.
    """
    rng = calendar.make_rng("start", key)
    share = rng.random()
    running = 0.6 if is_open else 0.18
    if share < 0.05:
        return calendar.today - timedelta(weeks=weeks + rng.randint(4, 10))
    if share < 0.05 + running:
        return calendar.today - timedelta(days=rng.randint(3, max(5, min(7 * weeks - 12, 70))))
    if share < 0.94:
        return calendar.today + timedelta(days=rng.randint(3, 88))
    return calendar.today + timedelta(days=rng.randint(92, 170))


def plan_block(*, calendar: Calendar, key: str, weekday: int, days: int, after: date, season: str) -> list[date]:
    """``days`` consecutive open days, the first on the wished weekday: in the season, else as soon as can be."""
    if not season:
        return next(_list_blocks(weekday, days, first=after, closed=calendar.closed_periods))
    rng = calendar.make_rng("block", key)
    for first, last in list_windows(season, after=after):
        for closed in (calendar.closed_periods, ()):  # a holiday camp may open a closed house, never a holiday
            blocks = list(_list_blocks(weekday, days, first=first, last=last, closed=closed))
            if blocks:
                return rng.choice(blocks)
    raise AssertionError("the list of windows has no end")


def _list_blocks(weekday: int, days: int, *, first: date, last: date = date.max, closed) -> Iterator[list[date]]:
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    while day + timedelta(days=days - 1) <= last:
        block = [day + timedelta(days=number) for number in range(days)]
        if not any(is_closed(day, closed) for day in block):
            yield block
        day += timedelta(weeks=1)


def list_windows(season: str, *, after: date) -> Iterator[tuple[date, date]]:
    """The coming occurrences of a season, first and last day each, without end."""
    year = after.year - 1
    while True:
        for first, last in SEASONS[season](year):
            if last - timedelta(days=6) >= after:
                yield max(first, after), last
        year += 1


def _read_window(year: int, text: str) -> tuple[date, date]:
    first, last = (date(year, int(part[:2]), int(part[2:])) for part in text.split("-"))
    return first, last if last >= first else last.replace(year=year + 1)


def _spring(year: int):
    return [(easter(year) - timedelta(days=6), easter(year) + timedelta(days=6))]


def _summer(year: int):
    return [_read_window(year, SUMMER_HOLIDAYS.get(year, "0715-0825"))]


def _autumn(year: int):
    return [_read_window(year, AUTUMN_HOLIDAYS.get(year, "1012-1024"))]


def _winter(year: int):
    return [_read_window(year, "1227-0109")]


def _turn_of_the_year(year: int):
    return [_read_window(year, "1227-1231")]


def _any_holidays(year: int):
    return [*_spring(year), *_summer(year), *_autumn(year)]


SEASONS = {
    "ostern": _spring,
    "sommer": _summer,
    "herbst": _autumn,
    "winter": _winter,
    "ferien": _any_holidays,
    "ferientag": _any_holidays,
    "ferienwoche": _any_holidays,
    "ferienkurs": _any_holidays,
    "sommerfest": lambda year: [_read_window(year, "0601-0712")],
    "jahreswechsel": _turn_of_the_year,
    "nouruz": lambda year: [_read_window(year, "0318-0328")],
}


#: whose text names a season that the key does not
TOLD_SEASONS = {"winter-lichterwerkstatt": "jahreswechsel", "ferien-maedchenfussball": "sommer"}


def find_season(key: str) -> str:
    """ "sommer-waldwoche" -> "sommer", "" for the many without a season."""
    return TOLD_SEASONS.get(key) or next((part for part in key.split("-") if part in SEASONS), "")

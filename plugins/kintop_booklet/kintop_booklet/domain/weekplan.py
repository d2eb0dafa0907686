"""What happens on which day of the week: one page to hang up for each place."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalogue.choices import AttendanceMode, Daytime, RunStatus, Weekday
from catalogue.domain.cards import get_card_runs
from catalogue.domain.presentation import get_finder_url
from catalogue.domain.schedule import WeeklyTime, get_daytime
from catalogue.domain.wording import format_times
from cms.languages import get_interface_language
from kintop_booklet.domain.collecting import get_organisation
from kintop_booklet.domain.content import Daypart, PlacePlan, Slot, WeekPlan
from kintop_booklet.domain.entries import Item, load_items
from kintop_booklet.domain.flyer import number_subjects
from kintop_booklet.domain.qr import draw_qr
from kintop_booklet.domain.words import get_words

#: a plan shows these even where nothing happens on them
WORKDAYS = range(5)


def collect_week_plan(pks: Iterable[int], *, site_url: str, query: str = "") -> WeekPlan:
    """In the active language; what is cancelled, over or has no weekly time is left out."""
    today = timezone.localdate()
    items = list(load_items(pks, site_url=site_url))
    colours = number_subjects()
    places = defaultdict(list)
    for item in items:
        for place, weekly_time, slot in _list_slots(item, colours, today):
            places[place].append((weekly_time, slot))
    subjects = {item.main_subject for item in items if item.main_subject}
    return WeekPlan(
        language=get_interface_language(),
        issued=date_format(today, "DATE_FORMAT"),
        organisation=get_organisation(site_url=site_url),
        # our own houses first, then the others, then what has no place
        places=tuple(_build_plan(place, places[place]) for place in sorted(places, key=_get_order)),
        legend=tuple(
            (subject.translated_name, colours[subject.pk])
            for subject in sorted(subjects, key=lambda subject: colours[subject.pk])
        ),
        qr="qr-finder.png",
        words=get_words(len(items)),
        files={"qr-finder.png": draw_qr(f"{site_url.rstrip('/')}{get_finder_url(query)}")},
    )


def _get_order(venue) -> tuple:
    return (venue is None, not venue.is_own if venue else True, venue.name if venue else "")


def _list_slots(item: Item, colours: dict[int, int], today: date) -> Iterator[tuple]:
    offering = item.offering
    online = offering.format == AttendanceMode.ONLINE
    named = set()
    for run in get_card_runs(offering):
        if run.status == RunStatus.CANCELLED or run.is_over(today):
            continue
        for weekly_time in run.weekly_time_list:
            # the same course again later in the year would only fill the page
            if (run.venue_id, weekly_time) in named:
                continue
            named.add((run.venue_id, weekly_time))
            slot = Slot(
                times=format_times(weekly_time.start, weekly_time.end),
                title=item.entry.title,
                lang=item.entry.lang,
                code=item.entry.code,
                room="" if online else run.room,
                note=", ".join(_list_notes(run, today)),
                colour=colours.get(item.main_subject.pk, 0) if item.main_subject else 0,
            )
            yield None if online else run.venue, weekly_time, slot


def _list_notes(run, today: date) -> Iterator[str]:
    if run.start_date and run.start_date > today:
        yield _("ab %(start)s") % {"start": date_format(run.start_date, "SHORT_DATE_FORMAT")}
    if run.interval_weeks > 1:
        yield _("alle %(weeks)s Wochen") % {"weeks": run.interval_weeks}


def _build_plan(venue, slots: list[tuple[WeeklyTime, Slot]]) -> PlacePlan:
    used = {weekly_time.weekday for weekly_time, _slot in slots}
    weekdays = sorted(used.union(WORKDAYS))
    dayparts = []
    for daytime in Daytime:
        days = tuple(_pick(slots, weekday, daytime) for weekday in weekdays)
        if any(days):
            dayparts.append(Daypart(name=str(daytime.label), days=days))
    return PlacePlan(
        name=venue.translated_name if venue else str(AttendanceMode.ONLINE.label),
        address=venue.address if venue else "",
        weekdays=tuple(str(Weekday(day).label) for day in weekdays),
        dayparts=tuple(dayparts),
    )


def _pick(slots, weekday: int, daytime: Daytime) -> tuple[Slot, ...]:
    found = [
        (weekly_time, slot)
        for weekly_time, slot in slots
        if weekly_time.weekday == weekday and get_daytime(weekly_time.start) == daytime
    ]
    found.sort(key=lambda row: (row[0].start, row[0].end, row[1].title))
    return tuple(slot for _time, slot in found)

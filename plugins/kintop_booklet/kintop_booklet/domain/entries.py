"""Offerings as entries of a printed programme: every fact in words, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.choices import AttendanceMode, Availability, RunStatus
from catalogue.domain.cards import describe_offering_languages, get_card_runs, get_concrete
from catalogue.domain.joining import get_join_action
from catalogue.domain.timetable import RunView, find_best_availability, list_run_views
from catalogue.domain.wording import format_age, format_period
from catalogue.models import Offering, TargetGroupPage
from kintop_booklet.domain.content import Entry, RunLine

#: offerings read at once: enough to make queries rare, few enough to keep memory flat
CHUNK = 200
#: what a reader of paper should know of a place; the rest changes too quickly to be printed
PRINTED_AVAILABILITIES = (Availability.FULL, Availability.WAITING_LIST, Availability.CANCELLED)


@dataclass(frozen=True)
class Item:
    """An entry with the rows that decide where in the booklet it stands."""

    entry: Entry
    offering: Offering
    target_groups: tuple
    #: those who agreed to be named
    lecturers: tuple
    funders: tuple
    venues: tuple
    is_project: bool
    first_day: date | None
    last_day: date | None

    @property
    def main_subject(self):
        subject = self.offering.subject
        return subject and (subject.parent or subject)


def load_items(pks: Iterable[int], *, site_url: str) -> Iterator[Item]:
    """Entries of the public ones of these offerings, in their order."""
    remaining = iter(pks)
    today = timezone.localdate()
    while pks := list(islice(remaining, CHUNK)):
        rows = Offering.objects.filter(pk__in=pks).live().public().for_cards()
        found = {row.pk: row for row in rows.select_related("coursepage", "projectpage", "content_type")}
        people = _load_linked(Offering.lecturers.through, "lecturer", pks)
        funders = _load_linked(Offering.funders.through, "funder", pks)
        groups = _load_target_groups(pks)
        for pk in pks:
            # taken offline since the search answered
            if pk in found:
                lecturers = [person for person in people[pk] if person.is_public]
                yield _build_item(
                    found[pk], today=today, lecturers=lecturers, funders=funders[pk], groups=groups[pk], site=site_url
                )


def _load_linked(through, name: str, pks: list[int]) -> dict[int, list]:
    """Linked rows by offering, in the order of their own model."""
    linked = defaultdict(list)
    order = [f"{name}__{column}" for column in through._meta.get_field(name).related_model._meta.ordering]
    for link in through.objects.filter(offering_id__in=pks).select_related(name).order_by(*order):
        linked[link.offering_id].append(getattr(link, name))
    return linked


def _load_target_groups(pks: list[int]) -> dict[int, list[TargetGroupPage]]:
    visible = TargetGroupPage.objects.live().public().order_by("path").in_bulk()
    linked = defaultdict(list)
    links = Offering.target_groups.through.objects.filter(offering_id__in=pks)
    for offering_id, group_id in links.values_list("offering_id", "targetgrouppage_id"):
        if group_id in visible:
            linked[offering_id].append(visible[group_id])
    order = list(visible)
    return defaultdict(
        list, {pk: sorted(groups, key=lambda group: order.index(group.pk)) for pk, groups in linked.items()}
    )


def _build_item(offering, *, today: date, lecturers, funders, groups, site: str) -> Item:
    concrete = get_concrete(offering)
    runs = _list_printed_runs(offering, today)
    views = [view for _run, view in runs]
    venues = () if offering.format == AttendanceMode.ONLINE else (view.venue for view in views)
    start, end = _get_days(concrete, views)
    return Item(
        entry=_build_entry(offering, concrete, runs, lecturers=lecturers, site=site),
        offering=offering,
        target_groups=tuple(groups),
        lecturers=tuple(lecturers),
        funders=tuple(funders),
        venues=tuple(dict.fromkeys(venue for venue in venues if venue is not None)),
        is_project=hasattr(concrete, "period_end"),
        first_day=start,
        last_day=end,
    )


def _list_printed_runs(offering, today: date) -> list[tuple]:
    """(run, its view) of what goes on or comes, in the order of the beginnings; else of the last one.

    A cancelled run is worth a line only where no other is left.
    """
    runs = get_card_runs(offering)
    current = [run for run in runs if not run.is_over(today)] or runs[-1:]
    current = [run for run in current if run.status != RunStatus.CANCELLED] or current
    return [(run, view) for run in current for view in list_run_views(runs=[run], today=today)]


def _build_entry(offering, concrete, runs: list[tuple], *, lecturers, site: str) -> Entry:
    views = [view for _run, view in runs]
    availability = find_best_availability([view.availability.value for view in views if not view.is_over])
    key = f"o{offering.pk}"
    return Entry(
        key=key,
        code=offering.code,
        title=offering.translated_title,
        summary=offering.translated_summary,
        lang=offering.text_language,
        kind=str(concrete.get_type_label()),
        runs=_list_runs(offering, concrete, runs),
        lecturers=tuple(person.full_name for person in lecturers),
        languages=describe_offering_languages(offering),
        features=tuple(_list_features(offering, concrete, views)),
        join=get_join_action(offering=offering, availability=availability).sentence,
        url=get_page_url(offering, site=site),
        qr=f"qr-{key}.png",
        picture=None,
    )


def get_page_url(offering, *, site: str) -> str:
    """The address to be printed: that of the site as the public knows it."""
    parts = offering.get_url_parts()
    return f"{site.rstrip('/')}{parts[2]}" if parts and parts[2] else site


def _list_runs(offering, concrete, runs: list[tuple]) -> tuple[RunLine, ...]:
    lines = [
        RunLine(
            when=_describe_when(view),
            period=view.period if view.weekly else "",
            amount=_describe_amount(run, view),
            where=_describe_place(offering, view),
            price=view.price,
            notes=tuple(_list_notes(view)),
        )
        for run, view in runs
    ]
    period = format_period(getattr(concrete, "period_start", None), getattr(concrete, "period_end", None))
    if not lines and period:
        lines = [RunLine(when=period, period="", amount="", where="", price="", notes=())]
    return tuple(_say_once(lines))


def _say_once(lines: list[RunLine]) -> list[RunLine]:
    """What is the same for all runs stands with the last one only."""
    common = {name for name in ("where", "price") if len({getattr(line, name) for line in lines}) == 1}
    notes = set.intersection(*(set(line.notes) for line in lines)) if lines else set()
    first = [
        replace(line, **dict.fromkeys(common, ""), notes=tuple(note for note in line.notes if note not in notes))
        for line in lines[:-1]
    ]
    return [*first, *lines[-1:]]


def _describe_amount(run, view: RunView) -> str:
    """ "10 Termine, 30 Unterrichtsstunden": how long one is, the booklet says once."""
    parts = []
    if (meetings := sum(not meeting.is_cancelled for meeting in view.all_meetings)) > 1:
        parts.append(ngettext("%(count)s Termin", "%(count)s Termine", meetings) % {"count": meetings})
    if units := run.teaching_units:
        parts.append(ngettext("%(count)s Unterrichtsstunde", "%(count)s Unterrichtsstunden", units) % {"count": units})
    return ", ".join(parts)


def _describe_when(view: RunView) -> str:
    if view.weekly:
        return view.weekly
    if len(view.all_meetings) == 1:
        meeting = view.all_meetings[0]
        return ", ".join(filter(None, [meeting.day, meeting.times]))
    return view.period


def _describe_place(offering, view: RunView) -> str:
    if offering.format == AttendanceMode.ONLINE:
        return str(AttendanceMode.ONLINE.label)
    if view.venue is None:
        return view.room
    name, district = view.venue.translated_name, view.venue.district
    # "Stadtteiltreff Hassels" tells the district already
    return ", ".join(filter(None, [name, district if district not in name else "", view.room]))


def _list_notes(view: RunView) -> Iterator[str]:
    if view.availability.value in PRINTED_AVAILABILITIES:
        yield view.availability.label
    if view.status is not None and view.status.value == RunStatus.MOVED:
        yield view.status.label
    if view.funding_notes:
        yield view.funding_notes
    if view.deadline:
        yield view.deadline


def _list_features(offering, concrete, views: list[RunView]) -> Iterator[str]:
    if getattr(concrete, "level", ""):
        yield str(concrete.get_level_display())
    if getattr(concrete, "task_area", ""):
        yield str(concrete.get_task_area_display())
    if age := format_age(offering.age_from, offering.age_to):
        yield age
    if offering.childcare:
        yield _("mit Kinderbetreuung")
    if offering.format == AttendanceMode.HYBRID:
        yield str(AttendanceMode.HYBRID.label)
    if any(view.venue is not None and view.venue.is_accessible for view in views):
        yield _("ohne Stufen")


def _get_days(concrete, views: list[RunView]) -> tuple[date | None, date | None]:
    """First and last day with a meeting; of a project without meetings, of its period."""
    days = [meeting.date for view in views for meeting in view.all_meetings if not meeting.is_cancelled]
    if not days:
        days = filter(None, [getattr(concrete, "period_start", None), getattr(concrete, "period_end", None)])
    days = sorted(days)
    return (days[0], days[-1]) if days else (None, None)

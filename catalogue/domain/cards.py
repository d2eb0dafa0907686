"""Offerings as cards in a list: every text ready, no query per card."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.choices import AttendanceMode, RunStatus
from catalogue.domain.pictures import CARD_PICTURE, get_picture
from catalogue.domain.timetable import Badge, find_best_availability, get_availability_badge
from catalogue.domain.types import get_type_rows
from catalogue.domain.wording import (
    describe_languages,
    format_age,
    format_day,
    format_period,
    format_times,
    format_weekly,
)


@dataclass(frozen=True)
class Card:
    id: int
    title: str
    #: language of title and summary
    lang: str
    summary: str
    url: str
    type_label: str
    subject: str
    #: a rendition, or None
    picture: object | None
    #: "dienstags, 9:30 bis 12 Uhr", or the one day
    when: str
    #: "Beginn: Dienstag, 1. Dezember", or the next meeting of what goes on already
    begin: str
    where: str
    price: str
    languages: str
    age: str
    availability: Badge | None
    #: level, childcare, online, accessible: short words
    features: tuple[str, ...] = field(default=())


def build_cards(offerings: Iterable) -> list[Card]:
    """Cards of offerings from ``for_cards()``, their concrete types and pictures fetched along."""
    if isinstance(offerings, QuerySet):
        offerings = offerings.select_related(*get_type_rows())
    offerings = list(offerings)
    today = timezone.localdate()
    return [build_card(offering, today=today) for offering in offerings]


def build_card(offering, *, today: date | None = None, with_picture: bool = True) -> Card:
    today = today or timezone.localdate()
    concrete = get_concrete(offering)
    runs = get_card_runs(offering)
    current = [run for run in runs if not run.is_over(today)]
    run, meeting = find_next(current, today=today)
    venue = run.venue if run else None
    availability = find_best_availability([run.availability for run in current])
    return Card(
        id=offering.pk,
        title=offering.translated_title,
        lang=offering.text_language,
        summary=offering.translated_summary,
        url=offering.get_url(),
        type_label=str(concrete.get_type_label()),
        subject=offering.subject.translated_name if offering.subject else "",
        picture=get_picture(offering.image, CARD_PICTURE) if with_picture else None,
        when=_describe_rhythm(run, meeting, concrete, today),
        begin=_describe_begin(run, meeting, today),
        where=_describe_place(offering, venue),
        price=run.price_text if run else "",
        languages=describe_offering_languages(offering),
        age=format_age(offering.age_from, offering.age_to),
        availability=get_availability_badge(availability) if availability else None,
        features=tuple(_list_features(offering, concrete, venue)),
    )


def get_concrete(offering):
    """The row of the concrete type where it was fetched along, else an empty one that knows its labels."""
    if type(offering)._meta.label_lower != "catalogue.offering":
        return offering
    for name in get_type_rows():
        if name in offering._state.fields_cache and offering._state.fields_cache[name] is not None:
            return offering._state.fields_cache[name]
    model = offering.cached_content_type.model_class()
    return offering if model is None or model is type(offering) else model()


def get_card_runs(offering) -> list:
    runs = getattr(offering, "card_runs", None)
    if runs is None:
        runs = list(offering.runs.all())
    for run in runs:
        # the run asks its offering how one takes part
        run.offering = offering
    return runs


def find_next(runs: Iterable, *, today: date):
    """(run, its next meeting) of the nearest meeting; without one, the first run and None."""
    runs = list(runs)
    coming = [(run, run.get_next_meeting(today)) for run in runs if run.status != RunStatus.CANCELLED]
    dated = [(run, meeting) for run, meeting in coming if meeting is not None]
    if dated:
        return min(dated, key=lambda pair: (pair[1].date, pair[1].start_time is not None, pair[1].start_time))
    return (runs[0], None) if runs else (None, None)


def _describe_rhythm(run, meeting, concrete, today: date) -> str:
    if run is None:
        start, end = getattr(concrete, "period_start", None), getattr(concrete, "period_end", None)
        return format_period(start, end)
    weekly = format_weekly(run.weekly_time_list, interval_weeks=run.interval_weeks)
    if weekly or meeting is None:
        return weekly or format_period(run.start_date, run.end_date)
    return f"{format_day(meeting.date, today=today)}, {format_times(meeting.start_time, meeting.end_time)}".rstrip(", ")


def _describe_begin(run, meeting, today: date) -> str:
    if meeting is None or not run.weekly_times:
        return ""
    day = format_day(meeting.date, today=today)
    if run.start_date and run.start_date >= today:
        return _("Beginn: %(day)s") % {"day": day}
    return _("Nächster Termin: %(day)s") % {"day": day}


def _describe_place(offering, venue) -> str:
    if offering.format == AttendanceMode.ONLINE:
        return str(AttendanceMode.ONLINE.label)
    if venue is None:
        return ""
    name = venue.translated_name
    # "Stadtteiltreff Hassels" tells the district already
    return name if not venue.district or venue.district in name else f"{name}, {venue.district}"


def describe_offering_languages(offering) -> str:
    return describe_languages(
        get_language_labels(offering, "teaching_languages"), get_language_labels(offering, "support_languages")
    )


def get_language_labels(offering, name: str) -> list[str]:
    return offering._meta.get_field(name).get_labels(getattr(offering, name))


def _list_features(offering, concrete, venue):
    level = getattr(concrete, "level", "")
    if level:
        yield str(concrete.get_level_display())
    if offering.childcare:
        yield _("mit Kinderbetreuung")
    if offering.format == AttendanceMode.HYBRID:
        yield str(AttendanceMode.HYBRID.label)
    if venue is not None and venue.is_accessible:
        yield _("ohne Stufen")

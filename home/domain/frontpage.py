"""The home page: what the centre does, for whom and how, with numbers and dates from live data."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import npgettext
from wagtail.models import Page

from catalogue.choices import MeetingStatus, Registration, RunStatus, TaskArea
from catalogue.domain.cards import get_concrete
from catalogue.domain.pictures import LOGO, get_hero_picture, get_picture, prefetch_pictures
from catalogue.domain.presentation import get_finder_url
from catalogue.domain.types import get_type_rows
from catalogue.domain.wording import format_times
from catalogue.models import Funder, Lecturer, Meeting, Offering, ProjectPage, Subject, TargetGroupPage, Venue

NEXT_DATES = 6
PROJECTS_PER_AREA = 3


@dataclass(frozen=True)
class Figure:
    number: int
    label: str


@dataclass(frozen=True)
class NextDate:
    day: date
    times: str
    title: str
    lang: str
    url: str
    type_label: str
    where: str
    is_moved: bool


@dataclass(frozen=True)
class ProjectArea:
    value: str
    label: str
    projects: list


@dataclass(frozen=True)
class Supporter:
    name: str
    url: str
    logo: object | None
    is_partner: bool


def get_home_context(page) -> dict:
    # asked for once: each ``public()`` would ask again
    private = Page.objects.all().private_q()
    offerings = Offering.objects.live().exclude(private)
    project_areas = group_current_projects(private=private, limit=PROJECTS_PER_AREA)
    return {
        # (text, language) each
        **{name: page.get_text(name) for name in ("claim", "intro", "what", "for_whom", "how")},
        "picture": get_hero_picture(page.image),
        "figures": count_figures(offerings),
        "target_groups": list(TargetGroupPage.objects.live().exclude(private).order_by("path")),
        "subjects": list(Subject.objects.filter(parent=None)),
        "next_dates": find_next_dates(offerings),
        "project_areas": project_areas,
        "has_projects": any(area.projects for area in project_areas),
        "supporters": list_supporters(),
        "finder_url": get_finder_url(),
    }


def count_figures(offerings) -> list[Figure]:
    upcoming = offerings.upcoming().order_by()
    languages = {
        code
        for names in ("teaching_languages", "support_languages")
        for codes in upcoming.values_list(names, flat=True).distinct()
        for code in codes or []
    }
    count = upcoming.count()
    lecturers = Lecturer.objects.filter(is_active=True).count()
    venues = Venue.objects.exclude(street="").count()
    figures = [
        Figure(count, npgettext("Zahl", "Angebot", "Angebote", count)),
        Figure(len(languages), npgettext("Zahl", "Sprache", "Sprachen", len(languages))),
        Figure(lecturers, npgettext("Zahl", "Kursleitung", "Kursleitungen", lecturers)),
        Figure(venues, npgettext("Zahl", "Ort", "Orte", venues)),
    ]
    return [figure for figure in figures if figure.number]


def find_next_dates(offerings) -> list[NextDate]:
    """Meetings one can go to without having been there before: first ones, and open doors. One per offering."""
    today = timezone.localdate()
    meetings = (
        Meeting.objects.filter(run__offering__in=offerings.order_by().values("pk"), date__gte=today)
        .exclude(status=MeetingStatus.CANCELLED)
        .exclude(run__status=RunStatus.CANCELLED)
        .filter(Q(date=F("run__start_date")) | Q(run__offering__registration=Registration.OPEN_DOOR))
        .filter(run__fully_booked=False)
        .select_related("run__venue", *(f"run__offering__{name}" for name in get_type_rows()))
        .prefetch_related("run__offering__translations")
        .order_by("date", "start_time", "pk")
    )
    found: dict[int, NextDate] = {}
    # an offering that meets every day must not fill the list: look a little further
    for meeting in meetings[: NEXT_DATES * 6]:
        if len(found) < NEXT_DATES and meeting.run.offering_id not in found:
            found[meeting.run.offering_id] = _build_next_date(meeting)
    return list(found.values())


def _build_next_date(meeting) -> NextDate:
    offering, venue = meeting.run.offering, meeting.run.venue
    return NextDate(
        day=meeting.date,
        times=format_times(meeting.start_time, meeting.end_time),
        title=offering.translated_title,
        lang=offering.text_language,
        url=offering.get_url(),
        type_label=str(get_concrete(offering).get_type_label()),
        where=venue.translated_name if venue else "",
        is_moved=meeting.status == MeetingStatus.MOVED,
    )


def group_current_projects(*, private: Q | None = None, limit: int | None = None) -> list[ProjectArea]:
    """The four task areas in their official order, each with its current projects."""
    live = ProjectPage.objects.live()
    projects = (
        (live.public() if private is None else live.exclude(private))
        .upcoming()
        .exclude(task_area="")
        .prefetch_related("translations")
        .order_by("-period_start", "title")
    )
    by_area: dict[str, list] = {}
    for project in projects:
        by_area.setdefault(project.task_area, []).append(project)
    return [ProjectArea(area.value, str(area.label), by_area.get(area.value, [])[:limit]) for area in TaskArea]


def list_supporters() -> list[Supporter]:
    funders = list(Funder.objects.filter(is_shown_on_home=True).select_related("logo"))
    prefetch_pictures(funders, name="logo")
    return [
        Supporter(
            name=funder.translated_name,
            url=funder.url,
            logo=get_picture(funder.logo, LOGO),
            is_partner=funder.kind == Funder.Kind.PARTNER,
        )
        for funder in funders
    ]

"""The home page: what the centre does, for whom and how, with numbers and dates from live data."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext
from wagtail.models import Page

from catalogue.choices import MeetingStatus, Registration, RunStatus, TaskArea
from catalogue.domain.cards import get_concrete
from catalogue.domain.pictures import LOGO, get_hero_picture, get_picture, prefetch_pictures
from catalogue.domain.presentation import get_finder_url
from catalogue.domain.types import get_type_rows
from catalogue.domain.wording import format_times
from catalogue.models import Funder, Lecturer, Meeting, Offering, ProjectPage, Subject, TargetGroupPage, Venue
from cms.languages import get_interface_language
from cms.translated_pages import only_originals
from home.models import ContentPage
from search.clock import get_version

NEXT_DATES = 6
PROJECTS_PER_AREA = 3
#: form of a page -> what the home page calls it
FORM_LABELS = {
    ContentPage.Form.SERVICE: _("Für Organisationen: Leistung anfordern"),
    ContentPage.Form.VOLUNTEERING: _("Selbst mitmachen"),
}


@dataclass(frozen=True)
class Figure:
    number: int
    label: str
    #: where what is counted can be seen
    url: str


@dataclass(frozen=True)
class Link:
    title: str
    #: language of the title
    lang: str
    url: str
    #: a sentence on it, in German
    note: str = ""


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
    projects: list[Link]


@dataclass(frozen=True)
class Supporter:
    name: str
    #: language of the name
    lang: str
    url: str
    logo: object | None
    #: in German
    description: str


@dataclass(frozen=True)
class HomeFacts:
    """What the home page tells in one language of offerings, people and places."""

    figures: list[Figure]
    target_groups: list[Link]
    subjects: list[Link]
    next_dates: list[NextDate]
    project_areas: list[ProjectArea]
    #: pages where one can ask for something or join in
    forms: list[Link]


#: language -> (version and day, facts). Whatever the finder shows notes a change; see home.domain.known
_remembered: dict[str, tuple[tuple[int, date], HomeFacts]] = {}


def get_home_context(page) -> dict:
    facts = recall_facts()
    return {
        # (text, language) each
        **{name: page.get_text(name) for name in ("claim", "intro", "what", "for_whom", "how")},
        "picture": get_hero_picture(page.image),
        "facts": facts,
        "has_projects": any(area.projects for area in facts.project_areas),
        # not from memory: a withdrawn consent to a picture is no change of what the finder shows
        "supporters": list_supporters(),
        "finder_url": get_finder_url(),
    }


def recall_facts() -> HomeFacts:
    # asked first: what is read afterwards may only be newer
    moment = (get_version(), timezone.localdate())
    language = get_interface_language()
    known = _remembered.get(language)
    if known is None or known[0] != moment:
        known = _remembered[language] = (moment, load_facts())
    return known[1]


def load_facts() -> HomeFacts:
    # asked for once: each ``public()`` would ask again
    private = Page.objects.all().private_q()
    offerings = Offering.objects.live().exclude(private)
    groups = [
        Link(group.translated_name, get_interface_language(), group.url)
        for group in only_originals(TargetGroupPage.objects.live()).exclude(private).order_by("path")
    ]
    return HomeFacts(
        figures=count_figures(offerings, target_groups=len(groups)),
        target_groups=groups,
        subjects=[
            Link(
                subject.translated_name,
                get_interface_language(),
                get_finder_url(f"subject={subject.slug}"),
                subject.description,
            )
            for subject in Subject.objects.filter(parent=None)
        ],
        next_dates=find_next_dates(offerings),
        project_areas=group_current_projects(private=private, limit=PROJECTS_PER_AREA),
        forms=list_forms(private=private),
    )


def count_figures(offerings, *, target_groups: int) -> list[Figure]:
    rows = (
        offerings.upcoming()
        .order_by()
        .values_list("teaching_languages", "support_languages")
        .annotate(number=Count("pk"))
    )
    languages, count = set(), 0
    for teaching, support, number in rows:
        languages.update(teaching or [], support or [])
        count += number
    lecturers = Lecturer.objects.filter(is_active=True).count()
    venues = Venue.objects.exclude(street="").count()
    figures = [
        Figure(count, npgettext("Zahl", "Angebot", "Angebote", count), get_finder_url()),
        Figure(
            len(languages),
            npgettext("Zahl", "Sprache", "Sprachen", len(languages)),
            f"{get_finder_url()}#filter-language",
        ),
        Figure(lecturers, npgettext("Zahl", "Kursleitung", "Kursleitungen", lecturers), _get_section_url("team")),
        Figure(
            target_groups,
            npgettext("Zahl", "Zielgruppe", "Zielgruppen", target_groups),
            _get_section_url("zielgruppen"),
        ),
        Figure(venues, npgettext("Zahl", "Ort", "Orte", venues), f"{get_finder_url()}#filter-where"),
    ]
    return [figure for figure in figures if figure.number]


def list_forms(*, private: Q) -> list[Link]:
    pages = only_originals(ContentPage.objects.live()).exclude(private).filter(form__in=FORM_LABELS).order_by("form")
    return [Link(str(FORM_LABELS[page.form]), get_interface_language(), f"{page.url}#formular") for page in pages]


def _get_section_url(slug: str) -> str:
    return reverse("wagtail_serve", args=[f"{slug}/"])


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
        link = Link(project.translated_title, project.text_language, project.get_url())
        by_area.setdefault(project.task_area, []).append(link)
    return [ProjectArea(area.value, str(area.label), by_area.get(area.value, [])[:limit]) for area in TaskArea]


def list_supporters() -> list[Supporter]:
    funders = list(Funder.objects.filter(is_shown_on_home=True).select_related("logo"))
    prefetch_pictures(funders, name="logo")
    return [
        Supporter(
            name=funder.translated_name,
            lang=funder.name_language,
            url=funder.url,
            logo=get_picture(funder.logo, LOGO),
            description=funder.description,
        )
        for funder in funders
    ]

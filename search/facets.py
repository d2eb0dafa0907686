"""The facets of the finder, declared once: how values come into a document, and how they are called.

A value that lies below another one (A1.1 below A1) is stored together with it, so asking for the upper
one finds the lower ones without any rule at the time of the search.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.choices import (
    WEEKDAY_SLUGS,
    AttendanceMode,
    Availability,
    CourseKind,
    Daytime,
    Level,
    PriceKind,
    RunStatus,
    TaskArea,
    Weekday,
)
from cms.languages import SPOKEN_LANGUAGES
from search.labels import Label, Option, Options, get_labels, get_tables, make_options

PAGE_TYPE = "page"


@dataclass(frozen=True)
class FacetDefinition:
    name: str
    label: Any
    #: what must satisfy all conditions together: the offering, one run of it, one meeting of that run
    level: Literal["offering", "run", "meeting"]
    #: value -> option in the order to show, read at each use because taxonomies change
    load_options: Callable[[], Options]
    #: values of an offering (page, relations) or of a run (run, relations); None where the values follow
    #: from meetings or from the day
    collect: Callable[[Any, Any], Iterable[str]] | None = None
    multiple: bool = True
    #: shown also when no offering has any of the values
    is_fixed: bool = False

    def get_options(self) -> Options:
        return self.load_options()

    def get_labels(self) -> Mapping[str, str]:
        """value -> label in the active language; the same mapping until a name changes."""
        return get_labels(self.name, self.load_options)


def _choices(choices) -> Callable[[], Options]:
    return lru_cache(maxsize=1)(lambda: make_options(choices))


def _table(name: str) -> Callable[[], Options]:
    return lambda: get_tables()[name]


@lru_cache(maxsize=1)
def get_type_options() -> Options:
    """Kinds of courses, projects, and every type of offering that a plugin brings."""
    from django.apps import apps

    from catalogue.models import CoursePage, Offering

    options = {value: Option(value, label) for value, label in CourseKind.choices}
    for model in apps.get_models():
        if issubclass(model, Offering) and model not in (Offering, CoursePage):
            # without __init__: a new page would ask the database, and this also runs before there is one
            value = model.__new__(model).get_search_type()
            options[value] = Option(value, model._meta.verbose_name)
    options["offering"] = Option("offering", Offering._meta.verbose_name)
    options[PAGE_TYPE] = Option(PAGE_TYPE, _("Seite der Website"))
    return options


@lru_cache(maxsize=1)
def _get_level_options() -> Options:
    return {value: Option(value, label, parent=value[:2] if "." in value else "") for value, label in Level.choices}


def _collect_subjects(page, _relations):
    subject = page.subject
    if subject is None:
        return ()
    return (subject.parent.slug, subject.slug) if subject.parent_id else (subject.slug,)


def _collect_levels(page, _relations):
    level = getattr(page, "level", "")
    if not level:
        return ()
    return (level[:2], level) if "." in level else (level,)


def _collect_venue(run, _relations):
    return (run.venue.slug,) if run.venue_id else ()


def _collect_district(run, _relations):
    return (run.venue.district_slug,) if run.venue_id and run.venue.district_slug else ()


FACETS: tuple[FacetDefinition, ...] = (
    FacetDefinition("type", _("Art"), "offering", get_type_options, lambda page, _relations: (page.get_search_type(),)),
    FacetDefinition("subject", _("Thema"), "offering", _table("subjects"), _collect_subjects),
    FacetDefinition(
        "target_group",
        _("Für wen"),
        "offering",
        _table("target_groups"),
        lambda _page, relations: (group.slug for group in relations.target_groups),
    ),
    FacetDefinition("level", _("Sprachniveau"), "offering", _get_level_options, _collect_levels),
    FacetDefinition(
        "language",
        _("Sprache im Kurs"),
        "offering",
        _choices(SPOKEN_LANGUAGES),
        lambda page, _relations: page.teaching_languages,
    ),
    FacetDefinition(
        "support_language",
        _("Fragen auch auf"),
        "offering",
        _choices(SPOKEN_LANGUAGES),
        lambda page, _relations: page.support_languages,
    ),
    FacetDefinition("district", _("Stadtteil"), "run", _table("districts"), _collect_district),
    FacetDefinition("venue", _("Ort"), "run", _table("venues"), _collect_venue),
    FacetDefinition(
        "weekday",
        _("Wochentag"),
        "meeting",
        _choices(list(zip(WEEKDAY_SLUGS, Weekday.labels, strict=True))),
        is_fixed=True,
    ),
    FacetDefinition("daytime", _("Tageszeit"), "meeting", _choices(Daytime.choices), is_fixed=True),
    FacetDefinition(
        "format",
        pgettext_lazy("Kursform", "Form"),
        "offering",
        _choices(AttendanceMode.choices),
        lambda page, _relations: (page.format,),
        is_fixed=True,
    ),
    FacetDefinition(
        "price",
        _("Preis"),
        "run",
        _choices(PriceKind.choices),
        lambda run, _relations: run.price_kinds,
        is_fixed=True,
    ),
    FacetDefinition(
        "childcare",
        _("Kinderbetreuung"),
        "offering",
        _choices([("1", _("mit Kinderbetreuung"))]),
        lambda page, _relations: ("1",) if page.childcare else (),
        multiple=False,
        is_fixed=True,
    ),
    FacetDefinition(
        "accessible",
        _("Barrierefrei"),
        "run",
        _choices([("1", _("ohne Stufen erreichbar"))]),
        lambda run, _relations: ("1",) if run.venue_id and run.venue.is_accessible else (),
        multiple=False,
        is_fixed=True,
    ),
    FacetDefinition("availability", _("Plätze"), "run", _choices(Availability.choices), is_fixed=True),
    FacetDefinition(
        "status",
        _("Stand"),
        "run",
        _choices(RunStatus.choices),
        lambda run, _relations: (run.status,),
        is_fixed=True,
    ),
    FacetDefinition(
        "lecturer",
        _("Kursleitung"),
        "offering",
        _table("lecturers"),
        lambda _page, relations: (person.slug for person in relations.lecturers if person.is_public),
    ),
    FacetDefinition(
        "funder",
        _("Gefördert von"),
        "offering",
        _table("funders"),
        lambda _page, relations: (funder.slug for funder in relations.funders),
    ),
    FacetDefinition(
        "task_area",
        _("Aufgabenfeld"),
        "offering",
        _choices(TaskArea.choices),
        lambda page, _relations: (page.task_area,) if getattr(page, "task_area", "") else (),
    ),
)
FACETS_BY_NAME = {facet.name: facet for facet in FACETS}
OFFERING_FACETS = tuple(facet for facet in FACETS if facet.level == "offering")
RUN_FACETS = tuple(facet for facet in FACETS if facet.level == "run")
#: the only facet of a run whose values change by mere lapse of time
DATED_FACET = "availability"


def get_label(facet_name: str, value: str) -> str:
    """Name of a value in the active language, the value itself where it has no name any more."""
    return FACETS_BY_NAME[facet_name].get_labels().get(value, value)


def make_label(facet_name: str, value: str) -> Label:
    return Label(value, get_label(facet_name, value))

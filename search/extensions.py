"""What the search registers where plugins register theirs: its facets and the export of plain data."""

from django.apps import apps
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
from catalogue.models import CoursePage, Offering
from cms import extend
from cms.extend import Field
from cms.languages import SPOKEN_LANGUAGES
from search.facets import PAGE_TYPE
from search.json_export import JsonExporter
from search.labels import Option, Options, get_tables


def list_types() -> Options:
    """Kinds of courses, projects, and every type of offering that a plugin brings."""
    options = {value: Option(value, label) for value, label in CourseKind.choices}
    for model in apps.get_models():
        if issubclass(model, Offering) and model not in (Offering, CoursePage):
            # without __init__: a new page would ask the database, and this also runs before there is one
            value = model.__new__(model).get_search_type()
            options[value] = Option(value, model._meta.verbose_name)
    options["offering"] = Option("offering", Offering._meta.verbose_name)
    options[PAGE_TYPE] = Option(PAGE_TYPE, _("Seite der Website"))
    return options


def list_levels() -> Options:
    return {value: Option(value, label, parent=value[:2] if "." in value else "") for value, label in Level.choices}


def _table(name: str):
    return lambda: get_tables()[name]


def _collect_subjects(page, _relations):
    subject = page.subject
    if subject is None:
        return ()
    return (subject.parent.slug, subject.slug) if subject.parent_id else (subject.slug,)


def _collect_levels(page, _relations):
    level = getattr(page, "level", "")
    return (level[:2], level) if "." in level else level


def _collect_venue(run, _relations):
    return run.venue.slug if run.venue_id else None


def _collect_district(run, _relations):
    return run.venue.district_slug if run.venue_id else None


extend.fields.add("type", Field(_("Art"), lambda page, _relations: page.get_search_type(), list_types(), group="what"))
extend.fields.add("subject", Field(_("Thema"), _collect_subjects, _table("subjects"), group="what"))
extend.fields.add(
    "target_group",
    Field(
        _("Für wen"),
        lambda _page, relations: [group.slug for group in relations.target_groups],
        _table("target_groups"),
        group="whom",
    ),
)
extend.fields.add("level", Field(_("Sprachniveau"), _collect_levels, list_levels(), group="language"))
extend.fields.add(
    "language",
    Field(_("Sprache im Kurs"), lambda page, _relations: page.teaching_languages, SPOKEN_LANGUAGES, group="language"),
)
extend.fields.add(
    "support_language",
    Field(_("Fragen auch auf"), lambda page, _relations: page.support_languages, SPOKEN_LANGUAGES, group="language"),
)
extend.fields.add("district", Field(_("Stadtteil"), _collect_district, _table("districts"), level="run", group="where"))
extend.fields.add("venue", Field(_("Ort"), _collect_venue, _table("venues"), level="run", group="where"))
extend.fields.add(
    "weekday",
    Field(
        _("Wochentag"),
        None,
        list(zip(WEEKDAY_SLUGS, Weekday.labels, strict=True)),
        level="meeting",
        is_fixed=True,
        group="when",
    ),
)
extend.fields.add("daytime", Field(_("Tageszeit"), None, Daytime.choices, level="meeting", is_fixed=True, group="when"))
extend.fields.add(
    "format",
    Field(
        pgettext_lazy("Kursform", "Form"),
        lambda page, _relations: page.format,
        AttendanceMode.choices,
        is_fixed=True,
        group="where",
    ),
)
extend.fields.add(
    "price",
    Field(
        _("Preis"),
        lambda run, _relations: run.price_kinds,
        PriceKind.choices,
        level="run",
        is_fixed=True,
        group="how",
    ),
)
extend.fields.add(
    "childcare",
    Field(
        _("Kinderbetreuung"),
        lambda page, _relations: "1" if page.childcare else None,
        [("1", _("mit Kinderbetreuung"))],
        multiple=False,
        is_fixed=True,
        group="how",
    ),
)
extend.fields.add(
    "accessible",
    Field(
        _("Barrierefrei"),
        lambda run, _relations: "1" if run.venue_id and run.venue.is_accessible else None,
        [("1", _("ohne Stufen erreichbar"))],
        level="run",
        multiple=False,
        is_fixed=True,
        group="where",
    ),
)
extend.fields.add(
    "availability", Field(_("Plätze"), None, Availability.choices, level="run", is_fixed=True, group="how")
)
extend.fields.add(
    "status",
    Field(_("Stand"), lambda run, _relations: run.status, RunStatus.choices, level="run", is_fixed=True),
)
extend.fields.add(
    "lecturer",
    Field(
        _("Kursleitung"),
        lambda _page, relations: [person.slug for person in relations.lecturers if person.is_public],
        _table("lecturers"),
    ),
)
extend.fields.add(
    "funder",
    Field(
        _("Gefördert von"), lambda _page, relations: [funder.slug for funder in relations.funders], _table("funders")
    ),
)
extend.fields.add(
    "task_area",
    Field(_("Aufgabenfeld"), lambda page, _relations: getattr(page, "task_area", ""), TaskArea.choices, group="what"),
)

extend.exporters.add("json", JsonExporter())

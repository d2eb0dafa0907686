"""Subjects, places, funders, people and closed days of the demo. What is there stays as it is."""

from catalogue.factories import (
    ClosedPeriodFactory,
    FunderFactory,
    LecturerFactory,
    SubjectFactory,
    VenueFactory,
)
from catalogue.models import ClosedPeriod, Funder, Lecturer, Subject, Venue

from .dates import Calendar, list_closed_periods
from .files import DemoData


def load_taxonomy(data: DemoData, *, calendar: Calendar) -> None:
    load_closed_periods(data, calendar=calendar)
    load_subjects(data)
    load_venues(data)
    load_funders(data)
    load_lecturers(data, calendar=calendar)


def load_closed_periods(data: DemoData, *, calendar: Calendar) -> None:
    known = set(ClosedPeriod.objects.values_list("name", "start_date"))
    for name, start, end in list_closed_periods(data.closed_periods, today=calendar.today):
        if (name, start) not in known:
            ClosedPeriodFactory(name=name, start_date=start, end_date=end)


def _get_names(row: dict) -> dict:
    return {f"name_{language}": name for language, name in row.get("names", {}).items()}


def _list_new(model, rows: list[dict]) -> list[dict]:
    known = set(model.objects.values_list("slug", flat=True))
    return [row for row in rows if row["slug"] not in known]


def load_subjects(data: DemoData) -> None:
    order = {row["slug"]: number for number, row in enumerate(data.subjects)}
    for row in sorted(_list_new(Subject, data.subjects), key=lambda row: "parent" in row):
        parent = Subject.objects.get(slug=row["parent"]) if "parent" in row else None
        SubjectFactory(
            slug=row["slug"],
            name=row["name"],
            parent=parent,
            description=row["description"],
            dvv_category=row["dvv"],
            sort_order=order[row["slug"]],
            **_get_names(row),
        )


def load_venues(data: DemoData) -> None:
    for row in _list_new(Venue, data.venues):
        plain = ("slug", "name", "street", "postal_code", "city", "district", "accessibility", "arrival", "is_own")
        VenueFactory(
            **{name: row[name] for name in plain},
            latitude=row.get("latitude"),
            longitude=row.get("longitude"),
            is_accessible=row["accessible"],
            rooms="\n".join(row["rooms"]),
            **_get_names(row),
        )


def load_funders(data: DemoData) -> None:
    for row in _list_new(Funder, data.funders):
        FunderFactory(
            slug=row["slug"],
            name=row["name"],
            kind=row["kind"],
            url=row.get("url", ""),
            description=row["description"],
            is_shown_on_home=row["kind"] == Funder.Kind.FUNDER,
            **_get_names(row),
        )


def load_lecturers(data: DemoData, *, calendar: Calendar) -> None:
    for row in _list_new(Lecturer, data.lecturers):
        LecturerFactory(
            slug=row["slug"],
            first_name=row["first_name"],
            last_name=row["last_name"],
            role=row["role"],
            biography=row["biography"].strip(),
            languages=row["languages"],
            private_email=f"{row['slug']}@example.org",
            consent_name=row.get("consent_name", True),
            consent_picture=row["consent_picture"],
            consent_biography=row["consent_biography"],
            consent_languages=row["consent_languages"],
            consent_date=calendar.today.replace(month=1, day=15),
        )

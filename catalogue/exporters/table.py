"""What the table formats have in common: a row for every run, with dates and amounts as such and not as words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.domain.cards import get_language_labels
from catalogue.domain.wording import format_weekly
from catalogue.exporters.loading import list_shown_runs


@dataclass(frozen=True)
class Row:
    offering: Any
    #: None for an offering without a run
    run: Any
    site_url: str

    @property
    def url(self) -> str:
        return urljoin(self.site_url, self.offering.get_url())

    def ask_run(self, name: str) -> Any:
        return getattr(self.run, name) if self.run else None

    def ask_venue(self, name: str) -> Any:
        return getattr(self.run.venue, name) if self.run and self.run.venue else ""


@dataclass(frozen=True)
class Column:
    label: Any
    #: text, whole number, Decimal, date or None
    value: Callable[[Row], Any]
    #: in letters, for formats with widths
    width: int = 14


def _yes(value: Any) -> str:
    return str(_("ja")) if value else ""


def _join_names(items) -> str:
    return ", ".join(item.translated_name for item in items)


def _describe_rhythm(row: Row) -> str:
    return format_weekly(row.run.weekly_time_list, interval_weeks=row.run.interval_weeks) if row.run else ""


def _get_next_day(row: Row) -> Any:
    meeting = row.run.get_next_meeting() if row.run and row.run.status != "cancelled" else None
    return meeting and meeting.date


COLUMNS = (
    Column(_("Kursnummer"), lambda row: row.offering.code),
    Column(_("Titel"), lambda row: row.offering.translated_title, 40),
    Column(_("Art"), lambda row: row.offering.get_type_label(), 18),
    Column(_("Thema"), lambda row: row.offering.subject.translated_name if row.offering.subject else "", 20),
    Column(_("Für wen"), lambda row: _join_names(row.offering.target_groups.all()), 24),
    Column(_("Alter von"), lambda row: row.offering.age_from, 10),
    Column(_("Alter bis"), lambda row: row.offering.age_to, 10),
    Column(_("Sprachniveau"), lambda row: getattr(row.offering, "level", "")),
    Column(_("Sprachen im Kurs"), lambda row: ", ".join(get_language_labels(row.offering, "teaching_languages")), 20),
    Column(_("Fragen auch auf"), lambda row: ", ".join(get_language_labels(row.offering, "support_languages")), 20),
    Column(pgettext_lazy("Kursform", "Form"), lambda row: row.offering.get_format_display()),
    Column(_("mit Kinderbetreuung"), lambda row: _yes(row.offering.childcare)),
    Column(_("Durchgang"), lambda row: row.ask_run("number")),
    Column(_("Stand"), lambda row: row.run.get_status_display() if row.run else ""),
    Column(_("Plätze"), lambda row: row.run.availability.label if row.run else "", 20),
    Column(_("Beginn"), lambda row: row.ask_run("start_date")),
    Column(_("Ende"), lambda row: row.ask_run("end_date")),
    Column(_("Wochenzeiten"), _describe_rhythm, 30),
    Column(_("Nächster Termin"), _get_next_day),
    Column(_("Ort"), lambda row: row.ask_venue("translated_name"), 24),
    Column(_("Raum"), lambda row: row.ask_run("room")),
    Column(_("Adresse"), lambda row: row.ask_venue("address"), 36),
    Column(_("Stadtteil"), lambda row: row.ask_venue("district")),
    Column(_("ohne Stufen erreichbar"), lambda row: _yes(row.ask_venue("is_accessible"))),
    Column(_("Preis in Euro"), lambda row: row.ask_run("price")),
    Column(_("ermäßigter Preis"), lambda row: row.ask_run("reduced_price")),
    Column(_("ermäßigt für wen"), lambda row: row.ask_run("reduced_for"), 20),
    Column(_("Anmeldung bis"), lambda row: row.ask_run("registration_deadline")),
    Column(_("So nimmt man teil"), lambda row: row.offering.get_registration_display(), 28),
    Column(_("Kursleitung"), lambda row: ", ".join(map(str, row.offering.lecturers.all())), 24),
    Column(_("Gefördert von"), lambda row: _join_names(row.offering.funders.all()), 24),
    Column(_("Kurz gesagt"), lambda row: row.offering.translated_summary, 60),
    Column(_("Seite"), lambda row: row.url, 50),
)


def get_labels() -> list[str]:
    return [str(column.label) for column in COLUMNS]


def iterate_rows(export) -> Iterator[list]:
    """Values in the order of the columns; an offering without runs has a row, too."""
    today = timezone.localdate()
    for offering in export.offerings:
        for run in list_shown_runs(offering, today=today) or [None]:
            row = Row(offering, run, export.site_url)
            yield [column.value(row) for column in COLUMNS]

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from catalogue.exporters.csv_table import CsvExporter
from catalogue.exporters.xlsx_table import XlsxExporter
from catalogue.factories import CoursePageFactory, LecturerFactory, ProjectPageFactory, RunFactory
from catalogue.models import Run
from tests.catalogue.exporters.exporting import read_csv, read_sheet, read_xlsx, render

pytestmark = pytest.mark.django_db

FACTS = {
    "Kursnummer": "K100-30",
    "Titel": "Nähen für Anfängerinnen",
    "Art": "Kurs",
    "Thema": "Handarbeit",
    "Für wen": "Frauen",
    "Alter von": 16,
    "Alter bis": None,
    "Sprachniveau": "A1",
    "Sprachen im Kurs": "Deutsch, Türkisch",
    "Fragen auch auf": None,
    "Form": "vor Ort",
    "mit Kinderbetreuung": None,
    "Durchgang": "H30",
    "Stand": "geplant",
    "Plätze": "Plätze frei",
    "Beginn": date(2030, 1, 8),
    "Ende": date(2030, 4, 2),
    "Wochenzeiten": "dienstags, 18 bis 20 Uhr",
    "Nächster Termin": date(2030, 1, 8),
    "Ort": "Werkstatt",
    "Raum": "Raum 2",
    "Adresse": "Ringweg 3, 40595 Düsseldorf",
    "Stadtteil": "Garath",
    "ohne Stufen erreichbar": None,
    "Preis in Euro": Decimal("25.50"),
    "ermäßigter Preis": Decimal(0),
    "ermäßigt für wen": "mit Düsselpass",
    "Anmeldung bis": None,
    "So nimmt man teil": "Anfrage über diese Seite",
    "Kursleitung": "Mira Öz",
    "Gefördert von": "Stadt Düsseldorf",
    "Kurz gesagt": "Hosen kürzen; Taschen, Röcke.",
    "Seite": "https://kin-top.example/angebote/kurse/naehen/",
}


def as_read(value):
    """As openpyxl reads it: days as moments, amounts as plain numbers."""
    if isinstance(value, date):
        return datetime.combine(value, datetime.min.time())
    return float(value) if isinstance(value, Decimal) else value


def as_written(value) -> str:
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", ",")
    return "" if value is None else str(value)


def test_csv_holds_the_facts(course):
    [row] = read_csv(course)

    assert row == {name: as_written(value) for name, value in FACTS.items()}


def test_csv_opens_in_german_spreadsheets(course):
    content = render(CsvExporter(), course)

    assert content.startswith(b"\xef\xbb\xbfKursnummer;Titel;Art;")
    assert '"Hosen kürzen; Taschen, Röcke."'.encode() in content
    assert content.count(b"\xef\xbb\xbf") == 1
    assert content.endswith(b"\r\n")


def test_xlsx_holds_the_facts_as_dates_and_amounts(course):
    [row] = read_xlsx(course)

    assert row == {name: as_read(value) for name, value in FACTS.items()}


def test_xlsx_keeps_its_headings_in_sight(course):
    sheet = read_sheet(course)

    assert sheet.title == "Angebote"
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:AG2"
    assert sheet["A1"].font.bold is True
    assert sheet["P2"].number_format == "DD.MM.YYYY"
    assert sheet["Y2"].number_format == '#,##0.00" €"'


def test_arabic_sheet_runs_from_the_right(course):
    assert read_sheet(course, language="ar").sheet_view.rightToLeft is True
    assert not read_sheet(course).sheet_view.rightToLeft


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+491234",
        "-2+3",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "  =1+1",
        '=HYPERLINK("https://boese.example","hier")',
        "＝1+1",
        "=cmd|' /C calc'!A0",
    ],
)
def test_no_text_becomes_a_formula(course, run, text):
    course.title = course.summary = text
    course.save()
    Run.objects.filter(pk=run.pk).update(room=text)

    [row] = read_csv(course)
    sheet = read_sheet(course)

    assert {row["Titel"], row["Kurz gesagt"], row["Raum"]} == {f"'{text}"}
    cells = [cell for cell in sheet[2] if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    assert [cell.value.replace("\r", "").strip() for cell in cells if cell.column in (2, 21, 32)] == [
        text.replace("\r", "").strip()
    ] * 3
    with zipfile.ZipFile(io.BytesIO(render(XlsxExporter(), course))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_amounts_below_zero_stay_numbers_and_plain_texts_stay_as_they_are(course):
    course.title = "B1 – für Eltern = gut"
    course.save()

    assert read_csv(course)[0]["Titel"] == read_xlsx(course)[0]["Titel"] == "B1 – für Eltern = gut"


def test_signs_no_sheet_can_hold_are_left_out(course):
    course.title = "Nä\x01hen\x0b #N/A"
    course.save()

    assert read_csv(course)[0]["Titel"] == read_xlsx(course)[0]["Titel"] == "Nähen #N/A"


def test_error_words_of_excel_are_texts(course):
    course.title = "#N/A"
    course.save()

    assert read_sheet(course)["B2"].data_type == "s"


def test_every_run_has_a_row_and_an_offering_without_one_too(tree, course):
    RunFactory(offering=course, number="F31", start_date=date(2031, 1, 7))
    RunFactory(offering=course, number="alt", start_date=date(2020, 1, 7))
    project = ProjectPageFactory(parent=tree.projects, title="Karte", code="P1")

    rows = [(row["Kursnummer"], row["Durchgang"]) for row in read_csv(course, project)]

    assert rows == [("K100-30", "H30"), ("K100-30", "F31"), ("P1", "")]


def test_past_offering_has_all_its_runs(tree):
    past = CoursePageFactory(parent=tree.courses)
    for year in (2019, 2020):
        RunFactory(offering=past, number=str(year), start_date=date(year, 1, 7))

    assert [row["Durchgang"] for row in read_csv(past)] == ["2019", "2020"]


def test_only_people_who_agreed_are_named(course):
    course.lecturers.add(LecturerFactory(first_name="Vera", last_name="Geheim", consent_name=False))
    course.save()

    assert read_csv(course)[0]["Kursleitung"] == "Mira Öz"


def test_cancelled_run_has_no_next_meeting(course, run):
    Run.objects.filter(pk=run.pk).update(status="cancelled")

    [row] = read_csv(course)

    assert (row["Stand"], row["Plätze"], row["Nächster Termin"]) == ("abgesagt", "Abgesagt", "")


def test_workbook_names_no_person(course):
    workbook = read_sheet(course).parent

    assert (workbook.properties.title, workbook.properties.creator) == ("Angebote: Nähen", "https://kin-top.example")
    assert workbook.properties.created.date() == timezone.now().date()

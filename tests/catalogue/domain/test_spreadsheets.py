from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from catalogue.domain.spreadsheets import neutralise, write_csv, write_xlsx


@pytest.mark.parametrize("text", ["=1+1", "+49", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1"])
def test_what_would_calculate_gets_an_apostrophe(text):
    assert neutralise(text).startswith("'")


@pytest.mark.parametrize("value", ["Tango", "3-mal", "a=b", "", 5, -5, date(2026, 11, 23), None])
def test_everything_else_stays(value):
    assert neutralise(value) == value


def test_csv_opens_with_umlauts_and_german_days():
    written = write_csv(["Titel", "Tag"], [["Müßig; oder „nicht“", date(2026, 3, 4)], ["=HYPERLINK(1)", ""]])

    assert written.decode("utf-8-sig").splitlines() == [
        "Titel;Tag",
        '"Müßig; oder „nicht“";04.03.2026',
        "'=HYPERLINK(1);",
    ]
    assert written.startswith(b"\xef\xbb\xbf")


def test_excel_has_days_as_days_and_no_formula():
    written = write_xlsx(["Titel", "Tag"], [["=1+1", date(2026, 3, 4)], ["\x01\x0bx", ""]])

    sheet = load_workbook(BytesIO(written)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_col=1)] == [["'=1+1"], ["x"]]
    assert {cell.data_type for cell in sheet["A"]} == {"s"}
    assert (sheet["B2"].value.date(), sheet.freeze_panes) == (date(2026, 3, 4), "A2")

"""A workbook with real dates and amounts, for those who plan with it."""

import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from catalogue.exporters.table import COLUMNS, get_labels, iterate_rows
from catalogue.exporters.texts import clean_text
from cms.extend import Export, Exporter

PIECE = 64 * 1024
#: longer titles of a sheet, and some signs in them, make Excel "repair" the file
LONGEST_TITLE = 31
#: a cell holds no more
LONGEST_TEXT = 32_767
FORMATS = {date: "DD.MM.YYYY", Decimal: '#,##0.00" €"'}


class XlsxExporter(Exporter):
    label = _("Tabelle für Excel (XLSX)")
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    extension = "xlsx"

    def render(self, export: Export) -> Iterator[bytes]:
        # rows go to a file at once, the workbook is packed from it
        with tempfile.TemporaryFile() as file:
            build_workbook(export).save(file)
            file.seek(0)
            while piece := file.read(PIECE):
                yield piece


def build_workbook(export: Export) -> Workbook:
    workbook = Workbook(write_only=True)
    workbook.properties.title = clean_text(export.title)
    workbook.properties.creator = export.site_url
    sheet = workbook.create_sheet(str(_("Angebote"))[:LONGEST_TITLE])
    sheet.freeze_panes = "C2"
    sheet.sheet_view.rightToLeft = export.language == "ar"
    for number, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.append([_make_heading(sheet, label) for label in get_labels()])
    count = 1
    for values in iterate_rows(export):
        sheet.append([_make_cell(sheet, value) for value in values])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{count}"
    return workbook


def _make_heading(sheet, label: str) -> Cell:
    cell = _make_cell(sheet, label)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _make_cell(sheet, value: Any) -> Cell | None:
    if value is None or value == "":
        return None
    if isinstance(value, int | Decimal | date):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = FORMATS.get(type(value), "General")
        return cell
    cell = WriteOnlyCell(sheet, clean_text(value)[:LONGEST_TEXT])
    # whatever it looks like: a text that begins with "=" is no formula
    cell.data_type = "s"
    return cell

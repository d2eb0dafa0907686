"""CSV as German spreadsheets open it with a double click: semicolons, decimal commas, a mark for UTF-8."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalogue.exporters.table import get_labels, iterate_rows
from catalogue.exporters.texts import PIECE, clean_text, neutralize_formula, take_text
from cms.extend import Export, Exporter


class CsvExporter(Exporter):
    label = _("Tabelle als Textdatei (CSV)")
    content_type = "text/csv; charset=utf-8"
    extension = "csv"

    def render(self, export: Export) -> Iterator[bytes]:
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
        # without this sign Excel takes the file for one of the last century
        buffer.write("\ufeff")
        writer.writerow(get_labels())
        for values in iterate_rows(export):
            writer.writerow(write_cell(value) for value in values)
            if buffer.tell() >= PIECE:
                yield take_text(buffer)
        yield take_text(buffer)


def write_cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return str(value).replace(".", ",")
        case date():
            return value.isoformat()
        case int():
            return str(value)
    return neutralize_formula(clean_text(value))

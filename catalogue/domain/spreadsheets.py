"""Tables for spreadsheet programs, in which no text becomes a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

#: what a spreadsheet takes for a formula, or cuts off before one
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutralise(value):
    """Texts that would calculate get an apostrophe; days and numbers stay what they are."""
    if not isinstance(value, str):
        return value
    # control signs end some readers' cells, and XML does not take them at all
    text = "".join(sign for sign in value if sign.isprintable() or sign in "\t\n\r")
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) else text


def write_csv(header: Sequence[str], rows: Iterable[Sequence]) -> bytes:
    """As German spreadsheet programs open it with a double click: semicolons, a mark for UTF-8, German days."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=";")
    writer.writerow(header)
    for row in rows:
        writer.writerow([f"{cell:%d.%m.%Y}" if isinstance(cell, date) else neutralise(cell) for cell in row])
    return output.getvalue().encode("utf-8-sig")


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append(list(header))
    for row in rows:
        sheet.append([neutralise(cell) for cell in row])
    output = io.BytesIO()
    book.save(output)
    book.close()
    return output.getvalue()

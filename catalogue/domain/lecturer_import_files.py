"""A list of people as somebody saved it, CSV or Excel, read into plain cells."""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

MAX_BYTES = 10 * 1024 * 1024
#: a small zip file can hold gigabytes
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_ROWS = 2_000
MAX_COLUMNS = 60
MAX_CELL = 5_000
ENCODINGS = ("utf-8-sig", "cp1252")
DELIMITERS = ";,\t"
#: what a cell that calculates begins with, in the file and here
FORMULA = "="


class ImportFileError(Exception):
    """Why the file cannot be read and what to do about it."""


@dataclass(frozen=True)
class Table:
    """Texts only; each row comes with its number in the file."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(*, content: bytes) -> Table:
    """Judge the file by its content, whatever its name says; raises ImportFileError."""
    if len(content) > MAX_BYTES:
        raise ImportFileError(_("Die Datei ist größer als 10 MB. Bitte teilen Sie die Liste auf."))
    if not content.strip():
        raise ImportFileError(_("Die Datei ist leer."))
    lines = _read_xlsx(content) if content.startswith(b"PK\x03\x04") else _read_csv(content)
    filled = [(number, cells) for number, cells in lines if any(cells)]
    if len(filled) < 2:
        raise ImportFileError(
            _("Die Datei braucht eine Kopfzeile mit den Namen der Spalten und darunter die Personen.")
        )
    if len(filled) > MAX_ROWS + 1:
        raise ImportFileError(
            _("Die Datei hat mehr als %(rows)s Zeilen. Bitte teilen Sie die Liste auf.") % {"rows": MAX_ROWS}
        )
    width = max(len(cells) for _number, cells in filled)
    if width > MAX_COLUMNS:
        raise ImportFileError(
            _("Die Datei hat mehr als %(columns)s Spalten. Bitte lassen Sie nur die nötigen stehen.")
            % {"columns": MAX_COLUMNS}
        )
    (_first, header), *rows = [(number, cells + ("",) * (width - len(cells))) for number, cells in filled]
    return Table(header=header, rows=tuple(rows))


def _read_csv(content: bytes):
    text = _decode(content)
    if "\x00" in text:
        raise ImportFileError(_("Das ist keine Tabelle. Bitte speichern Sie die Liste als CSV oder Excel (.xlsx)."))
    first_line = text.lstrip().splitlines()[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    try:
        # strict: a quotation mark that is never closed would swallow the rest of the list
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        lines = []
        for cells in reader:
            lines.append((reader.line_num, tuple(_clean(cell) for cell in cells)))
            if len(lines) > MAX_ROWS * 2:
                break
    except csv.Error as error:
        raise ImportFileError(
            _("Zeile %(line)s lässt sich nicht lesen. Bitte prüfen Sie die Anführungszeichen.")
            % {"line": reader.line_num}
        ) from error
    return lines


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ImportFileError(_("Die Umlaute lassen sich nicht lesen. Bitte speichern Sie die Datei als „CSV UTF-8“."))


def _read_xlsx(content: bytes):
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise ImportFileError(_("Die Datei ist ausgepackt zu groß. Bitte lassen Sie nur die Liste stehen."))
        # read-only: cells come one after the other; formulas stay formulas instead of what they once gave
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = workbook.worksheets[0]
        lines = []
        for number, row in enumerate(sheet.iter_rows(max_row=MAX_ROWS * 2, max_col=MAX_COLUMNS + 1), start=1):
            cells = tuple(_read_cell(cell) for cell in row)
            lines.append((number, _cut_empty_end(cells)))
        workbook.close()
    except ImportFileError:
        raise
    except Exception as error:  # a damaged workbook fails anywhere in zip, XML or openpyxl
        raise ImportFileError(
            _("Die Excel-Datei ist beschädigt oder geschützt. Bitte speichern Sie sie neu als .xlsx, ohne Kennwort.")
        ) from error
    return lines


def _read_cell(cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if getattr(cell, "data_type", "") == "f":
        return FORMULA + _clean(str(value)).removeprefix(FORMULA)
    if isinstance(value, float) and value.is_integer():
        # Excel keeps a telephone number as 2116987.0
        return str(int(value))
    if isinstance(value, datetime | date):
        return f"{value:%d.%m.%Y}"
    return _clean(str(value))


def _clean(text: str) -> str:
    return text.replace("\xa0", " ").strip()[:MAX_CELL]


def _cut_empty_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells

"""Say what a document really is, from its content. Each check returns whether the content is of that kind."""

import re
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from io import BytesIO

import filetype

#: what a container may hold in sum once unpacked; whoever opens it has to unpack it
MAX_UNPACKED_BYTES = 250 * 1024 * 1024
MAX_PARTS = 5_000
_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
_MARKUP = re.compile(r"\s*<[a-zA-Z!?/]")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def is_pdf(data: bytes) -> bool:
    return data.startswith(b"%PDF-") and b"startxref" in data


def is_ooxml(data: bytes, *, main_part: str) -> bool:
    """Word, Excel and PowerPoint name the type of their main part in a table; macros are a part too."""
    parts = _read_parts(data, wanted="[Content_Types].xml")
    if parts is None or any(name.endswith("vbaProject.bin") for name in parts.names):
        return False
    return f"{_OOXML}.{main_part}.main+xml".encode() in parts.content


def is_odf(data: bytes, *, kind: str) -> bool:
    parts = _read_parts(data, wanted="mimetype")
    return parts is not None and "content.xml" in parts.names and parts.content == f"{_ODF}.{kind}".encode()


def is_text(data: bytes) -> bool:
    text = decode_text(data)
    return text is not None and not _MARKUP.match(text)


def is_calendar(data: bytes) -> bool:
    text = (decode_text(data) or "").strip().upper()
    return text.startswith("BEGIN:VCALENDAR") and text.endswith("END:VCALENDAR")


CHECKS: dict[str, Callable[[bytes], bool]] = {
    "csv": is_text,
    "docx": partial(is_ooxml, main_part="wordprocessingml.document"),
    "ics": is_calendar,
    "odp": partial(is_odf, kind="presentation"),
    "ods": partial(is_odf, kind="spreadsheet"),
    "odt": partial(is_odf, kind="text"),
    "pdf": is_pdf,
    "pptx": partial(is_ooxml, main_part="presentationml.presentation"),
    "txt": is_text,
    "xlsx": partial(is_ooxml, main_part="spreadsheetml.sheet"),
}


def decode_text(data: bytes) -> str | None:
    """Return the text of a text file as German offices write them, or None for anything binary."""
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if re.search(r"[\x00-\x08\x0e-\x1f\x7f]", text) else text
    return None


def describe_content(data: bytes) -> str:
    """Name what a file holds in a word for the error message, '' if nothing is known of it."""
    if data.startswith(_OLE):
        return "DOC/XLS/PPT"
    if data.startswith(b"%PDF-"):
        return "PDF"
    text = decode_text(data[:4096])
    if text is not None:
        if _MARKUP.match(text):
            return next((kind for kind in ("SVG", "HTML") if f"<{kind}" in text.upper()), "HTML/XML")
        return "TXT"
    guessed = filetype.guess_extension(data[:8192])
    return (guessed or "").upper()


class _Parts:
    def __init__(self, names: set[str], content: bytes):
        self.names = names
        self.content = content


def _read_parts(data: bytes, *, wanted: str) -> _Parts | None:
    """Return the names in a zip container and the content of one part; None if it is no sound container."""
    if not data.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(BytesIO(data)) as container:
            parts = container.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                return None
            with container.open(wanted) as part:
                return _Parts({part.filename for part in parts}, part.read(1024 * 1024))
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        ValueError,
    ):
        return None  # broken, encrypted or without the part

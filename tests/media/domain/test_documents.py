"""check_document: what may be uploaded as a document."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from media.domain import office
from media.domain.uploads import DOCUMENT_EXTENSIONS, check_document
from media.factories import PDF
from tests.media.samples import (
    CALENDAR,
    HTML,
    ODF_KINDS,
    OOXML_PARTS,
    SVG,
    container,
    odf,
    ooxml,
    picture,
    upload,
)

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
GOOD = {
    "pdf": PDF,
    "txt": "Grüße aus Garath".encode(),
    "csv": "Nummer;Titel\r\nD-101;Deutsch für Eltern\r\n".encode("cp1252"),
    "ics": CALENDAR,
    **{extension: ooxml(extension) for extension in OOXML_PARTS},
    **{extension: odf(extension) for extension in ODF_KINDS},
}


def refuse(name: str, content: bytes) -> tuple[str, str]:
    with pytest.raises(ValidationError) as caught:
        check_document(file=upload(name, content))
    return caught.value.code, caught.value.messages[0]


def wrong(name: str, kind: str, found: str) -> tuple[str, str]:
    return (
        "wrong_type",
        (
            f"„{name}“ ist keine lesbare Datei der Art {kind}{found}. "
            f"Bitte speichern Sie das Dokument neu als {kind}, ohne Makros und ohne Kennwort."
        ),
    )


def test_every_allowed_kind_has_a_sample():
    assert sorted(GOOD) == sorted(DOCUMENT_EXTENSIONS)


@pytest.mark.parametrize("extension", GOOD)
def test_check_good_document_is_taken(extension):
    assert check_document(file=upload(f"Flyer.{extension.upper()}", GOOD[extension])) == GOOD[extension]


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffНомер;Назва\n1;Курс".encode(),
        "\ufeffbaşlık".encode("utf-16-le"),
        "Preis: 20 €, „ermäßigt“".encode("cp1252"),
        b"3 < 5 und <3",
    ],
)
def test_check_text_in_any_office_encoding_is_taken(content):
    assert check_document(file=upload("notiz.txt", content)) == content


@pytest.mark.parametrize(
    ("name", "content", "kind", "found"),
    [
        ("flyer.pdf", HTML, "PDF", " (HTML)"),
        ("flyer.pdf", b"\n" + PDF, "PDF", " (TXT)"),
        ("flyer.pdf", PDF[:100], "PDF", ""),
        ("flyer.pdf", picture("PNG"), "PDF", " (PNG)"),
        ("flyer.docx", container({"readme.txt": "hallo"}), "DOCX", " (ZIP)"),
        ("flyer.docx", container({"word/document.xml": "<x/>"}), "DOCX", None),
        ("flyer.docx", ooxml("xlsx"), "DOCX", None),
        ("flyer.docx", odf("odt"), "DOCX", " (ODT)"),
        ("flyer.docx", OLE, "DOCX", " (DOC/XLS/PPT)"),
        ("flyer.docx", b"MZ" + b"\0" * 100, "DOCX", " (EXE)"),
        ("flyer.xlsx", ooxml("xlsx", **{"xl/vbaProject.bin": b"macro"}), "XLSX", None),
        ("flyer.odt", odf("ods"), "ODT", " (ODS)"),
        ("flyer.odt", container({"mimetype": "application/vnd.oasis.opendocument.text"}), "ODT", None),
        ("flyer.odt", HTML + odf("odt"), "ODT", ""),
        ("notiz.txt", HTML, "TXT", " (HTML)"),
        ("notiz.txt", b"\xef\xbb\xbf  \n<script>alert(1)</script>", "TXT", " (HTML/XML)"),
        ("liste.csv", SVG, "CSV", " (SVG)"),
        ("liste.csv", picture("JPEG"), "CSV", " (JPG)"),
        ("notiz.txt", b"MZ\x90\0\x03", "TXT", " (EXE)"),
        ("notiz.txt", b"\x81\x8d\x8f", "TXT", ""),
        ("termine.ics", b"Kein Kalender", "ICS", " (TXT)"),
        ("termine.ics", CALENDAR[:30], "ICS", " (TXT)"),
    ],
)
def test_refuse_other_content_names_file_and_cure(name, content, kind, found):
    code, message = refuse(name, content)

    assert (code, message) == wrong(name, kind, found if found is not None else in_brackets(message))


def in_brackets(message: str) -> str:
    """What a damaged container is taken for is the library's guess, and not ours to fix."""
    return message[message.index(" (") : message.index(")") + 1] if " (" in message else ""


def test_refuse_container_cut_in_half():
    whole = ooxml("docx")

    assert refuse("flyer.docx", whole[: len(whole) // 2])[0] == "wrong_type"


def test_refuse_container_that_unpacks_to_too_much(monkeypatch):
    monkeypatch.setattr(office, "MAX_UNPACKED_BYTES", 100_000)

    assert refuse("flyer.docx", ooxml("docx", **{"word/big.xml": b"0" * 200_000}))[0] == "wrong_type"


def test_refuse_container_of_very_many_parts(monkeypatch):
    monkeypatch.setattr(office, "MAX_PARTS", 10)

    assert refuse("flyer.docx", ooxml("docx", **{f"word/{n}.xml": b"" for n in range(10)}))[0] == "wrong_type"


@pytest.mark.parametrize("name", ["seite.html", "bild.svg", "makro.docm", "alt.doc", "x.zip", "ohne", "flyer.pdf.exe"])
def test_refuse_extension_lists_the_allowed_ones(name):
    assert refuse(name, PDF) == (
        "not_allowed",
        (
            f"„{name}“ kann nicht angenommen werden. Bitte speichern Sie die Datei als "
            "CSV, DOCX, ICS, ODP, ODS, ODT, PDF, PPTX, TXT, XLSX."
        ),
    )


def test_refuse_empty_file():
    assert refuse("leer.pdf", b"")[0] == "empty"


def test_refuse_too_many_bytes_before_reading(settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 10

    code, message = refuse("flyer.pdf", PDF)

    assert code == "too_large"
    assert message.startswith("„flyer.pdf“ ist zu groß: ")


def test_check_without_byte_limit_takes_any_size(settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = None

    assert check_document(file=ContentFile(PDF, name="flyer.pdf")) == PDF

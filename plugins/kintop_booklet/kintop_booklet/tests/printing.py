"""Printing and reading what was printed."""

from io import BytesIO

from pypdf import PdfReader

from kintop_booklet.domain.collecting import collect_booklet
from kintop_booklet.domain.typesetting import typeset

SITE_URL = "https://kin-top.example"


def make_booklet(*pages, arrangement: str = "subject"):
    return collect_booklet([page.pk for page in pages], arrangement=arrangement, site_url=SITE_URL)


def read_pdf(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data))


def make_pdf(content, template: str = "booklet") -> bytes:
    return typeset(template, content, files=content.files)


def print_text(content, template: str = "booklet") -> str:
    """All text of the printed pages on one line, words divided at line ends put together."""
    pages = read_pdf(make_pdf(content, template)).pages
    text = " ".join(page.extract_text() for page in pages)
    return " ".join(text.replace("-\n", "").split())

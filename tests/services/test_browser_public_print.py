"""Offerings on paper: one page to hang up or to take along; easy language, in large type, may need a second one."""

import io

import pytest
from pypdf import PdfReader

from tests.public_pages import list_offerings, translate_path
from tests.services.centre import DESKTOP, make_fetch

#: offerings of each type that are printed
EXAMPLES = 2


@pytest.fixture(scope="module")
def offerings(centre_url):
    """(path, whether it is told in easy language too)."""
    fetch = make_fetch(centre_url)
    found = list_offerings(fetch, most=EXAMPLES, sort="title")
    paths = [path for kind, paths in found.items() if kind != "page" for path in paths]
    return [(path, 'id="leichte-sprache"' in fetch(path)) for path in paths]


def print_page(page) -> list[str]:
    """The text of each sheet."""
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]


@pytest.mark.parametrize("language", ["de", "ar"])
def test_offering_fits_on_one_sheet(open_public, offerings, language):
    page = open_public(DESKTOP)
    sheets = {}
    for path, _is_easy in offerings:
        page.goto(translate_path(path, language))
        sheets[path] = len(print_page(page))

    assert {path: sheets[path] for path, is_easy in offerings if sheets[path] > 1 + is_easy} == {}


def test_sheet_says_what_one_needs_and_nothing_of_the_screen(open_public, offerings):
    page = open_public(DESKTOP)
    path = next(path for path, _is_easy in offerings if path.startswith("/angebote/kurse/"))
    page.goto(path)
    title = page.locator("h1").inner_text()
    number = page.locator(".offering__head .code").inner_text()

    text = " ".join(" ".join(print_page(page)).split())

    wanted = [title, number, "Wann", "Wo", "Kosten", "So erreichen Sie uns", "Telefon", path]
    unwanted = ["War diese Seite hilfreich", "Das könnte auch passen", "Seite drucken", "Angebote suchen", "Merkliste"]
    assert [word for word in wanted if word not in text] == []
    assert [word for word in unwanted if word in text] == []

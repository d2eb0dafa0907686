"""A page arrives on a weak line, too: what travels, without pictures, packed as whitenoise packs it."""

from gzip import compress
from urllib.parse import urldefrag

import pytest
from django.contrib.staticfiles import finders

from catalogue.factories import CoursePageFactory, RunFactory
from tests.pages import read

pytestmark = pytest.mark.django_db

PARTS = "link[rel=stylesheet], link[rel=preload], link[rel=icon], script[src], use, header img"
PACKED = ".woff2"


@pytest.fixture
def courses(tree):
    courses = [
        CoursePageFactory(
            parent=tree.courses,
            slug=f"kurs-{number}",
            title=f"Deutsch am Abend {number}",
            summary="Wir üben sprechen. " * 8,
        )
        for number in range(24)
    ]
    for course in courses:
        RunFactory(offering=course)
    return courses


def weigh_file(name: str) -> int:
    with open(finders.find(name), "rb") as file:
        content = file.read()
    return len(content if name.endswith(PACKED) else compress(content))


def weigh(client, url: str) -> dict[str, int]:
    html = client.get(url).content
    places = {urldefrag(part.get("href") or part.get("src")).url for part in read(client, url).select(PARTS)}
    return {url: len(compress(html))} | {place: weigh_file(place.removeprefix("/static/")) for place in places}


@pytest.mark.parametrize("url", ["/", "/angebote/", "/angebote/kurse/kurs-1/", "/ar/angebote/"])
def test_page_weighs_less_than_a_hundred_kilobytes_without_pictures(client, courses, url):
    parts = weigh(client, url)

    # more than the page itself was found, and the letters of the language are thought of
    assert len(parts) > 8
    assert (
        sum(parts.values()) + weigh_file("cms/fonts/latin-ext.woff2") + weigh_file("cms/fonts/arabic.woff2") < 100_000
    )


def test_page_waits_for_one_file_of_letters_only(client, tree):
    loaded = [link["href"] for link in read(client, "/").select("link[rel=preload]")]

    assert loaded == ["/static/cms/fonts/latin.woff2"]

from io import BytesIO

import pytest
from pypdf import PdfReader

from catalogue.factories import (
    CoursePageFactory,
    FunderFactory,
    LecturerFactory,
    RunFactory,
    SubjectFactory,
    VenueFactory,
)
from kintop_booklet.domain.collecting import collect_booklet
from kintop_booklet.domain.typesetting import typeset
from media.factories import ImageFactory
from tests.conftest import fresh_cache, german, tree  # noqa: F401 -- fixtures of the core

SITE_URL = "https://kin-top.example"


@pytest.fixture
def music(db):
    return SubjectFactory(name="Musik", slug="musik", description="Zusammen klingt es besser.", sort_order=1)


@pytest.fixture
def singing(music):
    return SubjectFactory(name="Singen", slug="singen", parent=music)


@pytest.fixture
def house(db):
    return VenueFactory(name="Haus der Lieder", slug="haus", is_own=True, is_accessible=True, arrival="S6 bis Garath")


@pytest.fixture
def choir(tree, singing, house):  # noqa: F811 -- the fixture, not the import
    """A course with everything an entry can say."""
    page = CoursePageFactory(
        parent=tree.courses,
        title="Chor der Nachbarschaft",
        slug="chor",
        code="M101-H26",
        summary="Lieder aus aller Welt.",
        subject=singing,
        image=ImageFactory(title="Notenblatt", description="Notenblatt auf einem Tisch"),
        support_languages=["tr"],
        childcare=True,
        lecturers=[LecturerFactory(first_name="Olena", last_name="Martschenko", role="Sängerin")],
        funders=[FunderFactory(name="Stiftung Klang")],
    )
    RunFactory(
        offering=page, venue=house, room="Saal", weekly_times="tue 18:00-20:00", price=40, reduced_price=10, meetings=10
    )
    return page


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

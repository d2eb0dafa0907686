import pytest

from catalogue.factories import (
    CoursePageFactory,
    FunderFactory,
    LecturerFactory,
    RunFactory,
    SubjectFactory,
    VenueFactory,
)
from cms.testing.fixtures import *  # noqa: F403 -- fixtures are found by their names
from media.factories import ImageFactory


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
def choir(tree, singing, house):
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


@pytest.fixture
def no_worker(settings):
    """Tasks are stored and nobody takes them."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}

"""What the office and the lecturers open all day stays cheap, with 80 lecturers and 420 offerings."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.models import CoursePage, Lecturer, Offering, OfferingIndexPage

pytestmark = pytest.mark.django_db

BOUND = 40
PAGES = {
    "Meine Angebote": ("anna-kowalenko", "/admin/meine-angebote/"),
    "Explorer, Kursleitung": ("anna-kowalenko", "/admin/pages/{courses}/"),
    "Explorer, Redaktion": ("redaktion", "/admin/pages/{courses}/"),
    "Alle Angebote, Redaktion": ("redaktion", "/admin/angebote/"),
    "Alle Angebote, Fachkoordination": ("koordination", "/admin/angebote/"),
    "Redaktion": ("redaktion", "/admin/redaktion/"),
    "Lücken": ("redaktion", "/admin/redaktion/luecken/"),
    "Kalender": ("redaktion", "/admin/redaktion/kalender/"),
    "Prüfen, Redaktion": ("redaktion", "/admin/pruefen/"),
    "Prüfen, Fachkoordination": ("koordination", "/admin/pruefen/"),
}


def count(name: str) -> int:
    username, address = PAGES[name]
    address = address.format(courses=OfferingIndexPage.objects.get(slug="kurse").pk)
    client = Client()
    client.force_login(get_user_model().objects.get(username=username))
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def give_anna(number: int) -> None:
    """So many offerings, all public: what is in review has its own test."""
    anna = Lecturer.objects.get(user__username="anna-kowalenko")
    through = Offering.lecturers.through.objects
    through.filter(lecturer=anna).delete()
    quiet = CoursePage.objects.live().filter(has_unpublished_changes=False).order_by("pk")[:number]
    through.bulk_create(Offering.lecturers.through(offering_id=page.pk, lecturer_id=anna.pk) for page in quiet)


def submit(number: int) -> None:
    user = get_user_model().objects.get(username="bert-hoffmann")
    for page in CoursePage.objects.live().filter(subject__parent__slug="tanz").order_by("-pk")[:number]:
        page.save_revision(user=user)
        page.get_workflow().start(page, user)


def test_working_pages_stay_below_the_bound(demo, capsys):
    assert (Lecturer.objects.count() >= 80, Offering.objects.count() >= 420) == (True, True)

    counts = {name: count(name) for name in PAGES}

    with capsys.disabled():
        print("\n" + "\n".join(f"{number:3} {name}" for name, number in counts.items()))  # noqa: T201 -- worth seeing
    assert {name: number for name, number in counts.items() if number > BOUND} == {}


@pytest.mark.parametrize(
    ("name", "few"),
    # the explorer opens a single page at once
    [("Meine Angebote", 1), ("Explorer, Kursleitung", 2)],
)
def test_few_offerings_cost_as_much_as_thirty(demo, name, few):
    give_anna(few)
    number = count(name)
    give_anna(30)

    assert count(name) == number


@pytest.mark.parametrize("name", ["Prüfen, Redaktion", "Prüfen, Fachkoordination", "Redaktion"])
def test_a_long_queue_costs_as_much_as_a_short_one(demo, name):
    submit(1)
    short = count(name)
    submit(30)

    assert count(name) == short

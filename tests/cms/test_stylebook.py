import pytest

from catalogue.choices import Availability
from cms.icons import list_icons
from cms.views.stylebook import BADGES, SHEETS
from tests.pages import read

pytestmark = pytest.mark.django_db


def test_stylebook_is_not_there_without_debug(client, tree):
    assert client.get("/stilbuch/").status_code == 404


@pytest.mark.urls("tests.cms.stylebook_urls")
def test_stylebook_shows_every_part_in_both_schemes_and_directions(client, tree):
    page = read(client, "/stilbuch/")

    sheets = page.select(".sheet")
    assert [(sheet["class"][1], sheet["dir"]) for sheet in sheets] == [
        (f"sheet--{scheme}", direction) for scheme, direction, language in SHEETS
    ]
    for sheet in sheets:
        assert {sign["class"][1].removeprefix("icon--") for sign in sheet.select("svg.icon")} == set(list_icons())
        assert len(sheet.select(".badge")) == len(BADGES) + 1
    identifiers = [part["id"] for part in page.select("[id]")]
    assert sorted(set(identifiers)) == sorted(identifiers)


def test_stylebook_knows_every_badge_of_a_run():
    assert {value for value in Availability.values if value not in BADGES} == set()

"""The frame of a page comes from memory and changes with what it shows, at the next request."""

import pytest
from wagtail.models import PageViewRestriction, Site

from home.domain.contact import get_organisation
from tests.pages import read, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seen(client, tree):
    """Everybody has seen the site already."""
    tree.home.refresh_from_db()
    return read(client, "/angebote/")


def test_finder_asks_nothing_about_its_way(client, tree, django_assert_max_num_queries):
    # the one look for changes; the search itself is not counted here
    with django_assert_max_num_queries(3):
        client.get("/angebote/?q=Unterwasserrugby")


def test_renamed_organisation_is_shown(client):
    organisation = get_organisation()
    organisation.name = "Haus der Vielfalt"
    organisation.save()

    assert text_of(read(client, "/angebote/").select_one(".site-name strong")) == "Haus der Vielfalt"


def test_new_title_of_a_section_is_in_the_menu(client, tree):
    tree.team.title = "Unsere Leute"
    tree.team.save_revision().publish()

    assert "Unsere Leute" in [text_of(link) for link in read(client, "/angebote/").select(".main-menu a")]


def test_finder_that_was_taken_offline_is_gone(client, tree):
    tree.finder.unpublish()

    read(client, "/angebote/", status=404)


def test_renamed_address_of_the_finder_is_followed(client, tree):
    tree.finder.slug = "programm"
    tree.finder.save_revision().publish()

    read(client, "/programm/")
    assert client.get("/angebote/").status_code != 200


@pytest.mark.parametrize("name", ["finder", "home"])
def test_private_finder_asks_who_is_there(client, tree, name):
    PageViewRestriction.objects.create(page=getattr(tree, name), restriction_type=PageViewRestriction.LOGIN)

    response = client.get("/angebote/")

    assert (response.status_code, "/login/" in response.url) == (302, True)


def test_site_with_another_root_shows_that_one(client, tree):
    other = tree.home.get_parent().add_child(instance=type(tree.home)(title="Zweites Haus", slug="zweites"))
    Site.objects.update_or_create(hostname="testserver", port=80, defaults={"root_page": other})

    read(client, "/angebote/", status=404)
    read(client, "/")


def test_one_request_does_not_change_what_the_next_one_gets(client, tree):
    from home.domain.known import get_known_site, recall_site

    request = client.get("/team/").wsgi_request
    shared = get_known_site(request).site
    del request._wagtail_site
    mine = recall_site(request)
    mine.root_page.title = "verändert"

    assert shared.root_page.title != "verändert"

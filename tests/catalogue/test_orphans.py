"""Offerings whose type has gone with its plugin: served, found, listed, and nothing of them lost."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from catalogue.factories import CoursePageFactory, UserFactory
from cms.plugins.records import Record, records
from home.models import ContentPage
from search.backends import get_backend
from search.indexing import sync
from search.query import Query
from tests.pages import read, text_of

pytestmark = pytest.mark.django_db


def make_orphan(page):
    """As after KINTOP_PLUGINS_OFF: the rows stay, the class is gone."""
    kind, _created = ContentType.objects.get_or_create(app_label="kintop_gone", model="festival")
    Page.objects.filter(pk=page.pk).update(content_type=kind)
    sync([page.pk])
    return Page.objects.get(pk=page.pk)


@pytest.fixture
def orphan(tree):
    return make_orphan(CoursePageFactory(parent=tree.courses, title="Sommerfest", summary="Alle feiern mit."))


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def test_orphan_is_served_with_what_the_core_knows(client, orphan):
    page = read(client, orphan.url)

    assert text_of(page.h1) == "Sommerfest"
    assert "Alle feiern mit." in text_of(page.main)


def test_orphan_is_found_as_a_plain_offering(client, orphan):
    results = get_backend().search(Query(q="Sommerfest"))

    assert [(hit.title, hit.type) for hit in results.hits] == [("Sommerfest", "offering")]
    assert "Sommerfest" in text_of(read(client, "/angebote/").main)


def test_orphan_stays_private(client, orphan):
    PageViewRestriction.objects.create(page=orphan, restriction_type=PageViewRestriction.LOGIN)

    assert client.get(orphan.url).status_code == 302


def test_page_that_is_no_offering_is_not_found_without_its_plugin(client, tree):
    page = ContentPage(title="Galerie", slug="galerie")
    tree.home.add_child(instance=page)

    assert client.get(make_orphan(page).url).status_code == 404


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        (Record("kintop_gone", is_off=True), "die ist ausgeschaltet"),
        (None, "die ist nicht mehr installiert"),
    ],
    ids=["off", "gone"],
)
def test_editor_says_which_plugin_is_missing(editor, orphan, monkeypatch, record, sentence):
    if record:
        monkeypatch.setitem(records, "kintop_gone", record)

    page = read(editor, reverse("wagtailadmin_pages:edit", args=[orphan.pk]), status=409)

    assert f"Erweiterung „kintop_gone“, und {sentence}." in text_of(page.main)
    assert [link["href"] for link in page.select("main a.button")] == [
        reverse("wagtailadmin_explore", args=[orphan.get_parent().pk]),
        orphan.full_url,
    ]


@pytest.mark.parametrize("name", ["edit", "move", "copy", "history", "unpublish", "delete", "view_draft"])
def test_no_address_of_an_orphan_fails(editor, orphan, name):
    assert editor.get(reverse(f"wagtailadmin_pages:{name}", args=[orphan.pk])).status_code in (200, 302, 409)


def test_lists_of_the_admin_name_orphans(editor, orphan):
    listing = read(editor, reverse("wagtailadmin_explore", args=[orphan.get_parent().pk]))

    assert "Sommerfest" in text_of(listing.main)


def test_other_failures_stay_failures(editor, tree):
    course = CoursePageFactory(parent=tree.courses)

    assert editor.get(f"/admin/pages/{course.pk}/revisions/999/revert/").status_code == 404

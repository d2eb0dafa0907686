"""What goes wrong while somebody writes: the right is taken away, the session ends, an address is forged."""

import pytest
from django.urls import reverse
from wagtail.models import Page, Revision

from catalogue.factories import CoursePageFactory
from catalogue.models import CoursePage
from tests.editor import get_edit_url, open_form
from tests.forms import get_draft
from tests.people import make_cast, open_door

pytestmark = pytest.mark.django_db

AUTOSAVE = {"accept": "application/json"}


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def offering(tree, cast):
    page = CoursePageFactory(parent=tree.courses, title="Tango", lecturers=[cast.anna], owner=cast.lecturer_owner)
    page.save_revision(user=cast.editor).publish()
    return CoursePage.objects.get(pk=page.pk)


@pytest.fixture
def foreign(tree, cast):
    page = CoursePageFactory(parent=tree.courses, title="Trommeln", live=False, lecturers=[cast.bert])
    page.save_revision(user=cast.other_lecturer)
    return page


def count_revisions(page) -> int:
    return Revision.objects.for_instance(page).count()


@pytest.mark.parametrize("headers", [{}, AUTOSAVE], ids=["button", "background"])
def test_lecturer_removed_while_writing_saves_nothing_any_more(cast, offering, headers):
    browser = open_door(cast.lecturer_owner)
    form = open_form(browser, offering)
    offering.lecturers.through.objects.filter(offering=offering, lecturer=cast.anna).delete()
    revisions = count_revisions(offering)

    response = browser.post(get_edit_url(offering), {**form, "title": "Geändert"}, headers=headers)

    assert response.status_code == 404
    assert (get_draft(offering).title, count_revisions(offering)) == ("Tango", revisions)


def test_removed_lecturer_keeps_no_open_preview(cast, offering):
    browser = open_door(cast.lecturer_owner)
    form = open_form(browser, offering)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[offering.pk])
    assert browser.post(address, form).json()["is_valid"] is True

    offering.lecturers.through.objects.filter(offering=offering, lecturer=cast.anna).delete()

    assert (browser.get(address).status_code, browser.post(address, form).status_code) == (404, 404)


def test_end_of_the_session_loses_nothing_that_was_saved_in_the_background(cast, offering):
    browser = open_door(cast.lecturer_owner)
    form = open_form(browser, offering)
    saved = browser.post(get_edit_url(offering), {**form, "title": "Tango am M"}, headers=AUTOSAVE).json()
    browser.logout()

    refused = browser.post(get_edit_url(offering), {**form, "title": "Tango am Montag"}, headers=AUTOSAVE)

    # not an answer that the editor could take for "saved"
    assert (saved["success"], refused.status_code, refused["Location"].split("?")[0]) == (
        True,
        302,
        reverse("account_login"),
    )
    assert get_draft(offering).title == "Tango am M"
    assert CoursePage.objects.get(pk=offering.pk).title == "Tango"
    browser.force_login(cast.lecturer_owner)
    assert open_form(browser, offering)["title"] == "Tango am M"


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete", "move"])
def test_forged_ids_in_bulk_actions_meet_nothing(cast, offering, foreign, action):
    browser = open_door(cast.lecturer_owner)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    before = list(Page.objects.order_by("pk").values())

    for query in (f"id={foreign.pk}", f"id={offering.pk}&id={foreign.pk}", "id=all"):
        assert "Trommeln" not in browser.get(f"{address}?{query}").content.decode()
        browser.post(f"{address}?{query}", {"next": "/admin/", "chooser": offering.get_parent().pk})

    assert list(Page.objects.order_by("pk").values()) == before


def test_forged_ids_in_the_page_chooser_name_no_draft_of_others(cast, offering, foreign):
    browser = open_door(cast.lecturer_owner)
    parent = foreign.get_parent().pk

    for address in (
        reverse("wagtailadmin_choose_page_chosen_multiple") + f"?id={foreign.pk}",
        reverse("wagtailadmin_choose_page_child", args=[parent]),
        reverse("wagtailadmin_choose_page_search") + "?q=Trommeln",
        reverse("wagtailadmin_choose_page") + f"?page_type=catalogue.coursepage&selected={foreign.pk}",
    ):
        assert "Trommeln" not in browser.get(address).content.decode(), address

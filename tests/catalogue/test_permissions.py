"""Who may do what with an offering, asked through the browser. The tables are the specification."""

import json

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.permissions import policy_registry

from catalogue.factories import CoursePageFactory, SubjectFactory
from catalogue.models import CoursePage
from tests.editor import press
from tests.forms import get_draft
from tests.people import make_cast, open_door

ROLES = (
    "anonymous",
    "lecturer_owner",
    "other_lecturer",
    "coordinator",
    "other_coordinator",
    "editor",
    "administrator",
)
#: what looking at a page of the admin about Anna's offering answers: "login" asks who is there, "denied" says no,
#: "hidden" says there is no such page
LOOK = {
    #                    anonymous  owner     other     coord.    other c.  editor    admin
    "edit":             ("login", "ok", "hidden", "denied", "hidden", "ok", "ok"),
    "view_draft":       ("login", "ok", "hidden", "denied", "hidden", "ok", "ok"),
    "history":          ("login", "ok", "hidden", "denied", "hidden", "ok", "ok"),
    "revisions_view":   ("login", "ok", "hidden", "denied", "hidden", "ok", "ok"),
    "revisions_revert": ("login", "ok", "hidden", "denied", "hidden", "ok", "ok"),
    "compare":          ("login", "ok", "hidden", "denied", "hidden", "ok", "ok"),
    "workflow_history": ("login", "ok", "hidden", "denied", "hidden", "ok", "ok"),
    "usage":            ("login", "ok", "hidden", "denied", "hidden", "ok", "ok"),
    "unpublish":        ("login", "denied", "hidden", "denied", "hidden", "ok", "ok"),
    "delete":           ("login", "denied", "hidden", "denied", "hidden", "ok", "ok"),
    "move":             ("login", "denied", "hidden", "denied", "hidden", "ok", "ok"),
    "move_confirm":     ("login", "hidden", "hidden", "hidden", "hidden", "ok", "ok"),
    "copy":             ("login", "denied", "hidden", "denied", "hidden", "ok", "ok"),
    "set_privacy":      ("login", "denied", "hidden", "denied", "hidden", "ok", "ok"),
    "add_subpage":      ("login", "denied", "hidden", "denied", "hidden", "ok", "ok"),
    "reports":          ("login", "hidden", "hidden", "hidden", "hidden", "ok", "ok"),
    "enquiries":        ("login", "denied", "denied", "denied", "denied", "ok", "ok"),
    "lecturers":        ("login", "denied", "denied", "denied", "denied", "ok", "ok"),
    "users":            ("login", "denied", "denied", "denied", "denied", "denied", "ok"),
    "offerings":        ("login", "ok", "ok", "ok", "ok", "ok", "ok"),
    # lecturers are sent on to their desk; a group alone makes nobody a coordinator
    "dashboard":        ("login", "desk", "desk", "ok", "desk", "ok", "ok"),
    "desk":             ("login", "ok", "ok", "ok", "ok", "ok", "ok"),
    "urgent":           ("login", "ok", "hidden", "ok", "hidden", "ok", "ok"),
    "absences":         ("login", "denied", "denied", "ok", "denied", "ok", "ok"),
}  # fmt: skip
#: what sending a form does to Anna's live offering with a draft
ACT = {
    #                    anonymous owner  other  coord. other c. editor admin
    "save":             (False, True, False, False, False, True, True),
    "publish":          (False, False, False, False, False, True, True),
    "submit":           (False, True, False, False, False, True, True),
    "unpublish":        (False, False, False, False, False, True, True),
    "delete":           (False, False, False, False, False, True, True),
    "move":             (False, False, False, False, False, True, True),
    "lock":             (False, False, False, False, False, True, True),
    "privacy":          (False, False, False, False, False, True, True),
    # the actions of Wagtail's admin API do not ask for locks: closed to all
    "api_publish":      (False, False, False, False, False, False, False),
    "api_delete":       (False, False, False, False, False, False, False),
    "bulk_unpublish":   (False, False, False, False, False, True, True),
    "bulk_delete":      (False, False, False, False, False, True, True),
    # a draft that never passed the review cannot go out in bulk, whoever asks
    "bulk_publish":     (False, False, False, False, False, False, False),
}  # fmt: skip


def column(table, role):
    return {name: row[ROLES.index(role)] for name, row in table.items()}


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def offering(tree, cast):
    """Anna's live offering with a newer draft."""
    subject = SubjectFactory(name="Tanz", slug="tanz")
    subject.coordinators.add(cast.coordinator)
    page = CoursePageFactory(
        parent=tree.courses,
        title="Tango",
        subject=subject,
        lecturers=[cast.anna],
        body=[("text", "<p>Schritt für Schritt.</p>")],
    )
    page.save_revision(user=cast.editor).publish()
    page = CoursePage.objects.get(pk=page.pk)
    page.title = "Tango für alle"
    page.save_revision(user=cast.lecturer_owner)
    return page


def get_addresses(offering, tree):
    page, revision = offering.pk, offering.latest_revision_id
    plain = ("edit", "view_draft", "history", "workflow_history", "usage", "unpublish", "delete", "move", "copy")
    return {
        **{name: reverse(f"wagtailadmin_pages:{name}", args=[page]) for name in (*plain, "set_privacy")},
        "revisions_view": reverse("wagtailadmin_pages:revisions_view", args=[page, revision]),
        "revisions_revert": reverse("wagtailadmin_pages:revisions_revert", args=[page, revision]),
        "compare": reverse("wagtailadmin_pages:revisions_compare", args=[page, "live", "latest"]),
        "move_confirm": reverse("wagtailadmin_pages:move_confirm", args=[page, tree.projects.pk]),
        "add_subpage": reverse("wagtailadmin_pages:add_subpage", args=[tree.courses.pk]),
        "reports": reverse("wagtailadmin_reports:site_history"),
        "enquiries": reverse("enquiries:index"),
        "lecturers": reverse("lecturers:index"),
        "users": reverse("wagtailusers_users:index"),
        "offerings": reverse("offerings:index"),
        "dashboard": reverse("wagtailadmin_home"),
        "desk": reverse("catalogue_desk"),
        "urgent": reverse("catalogue_urgent", args=[page]),
        "absences": reverse("catalogue_absences"),
    }


def name_answer(response):
    if response.status_code == 302 and response.url == reverse("catalogue_desk"):
        return "desk"
    if response.status_code == 302:
        return "login" if response.url.startswith("/konto/login/") else "denied"
    return {200: "ok", 404: "hidden"}[response.status_code]


@pytest.mark.parametrize("role", ROLES)
def test_what_each_role_may_look_at(tree, cast, offering, role):
    browser = open_door(getattr(cast, role))

    answers = {name: name_answer(browser.get(address)) for name, address in get_addresses(offering, tree).items()}

    assert answers == column(LOOK, role)


def send(browser, name, page, tree):
    """Sends what the button of that name sends."""
    admin = {
        "unpublish": (reverse("wagtailadmin_pages:unpublish", args=[page.pk]), {}),
        "delete": (reverse("wagtailadmin_pages:delete", args=[page.pk]), {}),
        "move": (reverse("wagtailadmin_pages:move_confirm", args=[page.pk, tree.projects.pk]), {}),
        "lock": (reverse("wagtailadmin_pages:lock", args=[page.pk]), {}),
        "privacy": (reverse("wagtailadmin_pages:set_privacy", args=[page.pk]), {"restriction_type": "login"}),
    }
    if name in admin:
        browser.post(*admin[name])
    elif name.startswith("api_"):
        action = name.removeprefix("api_")
        address = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
        browser.post(address, json.dumps({}), content_type="application/json")
    elif name.startswith("bulk_"):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", name.removeprefix("bulk_")])
        browser.post(f"{address}?id={page.pk}", {})
    else:
        press(browser, page, f"action-{name}", title="Geändert")


def did_happen(name, before, page):
    after = Page.objects.filter(pk=page.pk).first()
    if name.endswith("delete"):
        return after is None
    return {
        "save": lambda: after.latest_revision_id != before.latest_revision_id,
        "submit": lambda: after.workflow_in_progress,
        "unpublish": lambda: not after.live,
        "publish": lambda: after.live_revision_id != before.live_revision_id,
        "move": lambda: after.path != before.path,
        "lock": lambda: after.locked,
        "privacy": lambda: PageViewRestriction.objects.filter(page=after).exists(),
    }[name.removeprefix("api_").removeprefix("bulk_")]()


@pytest.mark.parametrize("role", ROLES)
def test_what_each_role_may_change(tree, cast, offering, role):
    effects = {}
    for name in ACT:
        with transaction.atomic():
            before = Page.objects.get(pk=offering.pk)
            send(open_door(getattr(cast, role)), name, offering, tree)
            effects[name] = did_happen(name, before, offering)
            transaction.set_rollback(True)

    assert effects == column(ACT, role)


def test_lecturer_removed_from_offering_loses_it_at_once(cast, offering):
    browser = open_door(cast.lecturer_owner)
    address = reverse("wagtailadmin_pages:edit", args=[offering.pk])
    assert browser.get(address).status_code == 200

    offering.lecturers.through.objects.filter(offering=offering, lecturer=cast.anna).delete()

    assert browser.get(address).status_code == 404
    assert browser.post(address, {"title": "Gekapert", "body-count": "0"}).status_code == 404


def test_inactive_lecturer_profile_opens_nothing(cast, offering):
    cast.anna.is_active = False
    cast.anna.save()

    response = open_door(cast.lecturer_owner).get(reverse("wagtailadmin_pages:edit", args=[offering.pk]))

    assert response.status_code == 404


def test_name_in_a_draft_gives_no_right(cast, offering):
    """Rights come from committed rows: an editor's unpublished wish to add Bert is not yet one."""
    offering.lecturers.set([cast.anna, cast.bert])
    offering.save_revision(user=cast.editor)

    response = open_door(cast.other_lecturer).get(reverse("wagtailadmin_pages:edit", args=[offering.pk]))

    assert response.status_code == 404


def test_crafted_form_of_a_lecturer_changes_neither_people_nor_publication(cast, offering):
    before = Page.objects.get(pk=offering.pk)
    crafted = {
        "lecturers": [cast.bert.pk],
        "owner": cast.other_lecturer.pk,
        "live": "on",
        "slug": "gekapert",
        "locked": "on",
        "go_live_at": "2030-01-01 10:00",
        "expire_at": "2030-02-01 10:00",
    }

    press(open_door(cast.lecturer_owner), offering, "action-publish", title="Geändert", **crafted)

    draft = get_draft(offering)
    after = Page.objects.get(pk=offering.pk)
    assert draft.title == "Geändert"
    assert [person.pk for person in draft.lecturers.all()] == [cast.anna.pk]
    assert (draft.slug, draft.go_live_at, draft.expire_at, draft.locked) == (before.slug, None, None, False)
    assert (after.owner_id, after.live_revision_id, after.locked) == (before.owner_id, before.live_revision_id, False)
    assert list(CoursePage.objects.get(pk=offering.pk).lecturers.all()) == [cast.anna]


def test_crafted_form_commits_nothing_to_a_draft_that_was_never_published(tree, cast):
    """Wagtail writes such drafts straight into the row."""
    page = CoursePageFactory(parent=tree.courses, live=False, lecturers=[cast.anna])

    crafted = {"lecturers": [cast.bert.pk], "go_live_at": "2030-01-01 10:00"}
    press(open_door(cast.lecturer_owner), page, "action-publish", title="Geändert", **crafted)

    page = CoursePage.objects.get(pk=page.pk)
    assert (page.title, page.live, page.go_live_at) == ("Geändert", False, None)
    assert list(page.lecturers.all()) == [cast.anna]


def test_editor_may_plan_a_date_of_publication(cast, offering):
    press(open_door(cast.editor), offering, "save", go_live_at="2090-01-01 10:00")

    assert timezone.localtime(get_draft(offering).go_live_at).year == 2090


def test_lecturer_may_neither_delete_nor_copy_a_draft_that_was_never_published(tree, cast):
    page = CoursePageFactory(parent=tree.courses, live=False, lecturers=[cast.anna], owner=cast.lecturer_owner)
    browser = open_door(cast.lecturer_owner)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    browser.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    browser.post(f"{bulk}?id={page.pk}", {})
    browser.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": tree.courses.pk},
    )

    assert list(CoursePage.objects.values_list("pk", flat=True)) == [page.pk]


def test_editor_copies_an_offering(tree, cast, offering):
    open_door(cast.editor).post(
        reverse("wagtailadmin_pages:copy", args=[offering.pk]),
        {"new_title": "Tango im Herbst", "new_slug": "tango-herbst", "new_parent_page": tree.courses.pk},
    )

    copy = CoursePage.objects.get(slug="tango-herbst")
    assert (copy.live, list(copy.lecturers.all())) == (False, [cast.anna])
    assert copy.code != CoursePage.objects.get(pk=offering.pk).code


def test_page_chooser_offers_lecturers_no_drafts_of_others(tree, cast, offering):
    CoursePageFactory(parent=tree.courses, title="Geheimplan", live=False)
    CoursePageFactory(parent=tree.courses, title="Chor")

    response = open_door(cast.lecturer_owner).get(
        reverse("wagtailadmin_choose_page_child", args=[tree.courses.pk]), {"page_type": "catalogue.CoursePage"}
    )

    rows = BeautifulSoup(response.json()["html"], "html.parser").select("tbody td.title")
    titles = [row.get_text(" ", strip=True) for row in rows]
    assert titles == ["Kurse und Veranstaltungen", "Tango für alle", "Chor"]


def test_rights_of_a_lecturer_cost_the_same_for_one_and_for_many_offerings(tree, cast):
    """SQLite refuses more than about two hundred conditions, and a busy lecturer has as many offerings."""
    policy = policy_registry.get_by_type(Page)
    CoursePageFactory(parent=tree.courses, lecturers=[cast.anna])
    for_one = str(policy.explorable_instances(User.objects.get(username="anna")).query)
    for _number in range(3):
        CoursePageFactory(parent=tree.courses, lecturers=[cast.anna])

    for_many = str(policy.explorable_instances(User.objects.get(username="anna")).query)

    assert for_many == for_one

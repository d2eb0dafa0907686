"""From the lecturer's draft to the public page, through the browser."""

import json

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from wagtail.models import Page, TaskState

from catalogue.factories import CoursePageFactory, SubjectFactory
from catalogue.models import CoursePage
from catalogue.roles import EDITOR_TASK, SUBJECT_TASK
from tests.editor import get_edit_url, press, review
from tests.forms import get_draft
from tests.people import make_cast, open_door


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def subject(cast):
    subject = SubjectFactory(name="Tanz", slug="tanz")
    subject.coordinators.add(cast.coordinator)
    return subject


@pytest.fixture
def offering(tree, cast, subject):
    return make_offering(tree, cast, subject)


def make_offering(tree, cast, subject, **values):
    page = CoursePageFactory(
        parent=tree.courses,
        title=values.pop("title", "Tango"),
        subject=subject,
        lecturers=[cast.anna],
        body=[("text", "<p>Schritt für Schritt.</p>")],
        **values,
    )
    page.save_revision(user=cast.editor).publish()
    return CoursePage.objects.get(pk=page.pk)


def reload(page):
    return CoursePage.objects.get(pk=page.pk)


def get_stage(page):
    """Name of the stage the page waits at, or None."""
    task = reload(page).current_workflow_task
    return task.name if task else None


def get_public_title(page):
    response = open_door(AnonymousUser()).get(reload(page).url)
    return BeautifulSoup(response.content, "html.parser").h1.get_text(strip=True)


def read_messages(response):
    return [str(message).strip() for message in response.wsgi_request._messages]


def act(browser, page, action, task_state):
    """The buttons in the dialogue of the dashboard, which name a page and a task state."""
    return browser.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task_state.pk]), {"comment": ""}
    )


def test_submission_goes_by_coordinator_and_editor_to_the_public(cast, offering):
    press(open_door(cast.lecturer_owner), offering, "action-submit", title="Tango für alle")
    assert (get_stage(offering), get_public_title(offering)) == (SUBJECT_TASK, "Tango")

    review(open_door(cast.coordinator), offering, "approve")
    assert (get_stage(offering), get_public_title(offering)) == (EDITOR_TASK, "Tango")

    review(open_door(cast.editor), offering, "approve")
    assert (get_stage(offering), get_public_title(offering)) == (None, "Tango für alle")


def test_subject_without_coordinators_goes_straight_to_the_editors(tree, cast):
    offering = make_offering(tree, cast, SubjectFactory())

    press(open_door(cast.lecturer_owner), offering, "action-submit", title="Tango für alle")

    assert get_stage(offering) == EDITOR_TASK


def test_coordinator_who_submits_skips_their_own_stage_only(tree, cast, subject):
    cast.anna.user = None
    cast.anna.save()
    cast.bert.user = cast.coordinator
    cast.bert.save()
    offering = make_offering(tree, cast, subject)
    offering.lecturers.set([cast.bert])
    offering.save()

    press(open_door(cast.coordinator), offering, "action-submit", title="Tango für alle")

    assert (get_stage(offering), get_public_title(offering)) == (EDITOR_TASK, "Tango")


def test_coordinators_of_the_main_subject_review_where_the_subject_has_none(tree, cast, subject):
    offering = make_offering(tree, cast, SubjectFactory(parent=subject))

    press(open_door(cast.lecturer_owner), offering, "action-submit", title="Tango für alle")

    assert get_stage(offering) == SUBJECT_TASK
    assert review(open_door(cast.coordinator), offering, "approve").status_code == 302
    assert get_stage(offering) == EDITOR_TASK


def test_lecturer_cannot_change_what_is_in_review(cast, offering):
    browser = open_door(cast.lecturer_owner)
    press(browser, offering, "action-submit", title="Tango für alle")

    press(browser, offering, "save", title="Nachgeschoben")

    assert get_draft(offering).title == "Tango für alle"


def test_rejection_returns_the_draft_with_a_comment(cast, offering):
    lecturer = open_door(cast.lecturer_owner)
    press(lecturer, offering, "action-submit", title="Tango für alle")

    review(open_door(cast.coordinator), offering, "reject", comment="Bitte den Preis ergänzen.")

    assert (get_stage(offering), get_public_title(offering)) == (None, "Tango")
    assert "Bitte den Preis ergänzen." in lecturer.get(get_edit_url(offering)).content.decode()
    press(lecturer, offering, "action-submit", title="Tango, 20 Euro")
    assert (get_stage(offering), get_draft(offering).title) == (SUBJECT_TASK, "Tango, 20 Euro")


def test_lecturer_edits_again_after_approval(cast, offering):
    lecturer = open_door(cast.lecturer_owner)
    press(lecturer, offering, "action-submit", title="Tango für alle")
    review(open_door(cast.coordinator), offering, "approve")
    review(open_door(cast.editor), offering, "approve")

    press(lecturer, offering, "save", title="Tango im Winter")

    assert (get_draft(offering).title, get_public_title(offering)) == ("Tango im Winter", "Tango für alle")


def test_coordinator_sees_comparison_and_history_while_reviewing(cast, offering):
    coordinator = open_door(cast.coordinator)
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[offering.pk, "live", "latest"])
    history = reverse("wagtailadmin_pages:history", args=[offering.pk])
    press(open_door(cast.lecturer_owner), offering, "action-submit", title="Tango für alle")

    during = [coordinator.get(compare).status_code, coordinator.get(history).status_code]
    review(coordinator, offering, "approve")
    afterwards = [coordinator.get(compare).status_code, coordinator.get(history).status_code]

    assert (during, afterwards) == ([200, 200], [302, 302])


def test_coordinator_who_reviews_may_not_publish_or_delete(cast, offering):
    coordinator = open_door(cast.coordinator)
    press(open_door(cast.lecturer_owner), offering, "action-submit", title="Tango für alle")

    press(coordinator, offering, "action-publish", title="Vorbei")
    for view in ("unpublish", "delete"):
        coordinator.post(reverse(f"wagtailadmin_pages:{view}", args=[offering.pk]))

    assert (reload(offering).live, get_public_title(offering), get_stage(offering)) == (True, "Tango", SUBJECT_TASK)


def test_lecturer_cannot_exchange_the_text_in_review_through_the_api(cast, offering):
    lecturer = open_door(cast.lecturer_owner)
    press(lecturer, offering, "action-submit", title="Tango für alle")
    address = reverse("wagtailadmin_api:pages:action", args=[offering.pk, "revert_to_page_revision"])
    first = offering.revisions.earliest("created_at")

    response = lecturer.post(address, json.dumps({"revision_id": first.pk}), content_type="application/json")

    assert (response.status_code, get_draft(offering).title) == (404, "Tango für alle")


def test_coordinator_returns_to_a_page_they_may_see(cast, offering):
    press(open_door(cast.lecturer_owner), offering, "action-submit", title="Tango für alle")
    coordinator = open_door(cast.coordinator)

    response = review(coordinator, offering, "approve")

    assert coordinator.get(response.url).status_code == 200


def test_coordinator_of_another_subject_cannot_review(cast, offering):
    press(open_door(cast.lecturer_owner), offering, "action-submit", title="Tango für alle")
    state = reload(offering).current_workflow_task_state

    response = act(open_door(cast.other_coordinator), offering, "approve", state)

    assert (response.status_code, get_stage(offering)) == (404, SUBJECT_TASK)


def test_draft_cannot_choose_its_reviewers(cast, offering):
    """The subject of the draft is only a wish; the published one decides who reviews."""
    elsewhere = SubjectFactory(name="Ohne Koordination", slug="ohne")

    press(open_door(cast.lecturer_owner), offering, "action-submit", subject=elsewhere.pk)

    assert get_stage(offering) == SUBJECT_TASK


def test_dashboard_lists_what_waits_for_each_reviewer(cast, offering):
    press(open_door(cast.lecturer_owner), offering, "action-submit", title="Tango für alle")

    waiting = {
        name: TaskState.objects.reviewable_by(getattr(cast, name)).count()
        for name in ("coordinator", "other_coordinator", "editor", "lecturer_owner", "superuser")
    }

    assert waiting == {"coordinator": 1, "other_coordinator": 0, "editor": 0, "lecturer_owner": 0, "superuser": 1}


@pytest.mark.parametrize("submitter", ["editor", "superuser"])
def test_nobody_approves_their_own_submission(tree, cast, submitter):
    offering = make_offering(tree, cast, SubjectFactory())
    user = getattr(cast, submitter)
    browser = open_door(user)
    press(browser, offering, "action-submit", title="Tango für alle")
    state = reload(offering).current_workflow_task_state
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    api = reverse("wagtailadmin_api:pages:action", args=[offering.pk, "publish"])

    review(browser, offering, "approve")
    act(browser, offering, "approve", state)
    press(browser, offering, "action-publish", title="Tango für alle")
    browser.post(f"{bulk}?id={offering.pk}", {})
    browser.post(api, "{}", content_type="application/json")

    assert (get_stage(offering), get_public_title(offering)) == (EDITOR_TASK, "Tango")
    assert TaskState.objects.reviewable_by(user).count() == 0
    review(open_door(cast.other_editor), offering, "approve")
    assert get_public_title(offering) == "Tango für alle"


def test_editor_cannot_change_what_they_submitted_themselves(tree, cast):
    offering = make_offering(tree, cast, SubjectFactory())
    editor = open_door(cast.editor)
    press(editor, offering, "action-submit", title="Tango für alle")

    press(editor, offering, "save", title="Nachgeschoben")

    assert get_draft(offering).title == "Tango für alle"


def test_whoever_submits_again_after_a_rejection_does_not_approve(tree, cast):
    offering = make_offering(tree, cast, SubjectFactory())
    press(open_door(cast.lecturer_owner), offering, "action-submit", title="Tango für alle")
    review(open_door(cast.other_editor), offering, "reject", comment="Bitte kürzen.")
    press(open_door(cast.editor), offering, "action-submit", title="Tango")

    review(open_door(cast.editor), offering, "approve")

    assert get_stage(offering) == EDITOR_TASK


def test_approval_of_one_page_cannot_be_used_for_another(tree, cast):
    """Wagtail checks the page in the address but acts on the task state in the address."""
    subject = SubjectFactory()
    own = make_offering(tree, cast, subject, title="Eigenes")
    other = make_offering(tree, cast, subject, title="Fremdes")
    editor = open_door(cast.editor)
    press(editor, own, "action-submit", title="Eigenes, neu")
    press(open_door(cast.lecturer_owner), other, "action-submit", title="Fremdes, neu")

    act(editor, other, "approve", reload(own).current_workflow_task_state)

    assert (get_stage(own), get_stage(other)) == (EDITOR_TASK, EDITOR_TASK)


def test_editor_cannot_publish_during_the_coordinators_stage(cast, offering):
    press(open_door(cast.lecturer_owner), offering, "action-submit", title="Tango für alle")

    press(open_door(cast.editor), offering, "action-publish", title="Vorbei")

    assert (get_stage(offering), get_public_title(offering)) == (SUBJECT_TASK, "Tango")


def test_editors_stand_in_when_no_coordinator_is_left(cast, offering, subject):
    press(open_door(cast.lecturer_owner), offering, "action-submit", title="Tango für alle")
    subject.coordinators.clear()

    review(open_door(cast.editor), offering, "approve")

    assert get_stage(offering) == EDITOR_TASK


NOT_RELEASED = (
    "Es wurde nichts veröffentlicht. Diese Angebote sind noch nicht freigegeben: „Tango für alle“. "
    "Bitte reichen Sie sie zur Prüfung ein oder öffnen Sie sie einzeln."
)
IN_REVIEW = "Es wurde nichts veröffentlicht. Die gewählten Seiten werden gerade geprüft."


@pytest.mark.parametrize(
    ("state", "message"),
    [("never submitted", NOT_RELEASED), ("in review", IN_REVIEW), ("rejected", NOT_RELEASED)],
)
def test_bulk_publishing_asks_for_the_review(tree, cast, offering, state, message):
    lecturer = open_door(cast.lecturer_owner)
    press(lecturer, offering, "save" if state == "never submitted" else "action-submit", title="Tango für alle")
    if state == "rejected":
        review(open_door(cast.coordinator), offering, "reject", comment="Nein.")
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    response = open_door(cast.editor).post(f"{bulk}?id={offering.pk}", {})

    assert (get_public_title(offering), read_messages(response)) == ("Tango", [message])


def test_bulk_publishing_of_a_section_does_not_take_drafts_along(tree, cast):
    draft = CoursePageFactory(parent=tree.courses, title="Entwurf", live=False, lecturers=[cast.anna])
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    open_door(cast.editor).post(f"{bulk}?id={tree.courses.pk}", {"include_descendants": "on"})

    assert reload(draft).live is False


def test_approved_offering_can_be_taken_down_and_put_up_in_bulk(tree, cast):
    offering = make_offering(tree, cast, SubjectFactory())
    press(open_door(cast.lecturer_owner), offering, "action-submit", title="Tango für alle")
    review(open_door(cast.editor), offering, "approve")
    editor = open_door(cast.editor)

    for action, live in (("unpublish", False), ("publish", True)):
        editor.post(f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?id={offering.pk}", {})
        assert Page.objects.get(pk=offering.pk).live is live

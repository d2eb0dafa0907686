"""Urgent facts beside drafts, reviews, schedules and other people: nothing leaks and nothing gets lost."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from catalogue.domain.urgent import OutdatedError, plan_cancellation, plan_move, publish_change
from catalogue.factories import SubjectFactory
from catalogue.models import CoursePage, Meeting, UrgentChange
from catalogue.roles import EDITOR_TASK, SUBJECT_TASK
from tests.catalogue.urgent import (
    change,
    confirm,
    fill_in,
    get_meetings,
    get_run,
    in_days,
    list_statuses,
    make_course,
    read_form_errors,
    read_lines,
    read_messages,
    undo,
)
from tests.editor import get_edit_url, open_form, press, review
from tests.forms import get_draft, read_form
from tests.people import make_cast, open_door

CANCELLED = ["cancelled", "planned", "planned"]


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def course(tree, cast):
    subject = SubjectFactory(name="Tanz", slug="tanz")
    subject.coordinators.add(cast.coordinator)
    return make_course(tree, cast, subject=subject)


@pytest.fixture
def anna(cast):
    return open_door(cast.lecturer_owner)


def reload(course):
    return CoursePage.objects.get(pk=course.pk)


def get_stage(course):
    task = reload(course).current_workflow_task
    return task.name if task else None


def test_open_draft_stays_a_draft_and_has_the_change(course, anna):
    press(anna, course, "save", title="Tango für alle")

    change(anna, course, "cancel_meeting")

    page, draft = reload(course), get_draft(course)
    assert (page.title, list_statuses(page)) == ("Tango", CANCELLED)
    assert (draft.title, list_statuses(draft)) == ("Tango für alle", CANCELLED)
    assert (page.draft_title, page.has_unpublished_changes) == ("Tango für alle", True)
    assert page.live_revision.content["title"] == "Tango"


def test_offering_without_draft_gets_none(course, anna):
    change(anna, course, "cancel_meeting")

    page = reload(course)
    assert (page.has_unpublished_changes, page.latest_revision_id) == (False, page.live_revision_id)


def test_undo_works_beside_a_draft(course, anna):
    press(anna, course, "save", title="Tango für alle")
    change(anna, course, "cancel_meeting")

    undo(anna, course, UrgentChange.objects.get())

    assert [list_statuses(reload(course)), list_statuses(get_draft(course))] == [["planned"] * 3] * 2
    assert (reload(course).title, get_draft(course).title) == ("Tango", "Tango für alle")


def test_review_goes_on_and_the_reviewer_sees_the_change(cast, course, anna):
    press(anna, course, "action-submit", title="Tango für alle")

    change(anna, course, "cancel_meeting")

    page = reload(course)
    assert (page.title, get_stage(course)) == ("Tango", SUBJECT_TASK)
    state = page.current_workflow_task_state
    assert (state.revision_id, state.status) == (page.latest_revision_id, TaskState.STATUS_IN_PROGRESS)
    assert list_statuses(state.revision.as_object()) == CANCELLED

    review(open_door(cast.coordinator), course, "approve")
    assert get_stage(course) == EDITOR_TASK
    change(anna, course, "places", seats_taken="9")
    review(open_door(cast.editor), course, "approve")

    page = reload(course)
    assert (page.title, list_statuses(page), get_run(course).seats_taken) == ("Tango für alle", CANCELLED, 9)
    assert (get_stage(course), page.has_unpublished_changes) == (None, False)


@pytest.mark.parametrize("has_own_revision", [True, False])
def test_submission_without_any_change_stays_in_review(cast, course, anna, has_own_revision):
    """Wagtail then notes no unpublished changes, and may review the published revision itself."""
    if has_own_revision:
        course.save_revision(user=cast.lecturer_owner, changed=False)
    course.get_workflow().start(course, cast.lecturer_owner)

    change(anna, course, "cancel_meeting")

    page = reload(course)
    state = page.current_workflow_task_state
    assert (get_stage(course), state.revision_id) == (SUBJECT_TASK, page.latest_revision_id)
    assert (page.latest_revision_id != page.live_revision_id, page.has_unpublished_changes) == (has_own_revision, False)
    review(open_door(cast.coordinator), course, "approve")
    review(open_door(cast.editor), course, "approve")
    assert list_statuses(reload(course)) == CANCELLED


def test_wish_for_changes_stays_and_can_be_answered(cast, course, anna):
    press(anna, course, "action-submit", title="Tango für alle")
    review(open_door(cast.coordinator), course, "reject", comment="Bitte kürzen.")

    change(anna, course, "cancel_meeting")
    still = reload(course).current_workflow_state.status
    press(anna, course, "action-submit", title="Tango!")

    assert (still, get_stage(course)) == (WorkflowState.STATUS_NEEDS_CHANGES, SUBJECT_TASK)
    assert (get_draft(course).title, list_statuses(get_draft(course))) == ("Tango!", CANCELLED)


def test_four_eyes_stay_four(cast, course):
    """Whoever submitted does not approve, even after an urgent change of their own."""
    editor = open_door(cast.editor)
    press(editor, course, "action-submit", title="Tango für alle")
    review(open_door(cast.coordinator), course, "approve")

    change(editor, course, "cancel_meeting")
    review(editor, course, "approve")

    assert (get_stage(course), reload(course).title) == (EDITOR_TASK, "Tango")


def test_other_facts_of_the_same_meeting_stay_as_the_draft_has_them(course, anna):
    press(anna, course, "save", **{"runs-0-meetings-0-room": "Spiegelsaal"})

    change(anna, course, "cancel_meeting")

    published, draft = (get_first_meeting(page) for page in (reload(course), get_draft(course)))
    assert (published.room, draft.room, draft.status) == ("", "Spiegelsaal", "cancelled")


def get_first_meeting(page):
    return min((meeting for run in page.runs.all() for meeting in run.meetings.all()), key=lambda m: m.date)


def test_draft_without_the_run_stays_without_it(course, anna):
    press(anna, course, "save", **{"runs-0-DELETE": "on"})

    change(anna, course, "cancel_meeting")

    assert (list_statuses(reload(course)), list_statuses(get_draft(course))) == (CANCELLED, [])


def test_schedule_is_kept_and_has_the_change(cast, course, anna):
    when = timezone.now() + timedelta(days=2)
    page = get_draft(course)
    page.title, page.go_live_at = "Tango im Winter", when
    page.save_revision(user=cast.editor).publish(user=cast.editor)
    scheduled = reload(course).approved_schedule

    change(anna, course, "cancel_meeting")

    page = reload(course)
    approved = page.revisions.exclude(approved_go_live_at=None)
    assert (scheduled, page.live, page.title, list_statuses(page)) == (True, True, "Tango", CANCELLED)
    assert [(r.content["title"], r.approved_go_live_at) for r in approved] == [("Tango im Winter", when)]
    page.revisions.filter(pk=approved.get().pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    content = approved.get().content | {"go_live_at": None}
    page.revisions.filter(pk=approved.get().pk).update(content=content)
    call_command("publish_scheduled")
    assert (reload(course).title, list_statuses(reload(course))) == ("Tango im Winter", CANCELLED)


def test_approved_offering_stays_approved(cast, course, anna):
    """Taken down and put up again in bulk, which asks for the review."""
    press(anna, course, "action-submit", title="Tango für alle")
    review(open_door(cast.coordinator), course, "approve")
    review(open_door(cast.editor), course, "approve")
    change(anna, course, "cancel_meeting")
    editor = open_door(cast.editor)

    for action, live in (("unpublish", False), ("publish", True)):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        editor.post(f"{address}?id={course.pk}", {})
        assert reload(course).live is live


def test_unapproved_draft_does_not_become_approved(cast, course, anna):
    press(anna, course, "save", title="Tango für alle")
    change(anna, course, "cancel_meeting")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    open_door(cast.editor).post(f"{address}?id={course.pk}", {})

    assert reload(course).title == "Tango"


def test_run_made_in_a_draft_is_known_after_its_publication(tree, cast, course, anna):
    """Its revision never learned the keys of its rows."""
    page = reload(course).latest_revision.as_object()
    run = page.runs.all()[0]
    run.meetings = [*run.meetings.all(), Meeting(date=in_days(70))]
    page.save_revision(user=cast.editor).publish()
    press(anna, course, "save", title="Tango für alle")

    change(anna, course, "cancel_meeting", meeting=get_meetings(course)[-1].uid)

    expected = ["planned", "planned", "planned", "cancelled"]
    assert [list_statuses(reload(course)), list_statuses(get_draft(course))] == [expected, expected]


def test_saving_the_form_afterwards_does_not_bring_the_old_day_back(course, anna):
    run = get_run(course)
    weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[in_days(7).weekday()]
    page = reload(course).latest_revision.as_object()
    page.runs.all()[0].weekly_times = f"{weekday} 18:00-19:30"
    page.save_revision().publish()

    change(anna, course, "move_meeting", day=in_days(8))
    press(anna, course, "save", title="Tango für alle")

    days = [meeting.date for meeting in get_draft(course).runs.get(id=run.pk).meetings.all()]
    # the others may fall on a public holiday
    assert (in_days(7) in days, in_days(8) in days) == (False, True)


def test_second_person_sees_what_the_first_one_did(cast, course, anna):
    editor = open_door(cast.editor)
    shown = fill_in(editor, course, "cancel_meeting")
    change(anna, course, "move_meeting", day=in_days(9))

    response = confirm(editor, course, "cancel_meeting", shown)

    assert list_statuses(reload(course)) == ["moved", "planned", "planned"]
    assert read_messages(response) == ["Das hat inzwischen jemand anderes geändert. So wäre es jetzt:"]
    assert f"{in_days(9):%d.%m.}" in read_lines(response)[0]
    confirm(editor, course, "cancel_meeting", response)
    assert list_statuses(reload(course)) == CANCELLED


def test_same_button_pressed_twice_publishes_once(course, anna):
    shown = fill_in(anna, course, "cancel_meeting")
    confirm(anna, course, "cancel_meeting", shown)

    again = confirm(anna, course, "cancel_meeting", shown)

    assert (UrgentChange.objects.count(), read_form_errors(again)) == (1, ["Das gibt es nicht mehr."])


def test_change_planned_on_old_facts_is_refused_at_the_last_moment(cast, course):
    """Between the question and the writing there is a lock, not a gap."""
    first = get_meetings(course)[0]
    cancelling, moving = plan_cancellation(meeting=first), plan_move(meeting=first, day=in_days(9))
    publish_change(offering_pk=course.pk, change=moving, user=cast.lecturer_owner)

    with pytest.raises(OutdatedError):
        publish_change(offering_pk=course.pk, change=cancelling, user=cast.editor)

    assert list_statuses(reload(course)) == ["moved", "planned", "planned"]


def test_changes_to_different_meetings_do_not_disturb_each_other(cast, course):
    first, second, _third = get_meetings(course)
    changes = [plan_cancellation(meeting=meeting) for meeting in (first, second)]

    for planned, user in zip(changes, (cast.lecturer_owner, cast.editor), strict=True):
        publish_change(offering_pk=course.pk, change=planned, user=user)

    assert list_statuses(reload(course)) == ["cancelled", "cancelled", "planned"]


def test_whoever_has_the_editor_open_is_told(cast, course, anna):
    bert = cast.bert
    page = reload(course)
    page.lecturers.add(bert)
    page.save()
    other = open_door(cast.other_lecturer)
    form = open_form(other, course)

    change(anna, course, "cancel_meeting")
    response = other.post(get_edit_url(course), {**form, "title": "Tango für alle"})

    page = response.content.decode()
    assert ("während Sie daran gearbeitet haben" in page, "Sofort veröffentlicht wurde: " in page) == (True, True)
    assert (get_draft(course).title, list_statuses(get_draft(course))) == ("Tango", CANCELLED)
    assert read_form(response)["title"] == "Tango für alle"


@pytest.mark.parametrize("button", ["save", "action-publish"])
def test_saving_an_old_form_again_after_the_warning_keeps_the_change(cast, course, anna, button):
    """Whoever insists on their text does not insist on the lesson that was cancelled meanwhile."""
    first, second, _third = get_meetings(course)
    editor = open_door(cast.editor)
    form = open_form(editor, course)
    typed = {**form, "title": "Tango für alle", "runs-0-meetings-1-note": "Mit Gästen", button: "1"}
    change(anna, course, "cancel_meeting", meeting=first.uid)
    change(anna, course, "move_meeting", meeting=second.uid, day=in_days(15), note="Verlegt")

    warned = editor.post(get_edit_url(course), typed)
    hidden = {name: value for name, value in read_form(warned).items() if name.startswith("loaded_revision")}
    editor.post(get_edit_url(course), {**typed, "opened_at": read_form(warned)["opened_at"], **hidden})

    draft = get_draft(course)
    meetings = sorted((m for run in draft.runs.all() for m in run.meetings.all()), key=lambda m: m.date)
    assert draft.title == "Tango für alle"
    assert [(m.date, m.status, m.note) for m in meetings] == [
        (in_days(7), "cancelled", ""),
        (in_days(15), "moved", "Mit Gästen"),
        (in_days(21), "planned", ""),
    ]


@pytest.mark.parametrize("opened_at", ["", "gestern", "2026-13-01T00:00:00", "2026-01-01T00:00:00"])
def test_time_of_opening_that_makes_no_sense_is_left_alone(course, anna, opened_at):
    assert press(anna, course, "save", title="Tango für alle", opened_at=opened_at).status_code == 302
    assert get_draft(course).title == "Tango für alle"

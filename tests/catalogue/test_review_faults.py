"""Reviews that collide, crafted forms, and what happens to a workflow meanwhile."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import models
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, Task, TaskState, Workflow

from catalogue.factories import (
    CoursePageFactory,
    MeetingFactory,
    OfferingTranslationFactory,
    RunFactory,
    SubjectFactory,
)
from catalogue.models import CoursePage, Meeting, OfferingTranslation, Run
from catalogue.roles import EDITOR_TASK, SUBJECT_TASK
from tests.catalogue.reviewing import (
    QUEUE,
    decide,
    get_public_title,
    get_url,
    make_submission,
    read_decision,
    read_messages,
    reload,
    send,
    submit,
)
from tests.editor import press, review
from tests.people import make_cast, open_door

HOSTILE = '<script>alert("x")</script><b>fett</b>'


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def editor(cast):
    return open_door(cast.editor)


@pytest.fixture
def page(tree, cast):
    """Waits for the editors."""
    return make_submission(tree, cast)


@pytest.fixture
def dance(cast):
    subject = SubjectFactory(name="Tanz")
    subject.coordinators.add(cast.coordinator)
    return subject


def get_stage(page) -> str | None:
    task = reload(page).current_workflow_task
    return task.name if task else None


def count_decisions(page) -> int:
    """Of people: a stage that is skipped has nobody who finished it."""
    states = TaskState.objects.filter(workflow_state__object_id=str(page.pk))
    return states.exclude(finished_by=None).count()


def bring_hour(page):
    """Time passes until what was planned is due."""
    (planned,) = Revision.objects.filter(object_id=str(page.pk)).exclude(approved_go_live_at=None)
    planned.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    planned.content["go_live_at"] = planned.approved_go_live_at.isoformat()
    planned.save()


@pytest.mark.parametrize("second", ["approve", "reject", "mark"])
def test_whoever_decides_second_is_told_and_decides_nothing(cast, editor, page, second):
    other = open_door(cast.other_editor)
    opened = read_decision(other, page)
    decide(editor, page, "reject", comment="Bitte kürzen.")

    answer = send(other, page, opened, second, "Sehr gut.")

    who = cast.editor.get_full_name()
    assert read_messages(answer) == [
        f"Da war jemand schneller: {who} hat bei „Tango für alle“ schon um Änderungen gebeten."
    ]
    assert (get_public_title(page), count_decisions(page)) == ("Tango", 1)


def test_second_approval_of_the_first_stage_does_not_count_for_the_second(tree, cast, dance):
    """A superuser and the coordinator read the same submission; one decision must not become two."""
    page = make_submission(tree, cast, subject=dance)
    coordinator = open_door(cast.coordinator)
    opened = read_decision(coordinator, page)
    cast.coordinator.groups.add(*cast.editor.groups.all())
    decide(open_door(cast.superuser), page, "approve")

    answer = send(open_door(cast.coordinator), page, opened, "approve")

    assert "Da war jemand schneller" in read_messages(answer)[0]
    assert (get_stage(page), get_public_title(page)) == (EDITOR_TASK, "Tango")


def test_submission_that_changed_while_it_was_read_is_shown_again(cast, editor, page):
    opened = read_decision(editor, page)
    press(open_door(cast.other_editor), page, "save", title="Tango, heimlich")

    answer = send(editor, page, opened, "approve")

    assert answer.url == get_url(page)
    assert read_messages(answer)[0].startswith("„Tango, heimlich“ wurde geändert, während Sie gelesen haben.")
    assert (get_stage(page), get_public_title(page)) == (EDITOR_TASK, "Tango")


def test_submission_overwritten_in_place_is_noticed_too(cast, editor, page):
    press(editor, page, "save", title="Tango, einmal")
    opened = read_decision(editor, page)
    draft = reload(page).get_latest_revision_as_object()
    draft.title = "Tango, zweimal"
    draft.save_revision(user=cast.editor, overwrite_revision=draft.latest_revision)

    answer = send(editor, page, opened, "approve")

    assert (answer.url, get_public_title(page)) == (get_url(page), "Tango")


@pytest.mark.parametrize("crafted", ["revision of another", "task of another", "no revision", "no time", "nothing"])
def test_crafted_forms_decide_nothing(tree, cast, editor, page, crafted):
    other = make_submission(tree, cast, title="Chor")
    opened, others = read_decision(editor, page), read_decision(editor, other)
    names = ("loaded_revision_id", "loaded_revision_created_at")
    sent = {
        "revision of another": {**opened, **{name: others[name] for name in names}},
        "task of another": {**opened, "task_state": others["task_state"]},
        "no revision": {**opened, names[0]: ""},
        "no time": {name: value for name, value in opened.items() if name != names[1]},
        "nothing": {},
    }

    send(editor, page, sent[crafted], "approve")

    assert [get_public_title(each) for each in (page, other)] == ["Tango", "Chor"]
    assert [get_stage(each) for each in (page, other)] == [EDITOR_TASK, EDITOR_TASK]


def test_nobody_approves_their_own_submission(tree, cast, editor):
    page = make_submission(tree, cast, by=cast.editor)
    opened = read_decision(open_door(cast.other_editor), page)

    answers = [editor.get(get_url(page)), send(editor, page, opened, "approve"), send(editor, page, opened, "mark")]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert read_messages(answers[0]) == ["Das haben Sie selbst eingereicht. Prüfen wird es jemand anderes."]
    assert (get_stage(page), get_public_title(page)) == (EDITOR_TASK, "Tango")
    assert "Tango" not in editor.get(QUEUE).content.decode()


def test_rejected_offering_edited_by_a_colleague_needs_somebody_else(cast, editor, page):
    """Whoever hands it in again is an author of it, whoever wrote it first."""
    old_form = read_decision(open_door(cast.other_editor), page)
    decide(open_door(cast.other_editor), page, "reject", comment="Bitte kürzen.")
    submit(page, cast.editor, title="Tango, kurz")

    own = send(editor, page, read_decision(open_door(cast.other_editor), page), "approve")
    outdated = send(open_door(cast.other_editor), page, old_form, "approve")

    assert own.status_code == 302
    assert "schon um Änderungen gebeten" in read_messages(outdated)[0]
    assert (get_stage(page), get_public_title(page)) == (EDITOR_TASK, "Tango")
    assert "Tango" not in editor.get(QUEUE).content.decode()
    decide(open_door(cast.other_editor), page, "approve")
    assert get_public_title(page) == "Tango, kurz"


@pytest.mark.parametrize("how", ["switched off", "workflow deleted", "stage deleted"])
def test_workflow_that_vanishes_while_somebody_reads_decides_nothing(cast, editor, page, how):
    opened = read_decision(editor, page)
    if how == "switched off":
        Workflow.objects.get(pk=page.current_workflow_state.workflow_id).deactivate()
    elif how == "workflow deleted":
        Workflow.objects.all().delete()
    else:
        Task.objects.all().delete()

    answer = send(editor, page, opened, "approve")

    assert (answer.status_code, get_public_title(page)) == (302, "Tango")
    assert reload(page).get_latest_revision_as_object().title == "Tango für alle"
    assert [editor.get(url).status_code for url in (QUEUE, get_url(page))] == [200, 302]


def test_withdrawn_submission_is_not_decided(cast, editor, page):
    opened = read_decision(editor, page)
    page.current_workflow_state.cancel(user=cast.lecturer_owner)

    answer = send(editor, page, opened, "approve")

    assert read_messages(answer) == ["„Tango für alle“ wartet nicht mehr auf Ihre Prüfung. Es ist nichts entschieden."]
    assert get_public_title(page) == "Tango"


def test_approved_for_later_becomes_public_at_its_hour_and_not_with_a_later_draft(cast, editor, page):
    hour = timezone.now() + timedelta(hours=3)
    draft = reload(page).get_latest_revision_as_object()
    draft.go_live_at = hour
    draft.save_revision(user=cast.lecturer_owner)

    answer = decide(editor, page, "approve")
    later = reload(page).get_latest_revision_as_object()
    later.title = "Tango, unfertig"
    later.save_revision(user=cast.lecturer_owner)

    assert "wird am" in read_messages(answer)[0]
    assert get_public_title(page) == "Tango"
    bring_hour(page)
    call_command("publish_scheduled")
    assert get_public_title(page) == "Tango für alle"


@pytest.mark.parametrize("extra", [{}, {"comment": "  "}, {"comment": None}])
def test_wagtails_own_buttons_need_a_word_too(cast, page, extra):
    press(
        open_door(cast.editor),
        page,
        "action-workflow-action",
        **{"workflow-action-name": "reject", "workflow-action-extra-data": json.dumps(extra)},
    )

    assert get_stage(page) == EDITOR_TASK


def test_crafted_extra_data_cannot_stop_a_review_halfway(cast, page):
    """Wagtail hands the JSON of the form to the task as it is: ``update`` would approve and go no further."""
    press(
        open_door(cast.editor),
        page,
        "action-workflow-action",
        **{"workflow-action-name": "approve", "workflow-action-extra-data": json.dumps({"update": False})},
    )

    assert (get_stage(page), get_public_title(page)) == (None, "Tango für alle")


def test_stale_button_of_the_editor_does_not_decide_again(tree, cast, dance):
    """The task as a request read it, before somebody else decided."""
    page = make_submission(tree, cast, subject=dance)
    stale = reload(page).current_workflow_task_state
    review(open_door(cast.superuser), page, "approve")
    task = stale.task.specific

    with pytest.raises(PermissionDenied):
        task.on_action(stale, cast.superuser, "approve")

    assert (get_stage(page), count_decisions(page)) == (EDITOR_TASK, 1)


def test_marking_does_not_open_bulk_publishing(editor, page):
    decide(editor, page, "mark")
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    editor.post(f"{bulk}?id={page.pk}", {})

    assert (get_stage(page), get_public_title(page)) == (EDITOR_TASK, "Tango")


def fill(row, model):
    """The hostile text in every field that takes any."""
    for field in model._meta.get_fields():
        is_text = isinstance(field, models.CharField | models.TextField) and not field.choices and field.editable
        if is_text and field.name not in ("slug", "url_path", "code", "weekly_times"):
            setattr(row, field.name, HOSTILE)


def make_hostile_draft(page):
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    fill(draft, CoursePage)
    draft.body = draft.body.stream_block.to_python(
        [
            {"type": "text", "value": f"<p>{HOSTILE}</p><p>&lt;script&gt;</p>"},
            {"type": "question", "value": {"question": HOSTILE, "answer": "<p>Ja.</p>"}},
        ]
    )
    run = RunFactory.build()
    fill(run, Run)
    run.meetings.add(MeetingFactory.build(run=run))
    fill(run.meetings.all()[0], Meeting)
    draft.runs.add(run)
    draft.translations.add(OfferingTranslationFactory.build())
    fill(draft.translations.all()[0], OfferingTranslation)
    draft.save_revision(clean=False)


def test_markup_in_any_text_is_shown_as_text(tree, cast, editor):
    subject = SubjectFactory(name=HOSTILE)
    page = CoursePageFactory(parent=tree.courses, title="Tango", subject=subject, lecturers=[cast.anna])
    Page.objects.get(pk=page.pk).specific.save_revision().publish()
    make_hostile_draft(page)
    cast.lecturer_owner.first_name = HOSTILE[:150]
    cast.lecturer_owner.save()
    page.get_workflow().start(reload(page), cast.lecturer_owner)

    shown, queue = editor.get(get_url(page)).content.decode(), editor.get(QUEUE).content.decode()
    decided = editor.get(decide(editor, page, "reject", comment=HOSTILE).url).content.decode()

    soup = BeautifulSoup(shown, "html.parser")
    told = {row.dt.get_text(" ", strip=True): row.get_text() for row in soup.select(".review-difference")}
    hostile = [label for label, text in told.items() if "<script>" in text and "<b>fett</b>" in text]
    assert len(hostile) >= 14, sorted(told)
    assert soup.select(".review-changes b, .review-changes script, .review-header b") == []
    assert ["<b>fett" in content or "<script>alert" in content for content in (shown, queue, decided)] == [False] * 3


def test_each_text_of_a_first_submission_is_escaped_in_its_messages(tree, cast, editor):
    page = make_submission(tree, cast, title=HOSTILE)

    answer = editor.get(decide(editor, page, "approve").url).content.decode()

    assert "ist freigegeben" in answer
    assert "<script>alert" not in answer


def test_stage_of_the_coordinators_is_not_left_by_the_back_door(tree, cast, dance, editor):
    """An editor who knows the fields of the form decides nothing before their turn."""
    page = make_submission(tree, cast, subject=dance)
    opened = read_decision(open_door(cast.superuser), page)

    answer = send(editor, page, opened, "approve")

    assert (answer.status_code, get_stage(page), TaskState.objects.count()) == (302, SUBJECT_TASK, 1)

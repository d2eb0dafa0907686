"""Two reviewers of the same submission at the same time. On PostgreSQL only: SQLite has one writer."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from wagtail.models import PageLogEntry, TaskState

from catalogue.factories import SubjectFactory
from catalogue.roles import EDITOR_TASK
from tests.catalogue.reviewing import (
    get_public_title,
    make_submission,
    read_decision,
    read_messages,
    reload,
    send,
)
from tests.people import make_cast, open_door
from tests.services.at_once import run_at_once

QUICKER = "Da war jemand schneller"

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def cast(tree):
    assert connection.vendor == "postgresql"
    return make_cast()


def press_button(page, user, decision: str):
    """As on the review page, opened before; returns the first message."""
    browser = open_door(user)
    opened = read_decision(browser, page)
    return lambda: read_messages(send(browser, page, opened, decision, "Bitte kürzen."))[0]


def press_wagtails_button(page, user):
    """With what a request read before it had to wait."""
    state = reload(page).current_workflow_task_state
    task = state.task.specific

    def press():
        try:
            task.on_action(state, user, "approve")
        except PermissionDenied:
            return QUICKER
        return "„Tango für alle“ ist freigegeben"

    return press


def count_quicker(messages) -> int:
    return sum(message.startswith(QUICKER) for message in messages)


@pytest.mark.parametrize("button", [press_button, press_wagtails_button])
def test_first_stage_is_left_once(tree, cast, button):
    """Two approvals must not carry the submission through both stages."""
    subject = SubjectFactory()
    subject.coordinators.add(cast.coordinator)
    page = make_submission(tree, cast, subject=subject)
    options = ("approve",) if button is press_button else ()

    messages = run_at_once(page, *(button(page, user, *options) for user in (cast.coordinator, cast.superuser)))

    assert count_quicker(messages) == 1
    assert (reload(page).current_workflow_task.name, get_public_title(page)) == (EDITOR_TASK, "Tango")
    assert TaskState.objects.filter(workflow_state__object_id=str(page.pk)).count() == 2


@pytest.mark.parametrize("button", [press_button, press_wagtails_button])
def test_last_stage_publishes_once(tree, cast, button):
    page = make_submission(tree, cast)
    before = PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").count()
    options = ("approve",) if button is press_button else ()

    messages = run_at_once(page, *(button(page, user, *options) for user in (cast.editor, cast.other_editor)))

    assert count_quicker(messages) == 1
    assert get_public_title(page) == "Tango für alle"
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").count() == before + 1


def test_approval_and_wish_for_changes_are_not_both_heard(tree, cast):
    page = make_submission(tree, cast)

    messages = run_at_once(
        page, press_button(page, cast.editor, "approve"), press_button(page, cast.other_editor, "reject")
    )

    approved = not messages[0].startswith(QUICKER)
    assert count_quicker(messages) == 1
    assert get_public_title(page) == ("Tango für alle" if approved else "Tango")
    assert (reload(page).current_workflow_state is None) is approved

"""Two reviewers of the same submission at the same time. On PostgreSQL only: SQLite has one writer."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from wagtail.models import Page, PageLogEntry, TaskState

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

SECONDS = 30
QUICKER = "Da war jemand schneller"

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def cast(tree):
    assert connection.vendor == "postgresql"
    return make_cast()


def run_at_once(page, *actions) -> list:
    """Results of all, each on a connection of its own; all wait for the page before the first goes on."""
    with ThreadPoolExecutor(len(actions)) as threads:
        with transaction.atomic():
            Page.objects.select_for_update().get(pk=page.pk)
            running = [threads.submit(_run_and_hang_up, action) for action in actions]
            _wait_until_blocked(len(actions))
        return [thread.result(SECONDS) for thread in running]


def _run_and_hang_up(action):
    try:
        return action()
    finally:
        connection.close()


def _wait_until_blocked(count: int):
    deadline = time.monotonic() + SECONDS
    while _count_blocked() < count:
        assert time.monotonic() < deadline, f"{_count_blocked()} of {count} wait for the page"
        time.sleep(0.05)


def _count_blocked() -> int:
    with connection.cursor() as cursor:
        # not pg_stat_activity: within a transaction that stays as it was first seen
        cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


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

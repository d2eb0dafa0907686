"""Editors and whoever leads the offering hear of urgent changes."""

import pytest
from django.core import mail

from catalogue.models import Notice
from tests.catalogue.urgent import change, get_url, make_course
from tests.people import make_cast, open_door


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def course(tree, cast):
    return make_course(tree, cast)


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """What happens after the answer: tests never commit by themselves."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def list_recipients():
    return sorted(address for message in mail.outbox for address in message.to)


def test_a_change_by_the_office_reaches_the_lecturer_and_the_other_editors(cast, course, commit):
    with commit():
        change(open_door(cast.editor), course, "cancel_meeting", note="Krank.")

    assert list_recipients() == ["anna@example.org", "emil@example.org"]
    message = mail.outbox[0]
    assert message.subject == "Sofort geändert: Tango"
    assert ("fällt aus" in message.body, "Hinweis: „Krank.“" in message.body) == (True, True)
    assert f"http://127.0.0.1:8000{get_url(course, 'urgent')}" in message.body
    assert [kind for _content, kind in message.alternatives] == ["text/html"]


def test_a_change_by_one_lecturer_reaches_editors_and_the_other_lecturer(cast, course, commit):
    course.lecturers.add(cast.bert)
    course.save()
    cast.other_editor.is_active = False
    cast.other_editor.save()

    with commit():
        change(open_door(cast.lecturer_owner), course, "cancel_meeting")

    assert list_recipients() == ["bert@example.org", "elif@example.org"]
    assert Notice.objects.filter(sent_at=None).count() == 0


def test_lecturer_named_only_in_a_draft_is_not_told(cast, course, commit):
    draft = course.get_latest_revision_as_object()
    draft.lecturers.set([cast.bert])
    draft.save_revision(user=cast.editor)

    with commit():
        change(open_door(cast.editor), course, "cancel_meeting")

    assert list_recipients() == ["anna@example.org", "emil@example.org"]


def test_editor_who_leads_the_offering_is_told_once(cast, course, commit):
    cast.bert.user = cast.other_editor
    cast.bert.save()
    course.lecturers.add(cast.bert)
    course.save()

    with commit():
        change(open_door(cast.lecturer_owner), course, "cancel_meeting")

    assert list_recipients() == ["elif@example.org", "emil@example.org"]


def test_refused_change_tells_nobody(cast, course, commit):
    with commit():
        change(open_door(cast.editor), course, "places", seats_taken="99")

    assert (list_recipients(), Notice.objects.count()) == ([], 0)

"""Editors hear of urgent changes; a mail that fails is sent again."""

import logging
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from catalogue.models import UrgentChange
from tests.catalogue.urgent import change, get_url, make_course
from tests.people import make_cast, open_door

BROKEN = "django.core.mail.backends.smtp.EmailBackend"


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


def resend():
    call_command("send_urgent_notices", older_than=0, stdout=StringIO())


def test_editors_are_told_each_alone_and_without_the_one_who_did_it(cast, course, commit):
    with commit():
        change(open_door(cast.editor), course, "cancel_meeting", note="Krank.")

    assert [message.to for message in mail.outbox] == [["emil@example.org"]]
    message = mail.outbox[0]
    assert message.subject == "Sofort geändert: Tango"
    assert ("fällt aus" in message.body, "Hinweis: „Krank.“" in message.body) == (True, True)
    assert get_url(course, "urgent") in message.body


def test_all_editors_are_told_of_a_lecturers_change(cast, course, commit):
    cast.other_editor.is_active = False
    cast.other_editor.save()

    with commit():
        change(open_door(cast.lecturer_owner), course, "cancel_meeting")

    assert [message.to for message in mail.outbox] == [["elif@example.org"]]
    assert UrgentChange.objects.get().notified_at is not None


def test_failure_of_the_mail_server_loses_nothing(cast, course, commit, settings, caplog):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = BROKEN, "127.0.0.1", 1
    with caplog.at_level(logging.CRITICAL), commit():
        response = change(open_door(cast.lecturer_owner), course, "cancel_meeting")
    untold = UrgentChange.objects.get().notified_at
    with pytest.raises(CommandError, match="tried again"):
        resend()

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    resend()
    resend()

    assert (response.status_code, untold) == (302, None)
    assert sorted(message.to[0] for message in mail.outbox) == ["elif@example.org", "emil@example.org"]

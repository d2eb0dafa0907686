"""Mails to the team: stored first, sent afterwards, again until the mail server took them."""

import logging
from datetime import timedelta
from io import StringIO
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from catalogue.choices import NoticeKind
from catalogue.domain.notices import delete_old_notices, find_unsent, send_notice, write_notices
from catalogue.factories import UserFactory
from catalogue.models import Notice
from cms.mailing import Letter, Line, Section

pytestmark = pytest.mark.django_db

NOWHERE = "django.core.mail.backends.smtp.EmailBackend"
HERE = "django.core.mail.backends.locmem.EmailBackend"
LETTER = Letter(
    subject="Bitte prüfen: Tango",
    intro="Karin hat „Tango“ eingereicht.",
    todo="Bitte prüfen Sie:",
    button="Prüfen",
    url="https://example.org/admin/pages/7/edit/",
)


class RefusingBackend(EmailBackend):
    """Takes mail to everybody but Berta."""

    def send_messages(self, messages):
        if messages[0].to == ["berta@example.org"]:
            raise SMTPRecipientsRefused({"berta@example.org": (550, b"berta@example.org unknown")})
        return super().send_messages(messages)


class ForgetfulBackend(EmailBackend):
    """Mails, and then the worker dies."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise SystemExit


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def write(*people, key="event:1", letter=LETTER, kind=NoticeKind.REVIEW):
    return write_notices(kind=kind, key=key, user_ids=[person.pk for person in people], letter=letter)


def resend(older_than=0):
    call_command("send_notices", older_than=older_than, stdout=StringIO())


def list_recipients():
    return sorted(address for message in mail.outbox for address in message.to)


def test_notices_leave_after_the_commit_each_alone(commit):
    with commit():
        write(UserFactory(email="anna@example.org"), UserFactory(email="berta@example.org"))
        before = len(mail.outbox)

    assert (before, [message.to for message in mail.outbox]) == (0, [["anna@example.org"], ["berta@example.org"]])
    assert Notice.objects.filter(sent_at=None).count() == 0


def test_nobody_is_told_of_the_same_event_twice(commit):
    anna, berta = UserFactory(email="anna@example.org"), UserFactory(email="berta@example.org")
    with commit():
        first = write(anna)
    with commit():
        second = write(anna, anna, berta)
    resend()

    assert list_recipients() == ["anna@example.org", "berta@example.org"]
    assert (len(first), len(second)) == (1, 1)


def test_a_mail_server_that_is_away_loses_nothing(commit, settings, caplog):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = NOWHERE, "127.0.0.1", 1
    with caplog.at_level(logging.CRITICAL), commit():
        write(UserFactory(email="anna@example.org"))
    with pytest.raises(CommandError, match="tried again"):
        resend()

    settings.EMAIL_BACKEND = HERE
    resend()
    resend()

    assert list_recipients() == ["anna@example.org"]


def test_one_refused_address_keeps_nobody_else_waiting_and_is_not_logged(commit, settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    with caplog.at_level(logging.DEBUG), commit():
        [refused, _sent] = write(UserFactory(email="berta@example.org"), UserFactory(email="carla@example.org"))
    with pytest.raises(CommandError) as failure:
        resend()

    assert list_recipients() == ["carla@example.org"]
    assert list(find_unsent().values_list("pk", flat=True)) == [refused]
    assert "example.org" not in caplog.text + str(failure.value)
    assert f"{refused}: SMTPRecipientsRefused" in str(failure.value)


def test_a_worker_that_dies_after_sending_sends_once_more_when_its_claim_is_over(settings):
    """At least once: whether the mail server took the mail is known only to the dead worker."""
    write(UserFactory(email="anna@example.org"))
    notice = Notice.objects.get()
    send_notice(notice=notice)
    # it died before it could note that
    Notice.objects.update(sent_at=None)
    resend()
    in_between = len(mail.outbox)

    Notice.objects.update(claimed_at=timezone.now() - timedelta(minutes=11))
    resend()
    resend()

    assert (in_between, len(mail.outbox)) == (1, 2)


def test_a_worker_that_is_stopped_while_sending_lets_go(settings):
    write(UserFactory())
    settings.EMAIL_BACKEND = f"{__name__}.ForgetfulBackend"
    with pytest.raises(SystemExit):
        resend()

    assert list(find_unsent().values_list("claimed_at", flat=True)) == [None]


def test_two_workers_at_the_same_notice_send_it_once():
    write(UserFactory())
    mine, yours = Notice.objects.get(), Notice.objects.get()

    answers = [send_notice(notice=mine), send_notice(notice=yours)]

    assert (answers, len(mail.outbox)) == ([True, False], 1)


def test_what_is_being_sent_by_one_is_left_alone_by_others():
    write(UserFactory())
    Notice.objects.update(claimed_at=timezone.now())

    resend()

    assert mail.outbox == []


def test_fresh_notices_are_left_to_their_first_sending():
    write(UserFactory())

    resend(older_than=5)

    assert mail.outbox == []


def test_no_mail_to_people_without_access_or_address(commit):
    gone = UserFactory(email="gone@example.org")
    write(UserFactory(is_active=False), UserFactory(email=""), gone)
    gone.is_active = False
    gone.save()

    resend()

    assert (list_recipients(), Notice.objects.count()) == ([], 1)


@pytest.mark.parametrize(
    ("kind", "switch"),
    [
        (NoticeKind.REVIEW, "submitted_notifications"),
        (NoticeKind.REMINDER, "submitted_notifications"),
        (NoticeKind.APPROVED, "approved_notifications"),
        (NoticeKind.REJECTED, "rejected_notifications"),
        (NoticeKind.CANCELLED, "rejected_notifications"),
    ],
)
def test_switches_in_the_account_are_kept(kind, switch):
    from wagtail.users.models import UserProfile

    quiet, loud = UserFactory(), UserFactory(email="loud@example.org")
    profile = UserProfile.get_for_user(quiet)
    setattr(profile, switch, False)
    profile.save()
    UserProfile.get_for_user(loud)

    write(quiet, loud, kind=kind)
    resend()

    assert list_recipients() == ["loud@example.org"]


def test_words_of_others_stay_words():
    letter = Letter(
        subject="Bitte prüfen: <b>Tango</b>\r\nBcc: alle@example.org",
        intro="<script>alert(1)</script> hat eingereicht.",
        quote="<img src=x>\nzweite Zeile",
        sections=(Section((Line("<i>Termin</i>", "https://example.org/?a=1&b=2"),), heading="<u>Was</u>"),),
        todo="Bitte <prüfen> Sie:",
        button="<Prüfen>",
        url="https://example.org/?a=1&b=2",
        footer="<footer>",
    )
    write(UserFactory(email="anna@example.org"), letter=letter)
    resend()

    [message] = mail.outbox
    html = message.alternatives[0][0]
    words = ("<b>Tango", "<script>", "<img", "<i>", "<u>", "<prüfen>", "<Prüfen>", "<footer><")
    assert [word for word in words if word in html] == []
    assert ("Bcc" in dict(message.message().items()), message.recipients()) == (False, ["anna@example.org"])
    assert message.body == (
        "Guten Tag,\n\n<script>alert(1)</script> hat eingereicht.\n\n> <img src=x>\n> zweite Zeile\n\n"
        "<u>Was</u>:\n- <i>Termin</i>\n  https://example.org/?a=1&b=2\n\n"
        "Bitte <prüfen> Sie:\nhttps://example.org/?a=1&b=2\n\n-- \n<footer>\n"
    )


def test_writing_costs_the_same_for_one_and_for_thirty_people(django_assert_num_queries):
    for count in (1, 30):
        people = [UserFactory() for _number in range(count)]
        with django_assert_num_queries(4):
            write(*people, key=f"event:{count}")


def test_old_notices_are_deleted():
    write(UserFactory(), UserFactory())
    old, kept = Notice.objects.all()
    Notice.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=91))

    assert (delete_old_notices(), list(Notice.objects.all())) == (1, [kept])

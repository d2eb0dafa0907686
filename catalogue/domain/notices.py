"""Mails to the team: written with what they tell of, sent after the commit, and again until the mail server took them.

A worker that dies between sending and noting that leaves the notice to be sent once more: at least once, never lost.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name

from catalogue.choices import NoticeKind
from catalogue.models import Notice, Offering
from cms.mailing import Letter, build_mail, render_html, render_text

#: younger ones may still be on their way
RETRY_AFTER_MINUTES = 5
#: whoever claimed a notice and said nothing for so long has died
CLAIM_TIME = timedelta(minutes=10)
KEPT_DAYS = 90
SUBJECT_LENGTH = Notice._meta.get_field("subject").max_length

#: which switch in a person's account, under "Benachrichtigungen", turns a kind of mail off
SWITCHES = {
    NoticeKind.REVIEW: "submitted_notifications",
    NoticeKind.REMINDER: "submitted_notifications",
    NoticeKind.APPROVED: "approved_notifications",
    NoticeKind.REJECTED: "rejected_notifications",
    NoticeKind.CANCELLED: "rejected_notifications",
}


def find_readers(*, kind: NoticeKind, user_ids: Iterable[int]):
    """Those of these people who get mails of this kind: active, with an address, and not switched off."""
    readers = get_user_model().objects.filter(pk__in=user_ids, is_active=True).exclude(email="")
    switch = SWITCHES.get(kind)
    # without a profile everything is on
    return readers.exclude(**{f"wagtail_userprofile__{switch}": False}) if switch else readers


def find_lecturer_user_ids(*, offering_id: int) -> set[int]:
    """Accounts of the people who lead the offering, by committed rows: what a draft names is only a wish."""
    rows = Offering.lecturers.through.objects.filter(offering_id=offering_id, lecturer__is_active=True)
    return set(rows.exclude(lecturer__user=None).values_list("lecturer__user_id", flat=True))


def get_person_name(user) -> str:
    return get_user_display_name(user) if user else _("Jemand")


def write_notices(
    *, kind: NoticeKind, key: str, user_ids: Iterable[int], letter: Letter, task_state_ids: Iterable[int] = ()
) -> list[int]:
    """Store one mail for each reader who has none under this key, to be sent after the commit.

    Called with German active: mails are read by all, whatever language the person works in who caused them.
    """
    readers = find_readers(kind=kind, user_ids=user_ids)
    told = set(Notice.objects.filter(key=key).values_list("recipient_id", flat=True))
    notices = [
        Notice(
            kind=kind,
            key=key,
            recipient=reader,
            task_state_ids=list(task_state_ids),
            subject=letter.subject_line[:SUBJECT_LENGTH],
            text=render_text(letter),
            html=render_html(letter),
        )
        for reader in readers.exclude(pk__in=told).order_by("pk")
    ]
    # somebody may write the same at the same time
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    written = list(
        Notice.objects.filter(key=key, recipient__in=[notice.recipient_id for notice in notices]).values_list(
            "pk", flat=True
        )
    )
    _send_after_commit(written)
    return written


def send_notice(*, notice: Notice) -> bool:
    """Mail it and note that; False if somebody else is at it. A failure leaves it to be sent again."""
    if not _claim(notice):
        return False
    try:
        build_mail(subject=notice.subject, text=notice.text, html=notice.html, to=notice.recipient.email).send()
    except BaseException:
        Notice.objects.filter(pk=notice.pk).update(claimed_at=None)
        raise
    Notice.objects.filter(pk=notice.pk).update(sent_at=timezone.now())
    return True


def find_unsent(*, older_than_minutes: int = 0):
    """Notices that wait, but none to people who may no longer enter or whose address is gone."""
    before = timezone.now() - timedelta(minutes=older_than_minutes)
    return (
        Notice.objects.filter(sent_at=None, created_at__lte=before, recipient__is_active=True)
        .exclude(recipient__email="")
        .select_related("recipient")
    )


def delete_old_notices() -> int:
    """They hold names and comments, and after this time nobody asks whether a mail went out."""
    old = Notice.objects.filter(created_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
    return old.delete()[0]


def _claim(notice: Notice) -> bool:
    now = timezone.now()
    is_free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_TIME)
    return bool(Notice.objects.filter(is_free, pk=notice.pk, sent_at=None).update(claimed_at=now))


def _send_after_commit(notice_ids: list[int]) -> None:
    from catalogue.tasks import send_notice as send_notice_task

    def enqueue():
        for notice_id in notice_ids:
            send_notice_task.enqueue(notice_id)

    # a failure there never reaches whoever caused the mail: the row is stored
    transaction.on_commit(enqueue, robust=True)

"""Somebody stops teaching: the offerings go to somebody else, the profile goes off the website, the access ends."""

from django.db import transaction
from wagtail.log_actions import log

from catalogue.choices import ReplaceKind
from catalogue.domain.replacing import Replacement, find_occurrences, replace_everywhere
from catalogue.permissions import has_lecturers_account

LOG_LEFT = "catalogue.leave"
LOG_RETURNED = "catalogue.return"


def list_handover(*, lecturer, user):
    """What the successor gets: offerings not over yet, public ones and drafts."""
    return find_occurrences(kind=ReplaceKind.LECTURER, old=lecturer, user=user)


def keeps_account(lecturer) -> bool:
    """Whether the account serves more than teaching, such as an editor's, and so stays open."""
    return lecturer.user is not None and not has_lecturers_account(lecturer.user)


@transaction.atomic
def let_go(*, lecturer, successor, by) -> list[int]:
    """Hand everything over to ``successor`` (None: to nobody) and end the access; the offerings that changed."""
    replacement = Replacement(ReplaceKind.LECTURER, lecturer, successor)
    pks = [row.pk for row in list_handover(lecturer=lecturer, user=by)]
    changed = replace_everywhere(replacement=replacement, pks=pks, user=by)
    lecturer.is_active = False
    lecturer.save()
    if lecturer.user is not None and not keeps_account(lecturer):
        lecturer.user.is_active = False
        # all sessions end, and none comes back with the person
        lecturer.user.set_unusable_password()
        lecturer.user.save(update_fields=["is_active", "password"])
    log(instance=lecturer, action=LOG_LEFT, user=by)
    return changed


@transaction.atomic
def take_back(*, lecturer, by) -> None:
    """The profile and the account come back; a new invitation sets a new password."""
    lecturer.is_active = True
    lecturer.save()
    if lecturer.user is not None and not lecturer.user.is_active and not keeps_account(lecturer):
        lecturer.user.is_active = True
        lecturer.user.save(update_fields=["is_active"])
    log(instance=lecturer, action=LOG_RETURNED, user=by)

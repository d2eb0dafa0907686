"""What waits for a reviewer, and one decision on exactly what they read."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import PageLogEntry, TaskState, WorkflowState, get_default_page_content_type

from catalogue.choices import ReviewDecision
from catalogue.domain.concurrency import LOADED_AT, LOADED_ID, find_newer_revision, lock_page
from catalogue.domain.urgent import OutdatedError, RefusedError
from catalogue.models import Offering, ReviewMark
from catalogue.models.workflow import SUBMISSIONS


class NotWaitingError(RefusedError):
    """Somebody else was quicker, or the submission was taken back."""


@dataclass(frozen=True)
class Review:
    """A submission that waits for this person; the last three say which one exactly, for ``decide``."""

    page_id: int
    title: str
    subject: str
    submitted_by: str
    since: datetime
    is_live: bool
    is_marked: bool
    task_state_id: int
    revision_id: int
    revision_created_at: datetime


def list_reviews(user) -> list[Review]:
    """All offerings this person may decide on now, the longest waiting first, in a constant number of queries."""
    states = TaskState.objects.reviewable_by(user).filter(
        workflow_state__base_content_type=get_default_page_content_type()
    )
    states = list(states.select_related("workflow_state__requested_by").order_by("started_at", "pk"))
    offerings = _fetch_offerings(states)
    resubmissions = _find_submissions(user, offerings)
    marks = {mark.task_state_id: mark for mark in ReviewMark.objects.filter(user=user, task_state__in=states)}
    reviews = []
    for state in states:
        offering = offerings.get(int(state.workflow_state.object_id))
        if offering is None or _is_own(state.workflow_state, offering, resubmissions):
            continue
        reviews.append(_build_review(state, offering, marks.get(state.pk)))
    return reviews


def find_neighbours(reviews: list[Review], page_id: int) -> tuple[Review | None, Review | None]:
    """The one before and the one after in the queue."""
    place = next((number for number, review in enumerate(reviews) if review.page_id == page_id), None)
    if place is None:
        return None, next(iter(reviews), None)
    before = reviews[place - 1] if place else None
    return before, next(iter(reviews[place + 1 :]), None)


def find_next(reviews: list[Review], page_id: int) -> Review | None:
    """Where to go on after this one: the next in the queue, after the last one the first that is left."""
    after = find_neighbours(reviews, page_id)[1]
    return after or next((review for review in reviews if review.page_id != page_id), None)


def find_approved_values(offering) -> dict | None:
    """What the submission is compared with: the public version, else what was approved last, else nothing."""
    from catalogue.domain.comparison import read_live_values

    if offering.live:
        return read_live_values(offering)
    approved = TaskState.objects.filter(
        workflow_state__in=offering.workflow_states.filter(status=WorkflowState.STATUS_APPROVED),
        status=TaskState.STATUS_APPROVED,
    )
    last = approved.exclude(revision=None).select_related("revision").order_by("-finished_at", "-pk").first()
    return last.revision.content if last else None


def find_last_wish(offering) -> TaskState | None:
    """What a reviewer asked for in the review going on, if the submission came back after that."""
    state = offering.current_workflow_state
    rejected = TaskState.objects.filter(workflow_state=state, status=TaskState.STATUS_REJECTED)
    return rejected.select_related("finished_by").order_by("-finished_at", "-pk").first()


def may_decide(*, offering, user) -> bool:
    task = offering.current_workflow_task
    return task is not None and any(name == ReviewDecision.APPROVE for name, *_rest in task.get_actions(offering, user))


@transaction.atomic
def decide(*, page_id: int, user, decision: ReviewDecision, posted: dict, comment: str = "") -> str:
    """Approve or ask for changes; returns what happened, for the person who decided.

    ``posted`` names what they read. NotWaitingError if it is decided already, OutdatedError if it is not the same any
    more: then nothing happens.
    """
    _offering, state = _open_review(page_id=page_id, user=user, posted=posted)
    comment = comment.strip()
    if decision == ReviewDecision.REQUEST_CHANGES and not comment:
        raise RefusedError(_("Bitte schreiben Sie, was sich ändern soll."))
    state.task.specific.on_action(state, user, decision.value, comment=comment)
    ReviewMark.objects.filter(task_state=state).delete()
    return describe_outcome(Offering.objects.get(pk=page_id))


@transaction.atomic
def mark_reviewed(*, page_id: int, user, posted: dict) -> None:
    """Remember that this person found nothing to object to, for ``approve_marked``."""
    offering, state = _open_review(page_id=page_id, user=user, posted=posted)
    revision = offering.latest_revision
    read = {"revision": revision, "revision_created_at": revision.created_at}
    ReviewMark.objects.update_or_create(task_state=state, user=user, defaults=read)


def unmark(*, page_id: int, user) -> None:
    ReviewMark.objects.filter(user=user, task_state__workflow_state__object_id=str(page_id)).delete()


def approve_marked(*, user, page_ids) -> tuple[list[str], list[str]]:
    """(what was approved, why others were not) of those this person marked as reviewed and nobody changed since.

    Each is a decision of its own: one that cannot be made does not keep the others back.
    """
    done, refused = [], []
    marks = ReviewMark.objects.filter(user=user, task_state__status=TaskState.STATUS_IN_PROGRESS)
    marks = marks.select_related("task_state__workflow_state")
    by_page = {int(mark.task_state.workflow_state.object_id): mark for mark in marks}
    for page_id in page_ids:
        mark = by_page.get(page_id)
        if mark is None:
            continue
        posted = {
            "task_state": str(mark.task_state_id),
            LOADED_ID: str(mark.revision_id),
            LOADED_AT: mark.revision_created_at.isoformat(),
        }
        try:
            done.append(decide(page_id=page_id, user=user, decision=ReviewDecision.APPROVE, posted=posted))
        except RefusedError as error:
            refused.append(str(error))
    return done, refused


def describe_outcome(offering) -> str:
    words = {"title": offering.draft_title}
    state = offering.workflow_states.order_by("-created_at", "-pk").first()
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return _("Sie haben bei „%(title)s“ um Änderungen gebeten.") % words
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        return _("„%(title)s“ ist freigegeben. Als Nächstes prüft die Redaktion.") % words
    scheduled = offering.scheduled_revision
    if scheduled is not None and scheduled.approved_go_live_at > timezone.now():
        words["when"] = date_format(timezone.localtime(scheduled.approved_go_live_at), "DATETIME_FORMAT")
        return _("„%(title)s“ ist freigegeben und wird am %(when)s Uhr öffentlich.") % words
    return _("„%(title)s“ ist freigegeben und jetzt öffentlich.") % words


def _open_review(*, page_id: int, user, posted: dict):
    """The offering and its task state, locked, if they are what this person read."""
    page = lock_page(page_id)
    offering = page.specific if page is not None else None
    state = offering.current_workflow_task_state if offering is not None else None
    if state is None or str(state.pk) != posted.get("task_state"):
        raise NotWaitingError(_describe_gone(page_id=page_id, task_state_id=posted.get("task_state", ""), page=page))
    if not may_decide(offering=offering, user=user):
        raise PermissionDenied
    if not posted.get(LOADED_ID) or find_newer_revision(page=offering, posted=posted) is not None:
        raise OutdatedError(
            _("„%(title)s“ wurde geändert, während Sie gelesen haben. Es ist nichts entschieden. So sieht es aus:")
            % {"title": offering.draft_title}
        )
    return offering, state


def _describe_gone(*, page_id: int, task_state_id: str, page) -> str:
    states = TaskState.objects.filter(workflow_state__object_id=str(page_id)).select_related("finished_by")
    state = states.filter(pk=task_state_id).first() if task_state_id.isdigit() else None
    words = {"title": page.draft_title if page is not None else ""}
    sentences = {
        TaskState.STATUS_APPROVED: _("Da war jemand schneller: %(who)s hat „%(title)s“ schon freigegeben."),
        TaskState.STATUS_REJECTED: _(
            "Da war jemand schneller: %(who)s hat bei „%(title)s“ schon um Änderungen gebeten."
        ),
    }
    if state is None or state.finished_by is None or state.status not in sentences:
        return _("„%(title)s“ wartet nicht mehr auf Ihre Prüfung. Es ist nichts entschieden.") % words
    return sentences[state.status] % {**words, "who": get_user_display_name(state.finished_by)}


def _fetch_offerings(states) -> dict[int, Offering]:
    offerings = Offering.objects.filter(pk__in=[int(state.workflow_state.object_id) for state in states])
    rows = offerings.select_related("subject__parent").defer("body", "easy_language")
    return {row.pk: row for row in rows.annotate(revision_created_at=F("latest_revision__created_at"))}


def _find_submissions(user, page_ids) -> list[tuple[int, datetime]]:
    entries = PageLogEntry.objects.filter(user_id=user.pk, action__in=SUBMISSIONS, page_id__in=list(page_ids))
    return list(entries.values_list("page_id", "timestamp"))


def _is_own(workflow_state, offering, submissions) -> bool:
    """Submitted again by this person after a rejection; first submissions are left out already."""
    return any(page_id == offering.pk and moment >= workflow_state.created_at for page_id, moment in submissions)


def _build_review(state, offering, mark: ReviewMark | None) -> Review:
    read = (mark.revision_id, mark.revision_created_at) if mark else None
    return Review(
        page_id=offering.pk,
        title=offering.draft_title or offering.title,
        subject=str(offering.subject or ""),
        submitted_by=get_user_display_name(state.workflow_state.requested_by),
        since=state.started_at,
        is_live=offering.live,
        is_marked=read == (offering.latest_revision_id, offering.revision_created_at),
        task_state_id=state.pk,
        revision_id=offering.latest_revision_id,
        revision_created_at=offering.revision_created_at,
    )

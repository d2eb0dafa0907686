"""What waits for somebody's approval, the oldest first, as the editors' desk shows it."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from wagtail.admin.utils import get_user_display_name

from catalogue.domain.reviewers import WaitingReview, find_waiting_reviews, get_review_url


@dataclass(frozen=True)
class QueueRow:
    title: str
    code: str
    subject: str
    #: the stage it is in
    stage: str
    submitted_by: str
    #: waiting in this stage since
    since: date
    days: int
    url: str


def list_queue(*, subject=None) -> list[QueueRow]:
    """All offerings in review, in a constant number of queries; a main subject stands for those below it, too."""
    reviews = find_waiting_reviews()
    return [_build_row(review) for review in reviews if subject is None or _is_about(review.offering, subject)]


def _is_about(offering, subject) -> bool:
    own = offering.subject
    return own is not None and subject.pk in (own.pk, own.parent_id)


def _build_row(review: WaitingReview) -> QueueRow:
    offering = review.offering
    return QueueRow(
        title=offering.draft_title or offering.title,
        code=offering.code,
        subject=str(offering.subject or ""),
        stage=review.task.name,
        submitted_by=get_user_display_name(review.submitter) if review.submitter else "",
        since=review.since,
        days=review.count_days(timezone.localdate()),
        url=get_review_url(offering),
    )

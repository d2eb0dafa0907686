"""What waits for somebody's approval, the oldest first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from wagtail.admin.utils import get_user_display_name
from wagtail.models import WorkflowState, get_default_page_content_type

from catalogue.domain.reviewers import get_review_url


@dataclass(frozen=True)
class QueueRow:
    pk: int
    title: str
    code: str
    subject: str
    #: the stage it is in
    stage: str
    submitted_by: str
    #: waiting in this stage since
    since: datetime
    url: str

    @property
    def days(self) -> int:
        return (timezone.localdate() - timezone.localdate(self.since)).days


def list_queue(*, subject=None) -> list[QueueRow]:
    """All offerings in review, in a constant number of queries."""
    from catalogue.models import Offering

    states = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS,
        base_content_type=get_default_page_content_type(),
        current_task_state__isnull=False,
    ).select_related("current_task_state__task", "requested_by__wagtail_userprofile")
    by_page = {int(state.object_id): state for state in states}
    offerings = Offering.objects.filter(pk__in=by_page).select_related("subject__parent").defer("body", "easy_language")
    if subject is not None:
        offerings = offerings.filter(Q(subject=subject) | Q(subject__parent=subject))
    rows = [_build_row(offering, by_page[offering.pk]) for offering in offerings]
    return sorted(rows, key=lambda row: (row.since, row.pk))


def _build_row(offering, state: WorkflowState) -> QueueRow:
    return QueueRow(
        pk=offering.pk,
        title=offering.draft_title or offering.title,
        code=offering.code,
        subject=str(offering.subject or ""),
        stage=state.current_task_state.task.name,
        submitted_by=get_user_display_name(state.requested_by) if state.requested_by else "",
        since=state.current_task_state.started_at,
        url=get_review_url(offering),
    )

"""Reviews going on: what they are about, who is asked and where they are decided."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Task, TaskState, WorkflowState, get_default_page_content_type

from catalogue.models import EditorApprovalTask, Offering, SubjectApprovalTask
from catalogue.roles import EDITORS

#: the stages we know the reviewers of; administrators may add others of Wagtail's
KNOWN_STAGES = (SubjectApprovalTask, EditorApprovalTask)


def get_review_url(page) -> str:
    """Where a reviewer looks at what was submitted and decides; the one place that knows it."""
    return reverse("catalogue_review", args=[page.pk])


def find_reviewed_offering(workflow_state) -> Offering | None:
    if workflow_state.base_content_type_id != get_default_page_content_type().pk:
        return None
    return Offering.objects.filter(pk=workflow_state.object_id).select_related("subject__parent").first()


def find_asked_user_ids(*, task, page) -> set[int]:
    """Who can act on this stage: its reviewers, and the editors where none of them is there."""
    asked = set(task.get_reviewers(page).values_list("pk", flat=True))
    if isinstance(task, SubjectApprovalTask) and not task.is_staffed(page):
        editors = get_user_model().objects.filter(groups__name=EDITORS, is_active=True)
        asked |= {user.pk for user in editors if task.may_review(page, user)}
    return asked


def get_queue_url() -> str:
    """Where a reviewer finds all that waits."""
    return reverse("catalogue_reviews")


@dataclass(frozen=True)
class WaitingReview:
    """A stage that waits for a decision."""

    task_state_id: int
    task: Task
    offering: Offering
    submitter: object | None
    since: date

    def count_days(self, today: date) -> int:
        return (today - self.since).days


def find_waiting_reviews() -> list[WaitingReview]:
    """Offerings in review with the stage they are at, the longest waiting first, in a constant number of queries."""
    states = (
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
            workflow_state__base_content_type=get_default_page_content_type(),
        )
        .select_related("workflow_state__requested_by__wagtail_userprofile")
        .order_by("started_at", "pk")
    )
    tasks = {task.pk: task for task in Task.objects.filter(task_states__in=states).distinct().specific()}
    offerings = Offering.objects.select_related("subject__parent").in_bulk(
        [int(state.workflow_state.object_id) for state in states]
    )
    return [
        WaitingReview(
            task_state_id=state.pk,
            task=tasks[state.task_id],
            offering=offerings[int(state.workflow_state.object_id)],
            submitter=state.workflow_state.requested_by,
            since=timezone.localdate(state.started_at),
        )
        for state in states
        if int(state.workflow_state.object_id) in offerings
    ]

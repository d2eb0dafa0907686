"""Which offerings have passed the review and may go out as they are."""

from wagtail.models import WorkflowState


def find_unreleased(offerings) -> list:
    """Those whose newest revision is neither the published one nor approved by a finished review."""
    pages = offerings.select_related("latest_revision").prefetch_workflow_states()
    return [page for page in pages if not is_released(page)]


def is_released(page) -> bool:
    if page.current_workflow_state is not None:
        return False
    if page.latest_revision_id is not None and page.latest_revision_id == page.live_revision_id:
        return True
    last = page.workflow_states.order_by("-created_at", "-pk").select_related("current_task_state").first()
    if last is None or last.status != WorkflowState.STATUS_APPROVED or last.current_task_state is None:
        return False
    return page.latest_revision.created_at <= last.current_task_state.finished_at

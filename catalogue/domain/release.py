"""Which offerings have passed the review and may go out as they are."""

from wagtail.models import Revision, WorkflowState

from catalogue.domain.versions import find_continued_revision_id


def find_unreleased(offerings) -> list:
    """Those whose newest revision is neither the published one nor approved by a finished review."""
    # Wagtail's prefetching of reviews finds none for a queryset of offerings
    return [page for page in offerings.select_related("latest_revision") if not is_released(page)]


def is_released(page) -> bool:
    if page.current_workflow_state is not None:
        return False
    if page.latest_revision_id is not None and page.latest_revision_id == page.live_revision_id:
        return True
    last = page.workflow_states.order_by("-created_at", "-pk").select_related("current_task_state").first()
    if last is None or last.status != WorkflowState.STATUS_APPROVED or last.current_task_state is None:
        return False
    # an urgent fact changes no text: what counts is what people wrote
    written = Revision.objects.filter(pk=find_continued_revision_id(page)).first()
    return written is not None and written.created_at <= last.current_task_state.finished_at

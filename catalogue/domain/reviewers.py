"""Reviews going on: what they are about, who is asked and where they are decided."""

from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import get_default_page_content_type

from catalogue.models import EditorApprovalTask, Offering, SubjectApprovalTask
from catalogue.roles import EDITORS

#: the stages we know the reviewers of; administrators may add others of Wagtail's
KNOWN_STAGES = (SubjectApprovalTask, EditorApprovalTask)


def get_review_url(page) -> str:
    """Where a reviewer looks at what was submitted and decides; the one place that knows it."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


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

"""Reviews of offerings tell people by our notices, which are kept until they are sent, instead of Wagtail's mails."""

from wagtail import signals
from wagtail.admin.mail import (
    GroupApprovalTaskStateSubmissionEmailNotifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
)
from wagtail.models import TaskState, WorkflowState


def stage_begins(sender, instance, user=None, **_kwargs):
    from catalogue.domain.review_mail import tell_reviewers

    tell_reviewers(task_state=instance, user=user)


def review_ends(sender, instance, user=None, **_kwargs):
    from catalogue.domain.review_mail import tell_authors

    tell_authors(workflow_state=instance, user=user)


class ExceptOfferings:
    """Wagtail tells the submitter only, at once and never again; about other pages that stays so."""

    def can_handle(self, instance, **kwargs):
        from catalogue.domain.reviewers import find_reviewed_offering

        return super().can_handle(instance, **kwargs) and find_reviewed_offering(instance) is None


class ApprovalMail(ExceptOfferings, WorkflowStateApprovalEmailNotifier):
    pass


class RejectionMail(ExceptOfferings, WorkflowStateRejectionEmailNotifier):
    pass


class SubmissionMail(GroupApprovalTaskStateSubmissionEmailNotifier):
    def can_handle(self, instance, **kwargs):
        from catalogue.domain.reviewers import KNOWN_STAGES, find_reviewed_offering

        if not super().can_handle(instance, **kwargs):
            return False
        is_known = isinstance(instance.task.specific, KNOWN_STAGES)
        return not (is_known and find_reviewed_offering(instance.workflow_state) is not None)


#: under the names of Wagtail's own receivers (wagtail/admin/signal_handlers.py), so that ours stand in their place
_REPLACED = (
    (signals.task_submitted, TaskState, "group_approval_task_submitted_email_notification", SubmissionMail()),
    (signals.workflow_approved, WorkflowState, "workflow_state_approved_email_notification", ApprovalMail()),
    (signals.workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification", RejectionMail()),
)


def connect() -> None:
    for signal, sender, name, receiver in _REPLACED:
        # before or after Wagtail's own, whose name is then gone or taken
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(receiver, sender=sender, dispatch_uid=name)
    signals.task_submitted.connect(stage_begins, dispatch_uid="catalogue_stage_begins")
    for name in ("approved", "rejected", "cancelled"):
        getattr(signals, f"workflow_{name}").connect(review_ends, dispatch_uid=f"catalogue_review_{name}")

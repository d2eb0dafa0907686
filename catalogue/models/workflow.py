from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Task, TaskState


class SubjectApprovalTask(Task):
    """First stage: a coordinator of the offering's subject approves, or nobody has to."""

    class Meta:
        verbose_name = _("Prüfung durch die Fachkoordination")
        verbose_name_plural = _("Prüfungen durch die Fachkoordination")

    def get_reviewers(self, page):
        subject = getattr(page.specific, "subject", None)
        return list(subject.get_coordinators()) if subject else []

    def may_review(self, page, user) -> bool:
        """Coordinators of the subject, never the person who submitted."""
        return user in self.get_reviewers(page) and not is_own_submission(page, user)

    def start(self, workflow_state, user=None):
        task_state = super().start(workflow_state, user=user)
        reviewers = self.get_reviewers(workflow_state.content_object)
        if not reviewers or user in reviewers:
            task_state.approve(user=None, update=False, comment=str(_("Keine Fachkoordination nötig.")))
        return task_state

    def user_can_access_editor(self, page, user):
        return self.may_review(page, user)

    def locked_for_user(self, page, user):
        return not self.may_review(page, user)

    def get_actions(self, page, user):
        if not self.may_review(page, user):
            return []
        return [("reject", _("Änderungen erbitten"), True), ("approve", _("Freigeben"), False)]

    def get_task_states_user_can_moderate(self, user, **kwargs):
        from .offering import Offering

        states = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task=self.task_ptr)
        subjects = Offering.objects.filter(subject__coordinators=user) | Offering.objects.filter(
            subject__parent__coordinators=user
        )
        # object_id of a revision is text
        return states.filter(
            revision__object_id__in=[str(pk) for pk in subjects.values_list("pk", flat=True)]
        )

    @classmethod
    def get_description(cls):
        return _("Die Fachkoordination des Themas prüft zuerst. Gibt es keine, geht es gleich weiter.")


def is_own_submission(page, user) -> bool:
    state = page.current_workflow_state
    return bool(state and user and state.requested_by_id == user.pk)


class EditorApprovalTask(AbstractGroupApprovalTask):
    """Last stage: somebody of the editors approves, but never what they submitted themselves."""

    class Meta:
        verbose_name = _("Prüfung durch die Redaktion")
        verbose_name_plural = _("Prüfungen durch die Redaktion")

    def get_actions(self, page, user):
        if is_own_submission(page, user):
            return []
        return super().get_actions(page, user)

    @classmethod
    def get_description(cls):
        return _("Die Redaktion gibt frei. Niemand gibt Eigenes frei.")

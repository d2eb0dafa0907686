"""The two stages of the review. Rights come from committed rows, never from a draft (``Offering.subject`` of the page
in the database, not of its newest revision): otherwise a submission could choose its own reviewers."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, PageLogEntry, Task, TaskState, get_default_page_content_type

SUBMISSIONS = ("wagtail.workflow.start", "wagtail.workflow.resume")


def is_own_submission(page, user) -> bool:
    """Whether this person submitted the page for the review going on, first or again after a rejection."""
    state = page.current_workflow_state
    if state is None or user is None:
        return False
    return (
        state.requested_by_id == user.pk
        or PageLogEntry.objects.filter(
            page_id=page.pk, user_id=user.pk, action__in=SUBMISSIONS, timestamp__gte=state.created_at
        ).exists()
    )


class ActsOnlyOnItsOwnPage:
    """Wagtail checks an action against the page in the address, but performs it on the task state in the address."""

    def on_action(self, task_state, user, action_name, **kwargs):
        page = task_state.workflow_state.content_object
        current = page.current_workflow_task_state
        available = {name for name, *_rest in self.get_actions(page, user)}
        if current is None or current.pk != task_state.pk or action_name not in available:
            raise PermissionDenied
        super().on_action(task_state, user, action_name, **kwargs)
        # where Wagtail goes next: the editor is closed again to whoever was here only to review
        return None if _has_publish_right(page, user) else reverse("wagtailadmin_home")


class SubjectApprovalTask(ActsOnlyOnItsOwnPage, Task):
    """First stage: a coordinator of the offering's subject approves, or nobody has to."""

    class Meta:
        verbose_name = _("Prüfung durch die Fachkoordination")
        verbose_name_plural = _("Prüfungen durch die Fachkoordination")

    def get_reviewers(self, page):
        from .offering import Offering

        offering = Offering.objects.filter(pk=page.pk).select_related("subject__parent").first()
        if offering is None or offering.subject is None:
            return get_user_model().objects.none()
        return offering.subject.get_coordinators()

    def may_review(self, page, user) -> bool:
        """Coordinators of the subject, never the person who submitted. If none is left, whoever may publish."""
        if not user.is_active or is_own_submission(page, user):
            return False
        reviewers = [reviewer for reviewer in self.get_reviewers(page) if not is_own_submission(page, reviewer)]
        return user.is_superuser or user in reviewers or (not reviewers and _has_publish_right(page, user))

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
        states = find_waiting_states().filter(task=self.task_ptr)
        offerings = find_offerings_to_review(user)
        # object_id of a workflow state is text
        return states.filter(workflow_state__object_id__in=[str(pk) for pk in offerings.values_list("pk", flat=True)])

    @classmethod
    def get_description(cls):
        return _("Die Fachkoordination des Themas prüft zuerst. Gibt es keine, geht es gleich weiter.")


def find_waiting_states():
    return TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__in=SubjectApprovalTask.objects.all(),
        workflow_state__base_content_type=get_default_page_content_type(),
    )


def find_offerings_to_review(user):
    """Offerings that wait for this coordinator (or, for a superuser, for any)."""
    from .offering import Offering

    waiting = find_waiting_states().exclude(workflow_state__requested_by=user)
    object_ids = waiting.values_list("workflow_state__object_id", flat=True)
    offerings = Offering.objects.filter(pk__in=[int(object_id) for object_id in object_ids])
    return offerings if user.is_superuser else offerings.coordinated_by(user)


def _has_publish_right(page, user) -> bool:
    """By role alone: the page's own tester asks the review, which asks here."""
    from wagtail.models import Page
    from wagtail.permissions import policy_registry

    return policy_registry.get_by_type(Page).user_has_permission_for_instance(user, "publish", page)


class EditorApprovalTask(ActsOnlyOnItsOwnPage, AbstractGroupApprovalTask):
    """Last stage: somebody of the editors approves, but never what they submitted themselves."""

    class Meta:
        verbose_name = _("Prüfung durch die Redaktion")
        verbose_name_plural = _("Prüfungen durch die Redaktion")

    def locked_for_user(self, page, user):
        return is_own_submission(page, user) or super().locked_for_user(page, user)

    def get_actions(self, page, user):
        if is_own_submission(page, user):
            return []
        return super().get_actions(page, user)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        return super().get_task_states_user_can_moderate(user, **kwargs).exclude(workflow_state__requested_by=user)

    @classmethod
    def get_description(cls):
        return _("Die Redaktion gibt frei. Niemand gibt Eigenes frei.")

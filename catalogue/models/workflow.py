"""The two stages of the review. Rights come from committed rows, never from a draft (``Offering.subject`` of the page
in the database, not of its newest revision): otherwise a submission could choose its own reviewers."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, PageLogEntry, Task, TaskState, get_default_page_content_type

from catalogue.domain.concurrency import lock_page
from catalogue.domain.reading import is_reading, remember
from catalogue.forms import ChangeRequestForm

SUBMISSIONS = ("wagtail.workflow.start", "wagtail.workflow.resume")


def is_own_submission(page, user) -> bool:
    """Whether this person submitted the page for the review going on, first or again after a rejection."""
    state = page.current_workflow_state
    return state is not None and user is not None and user.pk in find_submitter_ids(state)


def find_submitter_ids(state) -> set[int]:
    """Everybody who submitted during this review, first or again."""
    entries = PageLogEntry.objects.filter(
        page_id=state.object_id, action__in=SUBMISSIONS, timestamp__gte=state.created_at
    )
    return {state.requested_by_id, *entries.values_list("user_id", flat=True)} - {None}


class DecidesOnce:
    """One decision on one submission, whichever button it comes from.

    Wagtail checks an action against the page in the address, but performs it on the task state in the address, and
    two people who press at the same time would both be heard.
    """

    def on_action(self, task_state, user, action_name, comment="", **kwargs):
        comment = str(comment or "").strip()
        with transaction.atomic():
            page = lock_page(task_state.workflow_state.object_id)
            current = page.current_workflow_task_state if page is not None else None
            if current is None or current.pk != task_state.pk:
                raise PermissionDenied
            available = {name for name, *_rest in self.get_actions(page.specific, user)}
            if action_name not in available or (action_name == "reject" and not comment):
                raise PermissionDenied
            super().on_action(current, user, action_name, comment=comment)
        # where Wagtail goes next: the editor is closed again to whoever was here only to review
        return None if _has_publish_right(page, user) else reverse("wagtailadmin_home")

    def get_form_for_action(self, action):
        return ChangeRequestForm if action == "reject" else super().get_form_for_action(action)


class SubjectApprovalTask(DecidesOnce, Task):
    """First stage: a coordinator of the offering's subject approves, or nobody has to."""

    class Meta:
        verbose_name = _("Prüfung durch die Fachkoordination")
        verbose_name_plural = _("Prüfungen durch die Fachkoordination")

    def get_coordinators(self, page):
        from .offering import Offering

        offering = Offering.objects.filter(pk=page.pk).select_related("subject__parent").first()
        if offering is None or offering.subject is None:
            return get_user_model().objects.none()
        return offering.subject.get_coordinators()

    def get_reviewers(self, page):
        """Coordinators of the subject and the deputies of those who are absent, never whoever submitted."""
        from .absence import Absence

        coordinators = self.get_coordinators(page).values("pk")
        deputies = Absence.objects.on().filter(coordinator__in=coordinators).values("deputy")
        people = get_user_model().objects.filter(Q(pk__in=coordinators) | Q(pk__in=deputies), is_active=True)
        state = page.current_workflow_state
        return people.exclude(pk__in=find_submitter_ids(state)) if state else people

    def is_staffed(self, page) -> bool:
        """Whether one of them is there: an absent coordinator may still review, but nobody waits for that."""
        from .absence import Absence

        return self.get_reviewers(page).exclude(pk__in=Absence.objects.on().values("coordinator")).exists()

    def may_review(self, page, user) -> bool:
        """The reviewers. If none is there, whoever may publish; never the person who submitted."""
        if not user.is_active:
            return False
        if is_reading(user) and not user.is_superuser:
            # the explorer asks for each of its rows
            reviewable = remember(user, "reviewable", lambda: self._find_reviewable(user))
            return page.pk in reviewable and not is_own_submission(page, user)
        if is_own_submission(page, user):
            return False
        if user.is_superuser:
            return True
        return self.get_reviewers(page).filter(pk=user.pk).exists() or (
            _has_publish_right(page, user) and not self.is_staffed(page)
        )

    def _find_reviewable(self, user) -> set[int]:
        """What waits for this person, or for anybody who publishes; the answers of ``may_review`` in a few queries."""
        own = set(find_offerings_to_review(user).values_list("pk", flat=True))
        if user.has_perm("wagtailcore.publish_page"):
            own |= {page.pk for page in find_unstaffed_offerings() if _has_publish_right(page, user)}
        return own

    def is_skipped(self, page, user) -> bool:
        """Nobody is there to review, or the person who submits is a coordinator."""
        return not self.is_staffed(page) or user in self.get_coordinators(page)

    def start(self, workflow_state, user=None):
        task_state = super().start(workflow_state, user=user)
        if self.is_skipped(workflow_state.content_object, user):
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
        offerings = self._find_reviewable(user)
        # object_id of a workflow state is text
        return states.filter(workflow_state__object_id__in=[str(pk) for pk in offerings]).exclude(
            workflow_state__requested_by=user
        )

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
    """Offerings that wait for this coordinator or deputy (or, for a superuser, for any)."""
    from .offering import Offering

    pks = remember(user, "to review", lambda: list(_ask_what_to_review(user).values_list("pk", flat=True)))
    return Offering.objects.filter(pk__in=pks)


def _ask_what_to_review(user):
    from .offering import Offering

    waiting = find_waiting_states().exclude(workflow_state__requested_by=user)
    offerings = Offering.objects.filter(pk__in=_read_page_ids(waiting))
    return offerings if user.is_superuser else offerings.reviewed_by(user)


def find_unstaffed_offerings():
    """Offerings that wait for coordinators who are not there (any more); see ``SubjectApprovalTask.is_staffed``."""
    from .offering import Offering

    return Offering.objects.filter(pk__in=_read_page_ids(find_waiting_states())).unstaffed()


def _read_page_ids(states) -> list[int]:
    return [int(object_id) for object_id in states.values_list("workflow_state__object_id", flat=True)]


def _has_publish_right(page, user) -> bool:
    """By role alone: the page's own tester asks the review, which asks here."""
    from wagtail.models import Page
    from wagtail.permissions import policy_registry

    return policy_registry.get_by_type(Page).user_has_permission_for_instance(user, "publish", page)


class EditorApprovalTask(DecidesOnce, AbstractGroupApprovalTask):
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

    def get_reviewers(self, page):
        """Active members of the stage's groups, never whoever submitted."""
        people = get_user_model().objects.filter(groups__in=self.groups.all(), is_active=True).distinct()
        state = page.current_workflow_state
        return people.exclude(pk__in=find_submitter_ids(state)) if state else people

    def is_skipped(self, page, user) -> bool:
        return False

    def get_task_states_user_can_moderate(self, user, **kwargs):
        return super().get_task_states_user_can_moderate(user, **kwargs).exclude(workflow_state__requested_by=user)

    @classmethod
    def get_description(cls):
        return _("Die Redaktion gibt frei. Niemand gibt Eigenes frei.")

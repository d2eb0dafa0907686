"""Who may see and change which offering.

Lecturers may change the offerings assigned to them, coordinators see those of their subjects and change what waits
for their review, and nobody approves what they submitted. Each rule is stated once: Wagtail's tester and policy both
start from ``get_all_permissions_for_user``, so a right handed out there reaches every check Wagtail makes.
"""

from django.contrib.auth.models import Permission
from django.db.models import F, Q
from django.db.models.functions import Substr
from wagtail.models import GroupPagePermission, Page, PagePermissionTester, ReferenceIndex
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from catalogue.domain.reading import remember
from catalogue.models import Absence, Offering
from catalogue.models.workflow import find_offerings_to_review, is_own_submission
from catalogue.roles import LECTURERS


class GroupRights(PagePermissionPolicy):
    """What groups were granted on branches of the tree, as Wagtail alone would see it."""

    permission_cache_name = "_group_page_permission_cache"
    _explorable_root_instance_cache_name = "_group_explorable_root_page_cache"


class OfferingPagePolicy(PagePermissionPolicy):
    """Adds one's own pages to what groups were granted.

    Wagtail builds its querysets from one condition per permission, too many for SQLite with a hundred pages of one's
    own, so here those are one subquery.
    """

    group_rights = GroupRights("wagtailcore.Page")

    def get_all_permissions_for_user(self, user):
        granted = self.group_rights.get_cached_permissions_for_user(user)
        if _has_all_or_nothing(user):
            return granted
        own = find_own_pages(user)
        if not own:
            return granted
        change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
        return [*granted, *(GroupPagePermission(page=page, permission=change) for page in own)]

    def instances_user_has_any_permission_for(self, user, actions):
        granted = self.group_rights.instances_user_has_any_permission_for(user, actions)
        if _has_all_or_nothing(user) or "change" not in actions:
            return granted
        return self.model._default_manager.filter(
            Q(pk__in=granted.values("pk")) | Q(pk__in=find_own_pages(user).values("pk"))
        )

    def explorable_instances(self, user):
        """Wagtail shows all siblings to whoever may add a page; we show one's own, and coordinators theirs."""
        return remember(user, "explorable", lambda: self._find_explorable(user))

    def _find_explorable(self, user):
        granted = self.group_rights.explorable_instances(user)
        if _has_all_or_nothing(user):
            return granted
        changeable = self.instances_user_has_permission_for(user, "change")
        offerings = Offering.objects.filter(
            Q(pk__in=changeable.values("pk")) | Q(pk__in=Offering.objects.coordinated_by(user).values("pk"))
        )
        others = granted.exclude(pk__in=Offering.objects.values("pk"))
        return self.model._default_manager.filter(
            Q(pk__in=others.values("pk"))
            | Q(pk__in=offerings.values("pk"))
            | Q(path__in=_find_ancestor_paths(offerings))
        )


def _has_all_or_nothing(user) -> bool:
    return user.is_superuser or not user.is_active or user.is_anonymous


def find_own_pages(user):
    """What a person may change for itself, not for a group: assigned offerings and those that wait for their review."""
    return Page.objects.filter(
        Q(pk__in=Offering.objects.assigned_to(user).values("pk"))
        # Wagtail opens the editor to reviewers, but neither comparison nor history
        | Q(pk__in=find_offerings_to_review(user).values("pk"))
    )


def _find_ancestor_paths(offerings) -> set[str]:
    """The way to these pages, without the root of the tree: a handful of sections, however many pages."""
    step = Page.steplen
    parents = offerings.order_by().annotate(parent_path=Substr("path", 1, F("depth") * step - step))
    paths = parents.values_list("parent_path", flat=True).distinct()
    return {path[:end] for path in paths for end in range(2 * step, len(path) + 1, step)}


class OfferingPermissionTester(PagePermissionTester):
    """What Wagtail allows, less what would go round the review. Holds for base pages, bulk actions and the API, too."""

    def can_publish(self):
        return super().can_publish() and not self._is_held_by_review()

    def can_unpublish(self):
        # the right first: whether a page is locked takes several queries, for each row of the explorer
        return self._is_editorial() and super().can_unpublish()

    def can_delete(self, ignore_bulk=False):
        # "change" alone would let lecturers throw away drafts the office has planned with
        return self._is_editorial() and super().can_delete(ignore_bulk=ignore_bulk)

    def can_copy(self):
        return self._is_editorial() and super().can_copy()

    def _is_editorial(self):
        return self.user.is_active and (self.user.is_superuser or "publish" in self.permissions)

    def _is_held_by_review(self):
        """In review only its reviewers may publish; what one submitted oneself, only others may."""
        if is_own_submission(self.page, self.user):
            return True
        task = self.page.current_workflow_task
        return task is not None and not any(
            name == "approve" for name, *_rest in task.get_actions(self.page, self.user)
        )


class SharedFilePolicy(CollectionOwnershipPermissionPolicy):
    """Lecturers may delete what they uploaded, unless somebody else's page shows it."""

    def user_has_permission_for_instance(self, user, action, instance):
        if not super().user_has_permission_for_instance(user, action, instance):
            return False
        return action != "delete" or not is_shown_elsewhere(file=instance, user=user)


class EnquiryPolicy(ModelPermissionPolicy):
    """Enquiries come in through the website only."""

    def user_has_permission(self, user, action):
        return action != "add" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return super().user_has_any_permission(user, set(actions) - {"add"})


def is_editorial(user) -> bool:
    """Whether this person publishes; everybody else sees a small admin."""
    return user.has_perm("wagtailcore.publish_page")


def has_only_own_desk(user) -> bool:
    """Lecturers who do nothing else in the admin: they start at their own offerings."""
    return not is_editorial(user) and not coordinates_subjects(user) and not is_acting_deputy(user)


def coordinates_subjects(user) -> bool:
    return remember(user, "coordinates", user.coordinated_subjects.exists)


def is_acting_deputy(user) -> bool:
    """Whether this person reviews for somebody today."""
    return remember(user, "deputy", lambda: Absence.objects.on().of_deputy(user).exists())


def can_plan_absences(user) -> bool:
    """Coordinators name their own deputies, editors those of anybody."""
    return user.is_active and (is_editorial(user) or coordinates_subjects(user))


def has_lecturers_account(user) -> bool:
    """Whether the account serves teaching alone, blocked or not; only then editors may block and open it."""
    return (
        not user.is_superuser
        and set(user.groups.values_list("name", flat=True)) <= {LECTURERS}
        and not user.user_permissions.exists()
        and not user.coordinated_subjects.exists()
    )


def is_reviewer(user) -> bool:
    """Whether submissions may wait for this person."""
    return not has_only_own_desk(user) or find_offerings_to_review(user).exists()


def can_change_urgent_facts(*, user, offering) -> bool:
    """Assigned lecturers, coordinators of the subject and whoever publishes there, if their role has the right."""
    if not (user.is_active and user.has_perm("catalogue.change_urgent_facts")):
        return False
    if policy_registry.get_by_type(Page).user_has_permission_for_instance(user, "publish", offering):
        return True
    mine = Offering.objects.filter(pk=offering.pk)
    return mine.assigned_to(user).exists() or mine.coordinated_by(user).exists()


def can_propose_offerings(user) -> bool:
    """Whoever leads offerings may draft new ones; without a profile nobody would lead them."""
    lecturer = getattr(user, "lecturer", None)
    return lecturer is not None and lecturer.is_active and user.has_perm("catalogue.propose_offerings")


def can_repeat_offering(*, user, offering) -> bool:
    """A lecturer their own, whoever publishes there any."""
    if not (user.is_active and user.has_perm("catalogue.propose_offerings")):
        return False
    policy = policy_registry.get_by_type(Page)
    return (
        policy.user_has_permission_for_instance(user, "publish", offering)
        or Offering.objects.filter(pk=offering.pk).assigned_to(user).exists()
    )


def is_shown_elsewhere(*, file, user) -> bool:
    """Whether something shows this picture or document that this person may not change."""
    if is_editorial(user):
        return False
    sources = (source for source, _references in ReferenceIndex.get_grouped_references_to(file))
    return any(not (isinstance(source, Page) and source.permissions_for_user(user).can_edit()) for source in sources)


def is_visible_in_admin(*, page_id: int, user) -> bool:
    """Whether this person may know in the admin that the page exists: it is in their explorer or on their desk."""
    policy = policy_registry.get_by_type(Page)
    if policy.explorable_instances(user).filter(pk=page_id).exists():
        return True
    page = Page.objects.filter(pk=page_id).first()
    return page is not None and page.permissions_for_user(user).can_edit()

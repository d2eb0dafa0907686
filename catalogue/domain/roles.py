"""Bring a site's groups, collections and workflow to the table in ``catalogue.roles``."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from catalogue.models import EditorApprovalTask, OfferingIndexPage, SubjectApprovalTask
from catalogue.roles import (
    COURSE_COLLECTION,
    EDITOR_TASK,
    EDITORS,
    ROLES,
    SUBJECT_TASK,
    WORKFLOW,
    Branch,
    Role,
    Shelf,
)

#: of the workflow, in their order; the last one is the editors'
STAGES = ((SubjectApprovalTask, SUBJECT_TASK), (EditorApprovalTask, EDITOR_TASK))
#: apps whose rights the table rules; what a plugin grants for its own models stays untouched
RULED_APPS = frozenset(permission.split(".")[0] for role in ROLES for permission in role.permissions) | {
    # Wagtail's first migration gives its editors rights on all files
    "wagtailimages",
    "wagtaildocs",
}


@transaction.atomic
def bring_roles_in_line(*, with_stages: bool = False) -> list[str]:
    """Make groups, rights, collection and workflow as the table says; return what had to be changed.

    A second call changes nothing. Rights somebody gave one of the four groups by hand are taken away again, so
    that the table stays true; give them to a group of one's own instead. The stages of the workflow belong to the
    administrators once they are made; ``with_stages`` takes them back to the table, too.
    """
    changes = []
    for role in ROLES:
        group, created = Group.objects.get_or_create(name=role.name)
        changes += [f"{role.name}: Gruppe angelegt"] if created else []
        changes += [f"{role.name}: {change}" for change in _bring_group_in_line(group, role)]
    changes += _retire_default_moderation() + _ensure_workflow()
    return changes + (_bring_stages_in_line() if with_stages else [])


def find_drift() -> list[str]:
    """What is not as the table says; nothing is changed."""
    with transaction.atomic():
        changes = bring_roles_in_line(with_stages=True)
        transaction.set_rollback(True)
    return changes


def _bring_group_in_line(group: Group, role: Role) -> list[str]:
    return [
        *_bring_model_permissions_in_line(group, role),
        *_bring_page_permissions_in_line(group, role),
        *_bring_collection_permissions_in_line(group, role),
    ]


def _bring_model_permissions_in_line(group: Group, role: Role) -> list[str]:
    wanted = {
        permission
        for permission in Permission.objects.filter(content_type__app_label__in=RULED_APPS).select_related(
            "content_type"
        )
        if f"{permission.content_type.app_label}.{permission.codename}" in role.permissions
    }
    present = set(group.permissions.filter(content_type__app_label__in=RULED_APPS))
    group.permissions.add(*wanted - present)
    group.permissions.remove(*present - wanted)
    return _describe(added=wanted - present, removed=present - wanted, name=lambda p: p.codename)


def _bring_page_permissions_in_line(group: Group, role: Role) -> list[str]:
    permissions = _get_permissions("wagtailcore", "page")
    wanted = {
        (page.pk, permissions[action].pk)
        for branch, actions in role.pages.items()
        for page in _get_branch_pages(branch)
        for action in actions
    }
    rows = {(row.page_id, row.permission_id): row for row in GroupPagePermission.objects.filter(group=group)}
    for page_id, permission_id in wanted - rows.keys():
        GroupPagePermission.objects.create(group=group, page_id=page_id, permission_id=permission_id)
    for key in rows.keys() - wanted:
        rows[key].delete()
    names = {permission.pk: permission.codename for permission in permissions.values()}
    return _describe(
        added=wanted - rows.keys(),
        removed=rows.keys() - wanted,
        name=lambda key: f"{names[key[1]]} ab Seite {key[0]}",
    )


def _bring_collection_permissions_in_line(group: Group, role: Role) -> list[str]:
    kinds = [
        (_get_permissions("wagtailimages", "image"), role.images),
        (_get_permissions("wagtaildocs", "document"), role.documents),
    ]
    names = {
        permission.pk: permission.codename for permissions, _shelves in kinds for permission in permissions.values()
    }
    wanted = {
        (_get_shelf(shelf).pk, permissions[action].pk)
        for permissions, shelves in kinds
        for shelf, actions in shelves.items()
        for action in actions
    }
    granted = GroupCollectionPermission.objects.filter(group=group, permission__in=names)
    rows = {(row.collection_id, row.permission_id): row for row in granted}
    for collection_id, permission_id in wanted - rows.keys():
        GroupCollectionPermission.objects.create(group=group, collection_id=collection_id, permission_id=permission_id)
    for key in rows.keys() - wanted:
        rows[key].delete()
    return _describe(
        added=wanted - rows.keys(),
        removed=rows.keys() - wanted,
        name=lambda key: f"{names[key[1]]} in Sammlung {key[0]}",
    )


def _describe(*, added, removed, name) -> list[str]:
    return sorted([f"+ {name(item)}" for item in added] + [f"- {name(item)}" for item in removed])


def _get_permissions(app_label: str, model: str) -> dict[str, Permission]:
    """action -> permission, for example "bulk_delete" -> bulk_delete_page."""
    permissions = Permission.objects.filter(
        content_type__app_label=app_label, content_type__model=model, codename__endswith=f"_{model}"
    )
    return {permission.codename.removesuffix(f"_{model}"): permission for permission in permissions}


def _get_branch_pages(branch: Branch) -> list[Page]:
    if branch is Branch.TREE:
        return list(Page.objects.filter(depth=1))
    # with the trees of their translations, which begin beside them
    keys = Site.objects.values("root_page__translation_key")
    return list(Page.objects.filter(translation_key__in=keys))


def _get_shelf(shelf: Shelf) -> Collection:
    root = Collection.get_first_root_node()
    if shelf is Shelf.ALL:
        return root
    existing = root.get_children().filter(name=COURSE_COLLECTION).first()
    return existing or root.add_child(name=COURSE_COLLECTION)


def _retire_default_moderation() -> list[str]:
    """Wagtail's first migration makes moderators with a workflow of their own; unused, they only confuse."""
    moderators = Group.objects.filter(name="Moderators", user=None).first()
    if moderators is None:
        return []
    name = "Moderators approval"
    Workflow.objects.filter(name=name, workflow_states=None).delete()
    Task.objects.filter(name=name, task_states=None, workflow_tasks=None).delete()
    moderators.delete()
    return ["Moderators: ungenutzte Vorgabe von Wagtail entfernt"]


def _ensure_workflow() -> list[str]:
    """The workflow on every section of offerings. Once made, its stages belong to the administrators."""
    workflow = Workflow.objects.active().filter(name=WORKFLOW).first()
    changes = []
    if workflow is None:
        workflow = _create_workflow()
        changes.append(f"Workflow „{WORKFLOW}“ angelegt")
    finders = {section.get_parent() for section in OfferingIndexPage.objects.all()}
    for finder in sorted(finders, key=lambda page: page.path):
        if not WorkflowPage.objects.filter(page=finder).exists():
            WorkflowPage.objects.create(page=finder, workflow=workflow)
            changes.append(f"Workflow „{WORKFLOW}“ gilt nun für „{finder.title}“")
    return changes


def _create_workflow() -> Workflow:
    workflow = Workflow.objects.create(name=WORKFLOW)
    _set_stages(workflow, [model.objects.create(name=name) for model, name in STAGES])
    return workflow


def _bring_stages_in_line() -> list[str]:
    """A stage switched off or left out would let offerings go public without a second pair of eyes."""
    workflow = Workflow.objects.active().get(name=WORKFLOW)
    tasks = [
        model.objects.filter(name=name, active=True).order_by("pk").first() or model.objects.create(name=name)
        for model, name in STAGES
    ]
    reviewers = set(tasks[-1].groups.values_list("name", flat=True))
    present = list(workflow.workflow_tasks.order_by("sort_order").values_list("task_id", flat=True))
    if (present, reviewers) == ([task.pk for task in tasks], {EDITORS}):
        return []
    _set_stages(workflow, tasks)
    return [f"Workflow „{WORKFLOW}“: Stufen wie in der Tabelle"]


def _set_stages(workflow: Workflow, tasks) -> None:
    tasks[-1].groups.set(Group.objects.filter(name=EDITORS))
    workflow.workflow_tasks.all().delete()
    for order, task in enumerate(tasks, start=1):
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)

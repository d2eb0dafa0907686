from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Workflow, WorkflowPage

from catalogue.domain.roles import bring_roles_in_line, find_drift
from catalogue.models import EditorApprovalTask
from catalogue.roles import COURSE_COLLECTION, EDITOR_TASK, LECTURERS, ROLES, SUBJECT_TASK, WORKFLOW, Branch


def read_rights():
    """All that the table rules, as comparable values."""
    return {
        "permissions": sorted(Group.permissions.through.objects.values_list("group__name", "permission__codename")),
        "pages": sorted(GroupPagePermission.objects.values_list("group__name", "page__title", "permission__codename")),
        "files": sorted(
            GroupCollectionPermission.objects.values_list("group__name", "collection__name", "permission__codename")
        ),
        "workflows": list(WorkflowPage.objects.values_list("page__title", "workflow__name")),
    }


def test_every_right_of_the_table_exists(tree):
    known = {f"{app}.{name}" for app, name in Permission.objects.values_list("content_type__app_label", "codename")}

    assert {right for role in ROLES for right in role.permissions} - known == set()


def test_groups_have_exactly_the_rights_of_the_table(tree):
    bring_roles_in_line()

    for role in ROLES:
        group = Group.objects.get(name=role.name)
        granted = {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.select_related("content_type")}
        assert granted == role.permissions


def test_second_call_changes_nothing(tree):
    bring_roles_in_line()
    before = read_rights()

    changes = bring_roles_in_line()

    assert (changes, read_rights()) == ([], before)


def test_rights_given_by_hand_are_taken_away_and_missing_ones_given(tree):
    bring_roles_in_line()
    before = read_rights()
    lecturers = Group.objects.get(name="Lecturers")
    lecturers.permissions.set([Permission.objects.get(codename="change_enquiry")])
    GroupPagePermission.objects.create(group=lecturers, page=tree.home, permission_type="publish")

    changes = bring_roles_in_line()

    assert read_rights() == before
    assert "Lecturers: - change_enquiry" in changes
    assert "Lecturers: + access_admin" in changes


def test_rights_of_a_plugin_stay(tree):
    """A plugin grants its own rights; the table knows only the apps of the core."""
    bring_roles_in_line()
    editors = Group.objects.get(name="Editors")
    model = ContentType.objects.create(app_label="rooms", model="room")
    foreign = Permission.objects.create(content_type=model, codename="change_room", name="Can change room")
    editors.permissions.add(foreign)

    bring_roles_in_line()

    assert editors.permissions.filter(pk=foreign.pk).exists() is True


def test_other_groups_are_left_alone(tree):
    press = Group.objects.create(name="Presse")
    GroupPagePermission.objects.create(group=press, page=tree.home, permission_type="add")

    bring_roles_in_line()

    assert press.page_permissions.count() == 1


def test_editors_rights_follow_the_home_page_and_lecturers_have_none_on_pages(tree):
    bring_roles_in_line()

    rights = GroupPagePermission.objects.values_list("group__name", "page_id").distinct()
    assert sorted(rights) == [("Administrators", Page.get_first_root_node().pk), ("Editors", tree.home.pk)]
    assert {branch for role in ROLES for branch in role.pages} == {Branch.SITE, Branch.TREE}


def test_lecturers_may_add_and_choose_files_of_the_courses_only(tree):
    bring_roles_in_line()

    rights = GroupCollectionPermission.objects.filter(group__name="Lecturers")
    assert sorted(rights.values_list("collection__name", "permission__codename")) == [
        (COURSE_COLLECTION, "add_document"),
        (COURSE_COLLECTION, "add_image"),
        (COURSE_COLLECTION, "choose_document"),
        (COURSE_COLLECTION, "choose_image"),
    ]
    assert Collection.objects.filter(name=COURSE_COLLECTION).count() == 1


def test_workflow_has_its_two_stages_on_the_offerings(tree):
    bring_roles_in_line()

    workflow = tree.courses.get_workflow()
    assert [task.name for task in workflow.tasks] == [SUBJECT_TASK, EDITOR_TASK]
    assert list(EditorApprovalTask.objects.values_list("groups__name", flat=True)) == ["Editors"]
    assert list(WorkflowPage.objects.values_list("page_id", flat=True)) == [tree.finder.pk]


def test_workflow_changed_by_administrators_stays(tree):
    bring_roles_in_line()
    workflow = Workflow.objects.get(name=WORKFLOW)
    workflow.workflow_tasks.all().delete()

    bring_roles_in_line()

    assert workflow.tasks.count() == 0


def test_wagtails_unused_moderators_are_gone(tree):
    bring_roles_in_line()

    assert Group.objects.filter(name="Moderators").exists() is False
    assert list(Workflow.objects.values_list("name", flat=True)) == [WORKFLOW]


def test_command_says_what_it_did(tree):
    bring_roles_in_line()
    Group.objects.get(name=LECTURERS).permissions.remove(Permission.objects.get(codename="access_admin"))
    first, second = StringIO(), StringIO()

    call_command("roles", stdout=first)
    call_command("roles", stdout=second)

    assert first.getvalue().splitlines() == ["Lecturers: + access_admin", "Änderungen: 1"]
    assert second.getvalue() == "Nichts zu ändern.\n"


def drift_apart(tree):
    """Somebody has been busy in the settings."""
    Group.objects.get(name="Editors").permissions.clear()
    GroupPagePermission.objects.create(
        group=Group.objects.get(name="Lecturers"), page=tree.home, permission_type="publish"
    )
    Workflow.objects.get(name=WORKFLOW).workflow_tasks.first().delete()
    EditorApprovalTask.objects.update(active=False)


def read_stages():
    workflow = Workflow.objects.active().get(name=WORKFLOW)
    return [(task.name, task.active) for task in workflow.tasks]


def test_drifted_site_is_reported_untouched_and_brought_back(tree):
    bring_roles_in_line()
    before = read_rights()
    drift_apart(tree)
    drifted = read_rights()

    drift = find_drift()
    untouched = read_rights()
    bring_roles_in_line(with_stages=True)

    assert untouched == drifted
    assert {line.split(":")[0] for line in drift} == {"Editors", "Lecturers", f"Workflow „{WORKFLOW}“"}
    assert (read_rights(), read_stages()) == (before, [(SUBJECT_TASK, True), (EDITOR_TASK, True)])
    assert find_drift() == []


def test_reviewers_taken_from_the_last_stage_come_back(tree):
    bring_roles_in_line()
    EditorApprovalTask.objects.get().groups.set([Group.objects.get(name=LECTURERS)])

    bring_roles_in_line(with_stages=True)

    assert list(EditorApprovalTask.objects.values_list("groups__name", flat=True)) == ["Editors"]


def test_a_workflow_switched_off_is_made_again(tree):
    bring_roles_in_line()
    Workflow.objects.get(name=WORKFLOW).deactivate()

    bring_roles_in_line(with_stages=True)

    assert [task.name for task in tree.courses.get_workflow().tasks] == [SUBJECT_TASK, EDITOR_TASK]


def test_command_checks_without_changing(tree):
    bring_roles_in_line()
    output = StringIO()
    call_command("roles", "--check", stdout=output)
    Group.objects.get(name=LECTURERS).permissions.clear()

    with pytest.raises(CommandError, match="Lecturers: \\+ access_admin"):
        call_command("roles", "--check")

    assert output.getvalue() == "Alles wie in der Tabelle.\n"
    assert Group.objects.get(name=LECTURERS).permissions.count() == 0

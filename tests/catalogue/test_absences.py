"""Deputies of absent coordinators: who may name them, and what they may do while they act. Tables specify."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from catalogue.factories import AbsenceFactory, CoursePageFactory, SubjectFactory, UserFactory
from catalogue.models import Absence, CoursePage
from catalogue.permissions import can_change_urgent_facts, is_visible_in_admin
from catalogue.roles import COORDINATORS, EDITOR_TASK, SUBJECT_TASK
from tests.catalogue.urgent import read_messages
from tests.editor import get_edit_url, press, review
from tests.forms import read_form
from tests.pages import count_queries
from tests.people import make_cast, open_door

ABSENCES = "/admin/vertretungen/"


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def subject(cast):
    """Karin coordinates dance."""
    subject = SubjectFactory(name="Tanz", slug="tanz")
    subject.coordinators.add(cast.coordinator)
    return subject


@pytest.fixture
def offering(tree, cast, subject):
    page = CoursePageFactory(
        parent=tree.courses,
        title="Tango",
        subject=subject,
        lecturers=[cast.anna],
        body=[("text", "<p>Schritt für Schritt.</p>")],
    )
    page.save_revision(user=cast.editor).publish()
    return CoursePage.objects.get(pk=page.pk)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def deputise(cast, *, start=-1, end=1, deputy=None):
    """Kemal reviews for Karin."""
    return AbsenceFactory(
        coordinator=cast.coordinator,
        deputy=deputy or cast.other_coordinator,
        first_day=in_days(start),
        last_day=in_days(end),
    )


def submit(offering, user):
    press(open_door(user), offering, "action-submit", title="Tango für alle")


def get_stage(page):
    task = CoursePage.objects.get(pk=page.pk).current_workflow_task
    return task.name if task else None


def look(browser, offering):
    return browser.get(get_edit_url(offering)).status_code == 200


# what the deputy may do:   (look, act, queue)
WHILE = {
    "yesterday":            ((-5, -1), (False, False, 0)),
    "today is the last":    ((-5, 0), (True, True, 1)),
    "today is the first":   ((0, 5), (True, True, 1)),
    "tomorrow":             ((1, 5), (False, False, 0)),
}  # fmt: skip


@pytest.mark.parametrize(("days", "rights"), WHILE.values(), ids=WHILE)
def test_deputy_acts_on_the_days_of_the_absence_only(cast, offering, days, rights):
    deputise(cast, start=days[0], end=days[1])
    submit(offering, cast.lecturer_owner)
    browser = open_door(cast.other_coordinator)

    may_look, queue = look(browser, offering), TaskState.objects.reviewable_by(cast.other_coordinator).count()
    review(browser, offering, "approve")

    assert (may_look, get_stage(offering) == EDITOR_TASK, queue) == rights


#: who may review Anna's submission while Karin is away and Kemal stands in for her
ACT = {
    "coordinator": True,
    "other_coordinator": True,
    "lecturer_owner": False,
    "other_lecturer": False,
    "editor": False,
    "administrator": False,
}


@pytest.mark.parametrize(("role", "may_act"), ACT.items())
def test_who_reviews_during_an_absence(cast, offering, role, may_act):
    deputise(cast)
    submit(offering, cast.lecturer_owner)

    review(open_door(getattr(cast, role)), offering, "approve")

    assert get_stage(offering) == (EDITOR_TASK if may_act else SUBJECT_TASK)


def test_deputy_has_no_right_beyond_what_waits_for_review(cast, offering):
    deputise(cast)
    browser = open_door(cast.other_coordinator)
    submit(offering, cast.lecturer_owner)
    during = look(browser, offering)
    review(browser, offering, "approve")

    afterwards = look(browser, offering)
    listed = is_visible_in_admin(page_id=offering.pk, user=cast.other_coordinator)
    urgent = can_change_urgent_facts(user=cast.other_coordinator, offering=offering)

    assert (during, afterwards, listed, urgent) == (True, False, False, False)


def test_deputy_of_a_coordinator_who_left_has_no_right(cast, offering, subject):
    subject.coordinators.add(UserFactory(groups=[COORDINATORS]))
    deputise(cast)
    submit(offering, cast.lecturer_owner)
    cast.coordinator.is_active = False
    cast.coordinator.save()

    review(open_door(cast.other_coordinator), offering, "approve")

    assert (get_stage(offering), TaskState.objects.reviewable_by(cast.other_coordinator).count()) == (SUBJECT_TASK, 0)


def test_coordinator_and_deputy_are_both_asked(cast, offering, django_capture_on_commit_callbacks):
    deputise(cast)
    with django_capture_on_commit_callbacks(execute=True):
        submit(offering, cast.lecturer_owner)

    assert sorted(message.to[0] for message in mail.outbox) == ["karin@example.org", "kemal@example.org"]


def lead(cast, offering, user):
    """Bert's profile, and with it the course, belongs to this person."""
    cast.bert.user = user
    cast.bert.save()
    offering.lecturers.set([cast.bert])
    offering.save()


def test_deputy_who_is_the_author_is_skipped(cast, offering, django_capture_on_commit_callbacks):
    """Nobody else is there: it goes on to the editors."""
    deputise(cast)
    lead(cast, offering, cast.other_coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        submit(offering, cast.other_coordinator)

    assert get_stage(offering) == EDITOR_TASK
    assert sorted(message.to[0] for message in mail.outbox) == ["elif@example.org", "emil@example.org"]


def test_deputy_who_is_the_author_leaves_it_to_another_coordinator(cast, offering, subject):
    subject.coordinators.add(UserFactory(username="kira", groups=[COORDINATORS]))
    deputise(cast)
    lead(cast, offering, cast.other_coordinator)
    submit(offering, cast.other_coordinator)

    review(open_door(cast.other_coordinator), offering, "approve")

    assert get_stage(offering) == SUBJECT_TASK


def test_absence_with_a_deputy_who_left_skips_the_stage(cast, offering):
    deputise(cast)
    cast.other_coordinator.is_active = False
    cast.other_coordinator.save()

    submit(offering, cast.lecturer_owner)

    assert get_stage(offering) == EDITOR_TASK


def test_editors_stand_in_when_the_deputy_leaves_during_the_review(cast, offering):
    deputise(cast)
    submit(offering, cast.lecturer_owner)
    cast.other_coordinator.is_active = False
    cast.other_coordinator.save()

    review(open_door(cast.editor), offering, "approve")

    assert get_stage(offering) == EDITOR_TASK


def test_acting_deputy_starts_at_the_dashboard_with_what_waits(cast, offering):
    """The group alone makes nobody a coordinator; without the absence Kemal would start at an empty desk."""
    deputise(cast)
    submit(offering, cast.lecturer_owner)

    shown = open_door(cast.other_coordinator).get(reverse("wagtailadmin_home"))

    assert (shown.status_code, "Tango für alle" in shown.content.decode()) == (200, True)


# -- the form ----------------------------------------------------------------------------------------------------


def fill_in(browser, **values):
    opened = browser.get(ABSENCES)
    days = {"first_day": f"{in_days(2)}", "last_day": f"{in_days(9)}"}
    return browser.post(ABSENCES, {**read_form(opened, selector="form:not([action])"), **days, **values})


def list_planned():
    return list(Absence.objects.values_list("coordinator__username", "deputy__username"))


#: look, name a deputy for oneself, delete Karin's absence
FORM = {
    "anonymous":         ("login", [], 1),
    "lecturer_owner":    ("denied", [], 1),
    "other_coordinator": ("denied", [], 1),  # the group alone makes nobody a coordinator
    "coordinator":       ("ok", [("karin", "elif")], 0),
    "editor":            ("ok", [("karin", "elif")], 0),
    "administrator":     ("ok", [("karin", "elif")], 0),
}  # fmt: skip


@pytest.mark.parametrize("role", FORM)
def test_who_may_plan_absences(cast, subject, role):
    browser = open_door(getattr(cast, role))
    answer = browser.get(ABSENCES)
    name = {200: "ok"}.get(answer.status_code) or ("login" if "/konto/login/" in answer.url else "denied")
    sent = {"coordinator": cast.coordinator.pk, "deputy": cast.editor.pk}
    browser.post(ABSENCES, {**sent, "first_day": f"{in_days(2)}", "last_day": f"{in_days(9)}"})
    planned = list_planned()
    Absence.objects.all().delete()
    absence = deputise(cast)
    browser.post(reverse("catalogue_delete_absence", args=[absence.pk]))

    assert (name, planned, Absence.objects.count()) == FORM[role]


def test_coordinator_plans_and_deletes_only_for_themselves(cast, subject):
    SubjectFactory(name="Musik", slug="musik").coordinators.add(cast.other_coordinator)
    foreign = deputise(cast)
    browser = open_door(cast.other_coordinator)

    # a crafted field for somebody else
    fill_in(browser, coordinator=cast.coordinator.pk, deputy=cast.editor.pk)
    answer = browser.post(reverse("catalogue_delete_absence", args=[foreign.pk]))
    shown = browser.get(ABSENCES).content.decode()

    assert answer.status_code == 404
    assert list_planned() == [("karin", "kemal"), ("kemal", "elif")]
    assert f"/{foreign.pk}/loeschen/" not in shown


def test_editor_names_a_deputy_for_somebody_who_is_ill(cast, subject):
    response = fill_in(open_door(cast.editor), coordinator=cast.coordinator.pk, deputy=cast.other_coordinator.pk)

    assert list_planned() == [("karin", "kemal")]
    first, last = f"{in_days(2):%d.%m.%Y}", f"{in_days(9):%d.%m.%Y}"
    assert read_messages(response) == [f"{cast.other_coordinator.get_full_name()} prüft vom {first} bis zum {last}."]


def test_deputy_and_coordinator_are_told_of_it(cast, subject, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        fill_in(open_door(cast.editor), coordinator=cast.coordinator.pk, deputy=cast.other_coordinator.pk)
    by_editor = sorted(message.to[0] for message in mail.outbox)
    mail.outbox.clear()
    Absence.objects.all().delete()

    with django_capture_on_commit_callbacks(execute=True):
        fill_in(open_door(cast.coordinator), deputy=cast.other_coordinator.pk)

    assert by_editor == ["karin@example.org", "kemal@example.org"]
    assert [message.to[0] for message in mail.outbox] == ["kemal@example.org"]
    words = f"{cast.other_coordinator.get_full_name()} vertritt {cast.coordinator.get_full_name()} vom"
    assert words in mail.outbox[0].body


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"first_day": "2026-13-45"}, "Bitte ein gültiges Datum eingeben."),
        ({"deputy": ""}, "Dieses Feld muss ausgefüllt werden."),
        ({"last_day": str(in_days(1))}, "Der letzte Tag liegt vor dem ersten."),
        ({"first_day": str(in_days(-9)), "last_day": str(in_days(-1))}, "Dieser Tag ist schon vorbei."),
        ({"deputy": "karin"}, "Bitte eine gültige Auswahl treffen."),
        ({"deputy": "anna"}, "Bitte eine gültige Auswahl treffen."),
    ],
)
def test_what_cannot_be_planned_is_said_beside_the_field(cast, subject, changes, error):
    people = {"karin": cast.coordinator.pk, "anna": cast.lecturer_owner.pk}
    values = {name: people.get(value, value) for name, value in changes.items()}

    response = fill_in(open_door(cast.coordinator), **{"deputy": cast.editor.pk, **values})

    assert list_planned() == []
    assert error in response.content.decode()


def test_editor_cannot_name_the_absent_person_as_deputy(cast, subject):
    response = fill_in(open_door(cast.editor), coordinator=cast.coordinator.pk, deputy=cast.coordinator.pk)

    assert (list_planned(), "Bitte wählen Sie eine andere Person." in response.content.decode()) == ([], True)


def test_one_deputy_at_a_time(cast, subject):
    deputise(cast, start=0, end=5)

    response = fill_in(open_door(cast.coordinator), deputy=cast.editor.pk)

    assert list_planned() == [("karin", "kemal")]
    assert "Für einen Teil dieser Zeit gibt es schon eine Vertretung" in response.content.decode()


def test_page_costs_the_same_for_one_and_for_thirty_absences(cast, subject):
    browser = open_door(cast.editor)
    deputise(cast)
    for_one = count_queries(browser, ABSENCES)
    for number in range(29):
        AbsenceFactory(
            coordinator=UserFactory(groups=[COORDINATORS]), deputy=UserFactory(), first_day=in_days(number + 10)
        )

    assert count_queries(browser, ABSENCES) == for_one

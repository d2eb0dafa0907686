"""Who is told what about a review, through the browser."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask
from wagtail.users.models import UserProfile

from catalogue.factories import CoursePageFactory, SubjectFactory
from catalogue.models import CoursePage, Notice
from catalogue.roles import SUBJECT_TASK
from home.models import ContentPage
from tests.catalogue.reviewing import get_url as get_review_url
from tests.editor import get_edit_url, press, review
from tests.people import make_cast, open_door

SITE = "http://127.0.0.1:8000"


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def subject(cast):
    subject = SubjectFactory(name="Tanz", slug="tanz")
    subject.coordinators.add(cast.coordinator)
    return subject


@pytest.fixture
def offering(tree, cast, subject):
    return make_offering(tree, cast, subject)


def make_offering(tree, cast, subject):
    page = CoursePageFactory(
        parent=tree.courses,
        title="Tango",
        subject=subject,
        lecturers=[cast.anna, cast.bert],
        body=[("text", "<p>Schritt für Schritt.</p>")],
    )
    page.save_revision(user=cast.editor).publish()
    return CoursePage.objects.get(pk=page.pk)


@pytest.fixture
def during(django_capture_on_commit_callbacks):
    """Do something and return {address: subject} of the mails it caused."""

    def run(action, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            action(*args, **kwargs)
        addresses = [message.to[0] for message in mail.outbox]
        assert len(addresses) == len(set(addresses)), addresses
        return {message.to[0]: message.subject for message in mail.outbox}

    return run


def submit(cast, offering, who=None, **changes):
    press(open_door(who or cast.lecturer_owner), offering, "action-submit", **{"title": "Tango für alle", **changes})


def test_submission_asks_the_coordinators(cast, offering, during):
    told = during(submit, cast, offering)

    assert told == {"karin@example.org": "Bitte prüfen: Tango für alle"}
    [message] = mail.outbox
    html = message.alternatives[0][0]
    address = f"{SITE}{get_review_url(offering)}"
    assert (address in message.body, f'href="{address}"' in html) == (True, True)
    assert "Kursleitung: Anna" in message.body


def test_approval_by_the_coordinator_asks_the_editors(cast, offering, during):
    submit(cast, offering)

    told = during(review, open_door(cast.coordinator), offering, "approve")

    subject = "Bitte prüfen: Tango für alle"
    assert told == {"elif@example.org": subject, "emil@example.org": subject}


def test_skipped_stage_asks_nobody_of_it(cast, offering, subject, during):
    """A coordinator submits: the other coordinators are not needed."""
    subject.coordinators.add(cast.other_coordinator)
    cast.bert.user = cast.coordinator
    cast.bert.save()

    told = during(submit, cast, offering, who=cast.coordinator)

    assert sorted(told) == ["elif@example.org", "emil@example.org"]


def test_editor_who_submits_is_not_asked(tree, cast, during):
    offering = make_offering(tree, cast, SubjectFactory())

    assert sorted(during(submit, cast, offering, who=cast.editor)) == ["emil@example.org"]


def test_approval_tells_everybody_who_leads_the_offering(cast, offering, during):
    submit(cast, offering)
    review(open_door(cast.coordinator), offering, "approve")

    told = during(review, open_door(cast.editor), offering, "approve")

    subject = "Freigegeben: Tango für alle"
    assert told == {"anna@example.org": subject, "bert@example.org": subject}
    assert f"{SITE}{CoursePage.objects.get(pk=offering.pk).get_url()}" in mail.outbox[0].body


def test_submitter_who_does_not_lead_the_offering_is_told_too(tree, cast, during):
    offering = make_offering(tree, cast, SubjectFactory())
    submit(cast, offering, who=cast.editor)

    told = during(review, open_door(cast.other_editor), offering, "approve")

    assert sorted(told) == ["anna@example.org", "bert@example.org", "elif@example.org"]


def test_wish_for_changes_carries_the_comment_to_all_lecturers(cast, offering, during):
    submit(cast, offering)

    told = during(review, open_door(cast.coordinator), offering, "reject", comment="Bitte den Preis.\nUnd <b>Ort</b>.")

    subject = "Bitte ändern: Tango für alle"
    assert told == {"anna@example.org": subject, "bert@example.org": subject}
    message = mail.outbox[0]
    assert "> Bitte den Preis.\n> Und <b>Ort</b>.\n" in message.body
    assert "Und &lt;b&gt;Ort&lt;/b&gt;." in message.alternatives[0][0]
    assert f"{SITE}{get_edit_url(offering)}" in message.body


def test_each_round_of_wishes_is_told_anew(cast, offering, during):
    submit(cast, offering)
    review(open_door(cast.coordinator), offering, "reject", comment="Bitte kürzen.")

    again = during(submit, cast, offering, title="Tango, kurz")
    told = during(review, open_door(cast.coordinator), offering, "reject", comment="Noch kürzer.")

    assert again == {"karin@example.org": "Bitte prüfen: Tango, kurz"}
    assert sorted(told) == ["anna@example.org", "bert@example.org"]
    assert "> Noch kürzer." in mail.outbox[0].body


def test_end_by_the_submitter_tells_the_other_lecturer(cast, offering, during):
    submit(cast, offering)

    told = during(press, open_door(cast.lecturer_owner), offering, "action-cancel-workflow")

    assert told == {"bert@example.org": "Prüfung beendet: Tango für alle"}


def test_publishing_in_the_midst_of_a_review_is_told_as_what_it_is(cast, offering, during):
    """Wagtail then cancels the review; the authors shall not think that nothing came of it."""
    submit(cast, offering)
    review(open_door(cast.coordinator), offering, "approve")

    told = during(press, open_door(cast.editor), offering, "action-publish", title="Tango für alle")

    subject = "Freigegeben: Tango für alle"
    assert told == {"anna@example.org": subject, "bert@example.org": subject}


def test_publishing_after_a_wish_for_changes_is_told(cast, offering, during):
    submit(cast, offering)
    review(open_door(cast.coordinator), offering, "reject", comment="Bitte kürzen.")

    told = during(press, open_door(cast.editor), offering, "action-publish", title="Tango")

    assert sorted(told) == ["anna@example.org", "bert@example.org"]
    assert ("Freigegeben: Tango", "Bitte kürzen" in mail.outbox[0].body) == (mail.outbox[0].subject, False)


def test_approval_of_a_planned_publication_names_the_day(tree, cast, during):
    offering = make_offering(tree, cast, SubjectFactory())
    day = timezone.localtime() + timedelta(days=40)
    submit(cast, offering, who=cast.editor, go_live_at=f"{day:%Y-%m-%d} 10:00")

    during(review, open_door(cast.other_editor), offering, "approve")

    assert f"Öffentlich wird es am {day.day}. " in mail.outbox[0].body
    assert f"{SITE}{get_edit_url(offering)}" in mail.outbox[0].body


def test_workflow_taken_away_by_an_administrator_ends_the_review_in_words(cast, offering, during):
    submit(cast, offering)
    workflow = CoursePage.objects.get(pk=offering.pk).current_workflow_state.workflow

    told = during(open_door(cast.administrator).post, reverse("wagtailadmin_workflows:disable", args=[workflow.pk]))

    subject = "Prüfung beendet: Tango für alle"
    assert told == {"anna@example.org": subject, "bert@example.org": subject}


def test_switch_in_the_account_of_a_coordinator_is_kept(cast, offering, during):
    profile = UserProfile.get_for_user(cast.coordinator)
    profile.submitted_notifications = False
    profile.save()

    assert during(submit, cast, offering) == {}


def test_lecturer_without_access_or_with_a_closed_profile_is_not_told(cast, offering, during):
    submit(cast, offering)
    cast.bert.is_active = False
    cast.bert.save()
    cast.lecturer_owner.is_active = False
    cast.lecturer_owner.save()

    assert during(review, open_door(cast.coordinator), offering, "reject", comment="Nein.") == {}


def test_submission_succeeds_without_a_mail_server_and_is_told_later(cast, offering, during, settings, caplog):
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    at_first = during(submit, cast, offering)
    stage = CoursePage.objects.get(pk=offering.pk).current_workflow_task.name
    settings.EMAIL_BACKEND = backend

    told = during(call_command, "send_notices", older_than=0, stdout=StringIO())

    assert (at_first, stage) == ({}, SUBJECT_TASK)
    assert told == {"karin@example.org": "Bitte prüfen: Tango für alle"}
    assert "example.org" not in caplog.text


def test_undone_submission_tells_nobody(cast, offering, during):
    """Notices are written in the transaction of what they tell of."""
    from django.db import transaction

    page = CoursePage.objects.get(pk=offering.pk)
    page.save_revision(user=cast.lecturer_owner)
    with transaction.atomic():
        page.get_workflow().start(page, cast.lecturer_owner)
        written = Notice.objects.count()
        transaction.set_rollback(True)

    assert (written, Notice.objects.count()) == (1, 0)


def test_other_pages_keep_wagtails_mails(tree, cast, during):
    page = tree.home.add_child(instance=ContentPage(title="Über uns neu", slug="ueber-neu"))
    task = GroupApprovalTask.objects.create(name="Leitung")
    task.groups.set(cast.other_editor.groups.all())
    workflow = Workflow.objects.create(name="Seiten")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=page)
    page.save_revision(user=cast.editor)

    told = during(workflow.start, page, cast.editor)
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    result = during(state.approve, user=cast.other_editor)

    assert (sorted(told), sorted(result)) == (["emil@example.org"], ["elif@example.org"])
    assert Notice.objects.count() == 0

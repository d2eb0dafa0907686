"""Reminders of what waits, and the editors' overview. 23 November 2026 is a Monday."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import TaskState

from catalogue.domain.morning_mail import begin_day, build_digest, is_working_day
from catalogue.domain.reviewers import find_waiting_reviews
from catalogue.factories import AbsenceFactory, CoursePageFactory, RunFactory, SubjectFactory
from catalogue.models import Absence, CoursePage, Notice, UrgentChange
from catalogue.tasks import begin_day as begin_day_task
from cms.mailing import render_text
from tests.catalogue.reviewing import get_url as get_review_url
from tests.editor import get_edit_url
from tests.people import make_cast

MONDAY = date(2026, 11, 23)
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
def morning(django_capture_on_commit_callbacks):
    """Begin a day and return {address: subject} of its mails."""

    def run(day):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            begin_day(today=day)
        return {message.to[0]: message.subject for message in mail.outbox}

    return run


def make_course(tree, title, **values):
    page = CoursePageFactory(parent=tree.courses, title=title, **values)
    page.save_revision().publish()
    return CoursePage.objects.get(pk=page.pk)


def submit(page, user, day):
    """A draft is sent in on that day."""
    page.save_revision(user=user)
    page.get_workflow().start(page, user)
    TaskState.objects.filter(workflow_state__object_id=str(page.pk)).update(
        started_at=datetime(day.year, day.month, day.day, 11, tzinfo=UTC)
    )
    Notice.objects.all().delete()


def at(*day_and_hour):
    return datetime(*day_and_hour, tzinfo=UTC)


def test_working_days():
    saturday, christmas, carnival = date(2026, 11, 28), date(2026, 12, 25), date(2026, 2, 16)

    assert [is_working_day(day) for day in (MONDAY, saturday, christmas, carnival)] == [True, False, False, True]


# -- reminders ---------------------------------------------------------------------------------------------------


def test_reminders_come_after_three_days_and_then_every_three_days(tree, cast, subject, morning):
    submit(make_course(tree, "Tango", subject=subject), cast.lecturer_owner, date(2026, 11, 18))
    november = [date(2026, 11, day) for day in range(18, 31)]

    days = [day.day for day in november if "karin@example.org" in morning(day)]

    # Saturday 21st would be the third day: Monday comes first
    assert days == [23, 26, 30]


def test_reminder_leads_to_the_one_thing_that_waits(tree, cast, subject, morning):
    page = make_course(tree, "Tango", subject=subject)
    submit(page, cast.lecturer_owner, date(2026, 11, 20))

    told = morning(MONDAY)

    assert told["karin@example.org"] == "Wartet noch auf Ihre Prüfung: Tango"
    [message] = [message for message in mail.outbox if message.to == ["karin@example.org"]]
    assert f"- „Tango“ seit 3 Tagen, von {cast.lecturer_owner.get_full_name()}" in message.body
    assert message.body.count(f"{SITE}{get_review_url(page)}\n") == 2


def test_one_reminder_names_all_that_waits_for_a_person(tree, cast, subject, morning):
    for title in ("Tango", "Walzer"):
        submit(make_course(tree, title, subject=subject), cast.lecturer_owner, date(2026, 11, 20))

    told = morning(MONDAY)

    assert told["karin@example.org"] == "Warten noch auf Ihre Prüfung: Tango und weitere, zusammen 2"
    assert len(mail.outbox) == len(told)


def test_what_began_to_wait_later_is_reminded_of_by_itself(tree, cast, subject, morning):
    submit(make_course(tree, "Tango", subject=subject), cast.lecturer_owner, date(2026, 11, 20))
    later = make_course(tree, "Walzer", subject=subject)
    morning(MONDAY)
    later.save_revision(user=cast.lecturer_owner)
    later.get_workflow().start(later, cast.lecturer_owner)
    TaskState.objects.filter(workflow_state__object_id=str(later.pk)).update(started_at=at(2026, 11, 21, 11))

    told = morning(date(2026, 11, 24))

    assert told["karin@example.org"] == "Wartet noch auf Ihre Prüfung: Walzer"


def test_second_call_on_the_same_day_writes_nothing(tree, cast, subject, morning):
    submit(make_course(tree, "Tango", subject=subject), cast.lecturer_owner, date(2026, 11, 20))
    first = morning(MONDAY)

    again = morning(MONDAY)

    assert (sorted(first), again) == (["elif@example.org", "emil@example.org", "karin@example.org"], {})


def test_nothing_on_weekends_and_holidays(tree, cast, subject, morning):
    submit(make_course(tree, "Tango", subject=subject), cast.lecturer_owner, date(2026, 12, 1))

    days = [morning(date(2026, 12, day)) for day in (5, 6, 25, 26, 27)]

    assert days == [{}] * 5


def test_editors_are_reminded_of_their_stage_but_not_of_their_own(tree, cast, morning):
    submit(make_course(tree, "Tango", subject=SubjectFactory()), cast.editor, date(2026, 11, 20))

    morning(MONDAY)

    reminded = [message.to[0] for message in mail.outbox if message.subject.startswith("Wartet noch")]
    assert reminded == ["emil@example.org"]


def test_deputy_is_reminded_while_acting(tree, cast, subject, morning):
    """Rights of the day count, so the absence is around the real today."""
    submit(make_course(tree, "Tango", subject=subject), cast.lecturer_owner, date(2026, 11, 20))
    AbsenceFactory(coordinator=cast.coordinator, deputy=cast.other_coordinator)

    assert "kemal@example.org" in morning(MONDAY)


def test_editors_are_reminded_where_no_coordinator_is_left(tree, cast, subject, morning):
    submit(make_course(tree, "Tango", subject=subject), cast.lecturer_owner, date(2026, 11, 20))
    subject.coordinators.clear()

    morning(MONDAY)

    reminded = sorted(message.to[0] for message in mail.outbox if message.subject.startswith("Wartet noch"))
    assert reminded == ["elif@example.org", "emil@example.org"]


# -- the overview ------------------------------------------------------------------------------------------------


def test_overview_tells_what_waits_what_changed_and_what_ends(tree, cast, subject, morning):
    waiting = make_course(tree, "Tango", subject=subject)
    submit(waiting, cast.lecturer_owner, date(2026, 11, 22))
    changed = make_course(tree, "Chor")
    make_change(changed, "Mo., 23.11., 18:00 Uhr: fällt aus", at(2026, 11, 20, 9))
    make_change(changed, "Belegte Plätze: 9", at(2026, 11, 19, 9))
    expiring = make_course(tree, "Fest", expire_at=at(2026, 11, 30, 12))
    make_course(tree, "Später", expire_at=at(2026, 12, 1, 12))
    ending = make_course(tree, "Yoga")
    RunFactory(offering=ending, start_date=date(2026, 10, 1), end_date=date(2026, 11, 30))
    going_on = make_course(tree, "Deutsch")
    RunFactory(offering=going_on, start_date=date(2026, 10, 1), end_date=date(2026, 12, 20))

    told = morning(MONDAY)

    assert told == {
        "elif@example.org": "Überblick am Montag, 23. November",
        "emil@example.org": "Überblick am Montag, 23. November",
    }
    urgent = f"{SITE}/admin/meine-angebote/{changed.pk}/"
    assert mail.outbox[0].body.split("an:\n\n")[1].split("\n\nAlles")[0] == (
        "Wartet auf Prüfung:\n"
        f"- „Tango“ seit 1 Tag, von {cast.lecturer_owner.get_full_name()}\n  {SITE}{get_review_url(waiting)}\n\n"
        # since Friday, as nobody works on weekends
        f"Seit dem letzten Werktag sofort geändert:\n- „Chor“: Mo., 23.11., 18:00 Uhr: fällt aus\n  {urgent}\n\n"
        f"Wird bald von der Website genommen:\n- „Fest“ am 30. November\n  {SITE}{get_edit_url(expiring)}\n\n"
        f"Endet in den nächsten sieben Tagen, und nichts folgt:\n- „Yoga“\n  {SITE}{get_edit_url(ending)}"
    )


def make_change(page, text, when):
    facts = {"seats_taken": 1, "fully_booked": False, "waiting_list": False}
    run = RunFactory(offering=page, end_date=None)
    record = UrgentChange.objects.create(
        offering=page, kind="places", run_uid=run.uid, before=facts, after=facts, text=text
    )
    UrgentChange.objects.filter(pk=record.pk).update(created_at=when)


def test_no_overview_where_there_is_nothing_to_tell(tree, cast, morning):
    assert morning(MONDAY) == {}


def test_overview_of_very_much_stays_short(tree, cast):
    for number in range(23):
        make_course(tree, f"Fest {number:02}", expire_at=at(2026, 11, 24, 12))

    [section] = build_digest(waiting=[], today=MONDAY).sections

    assert ([line.text for line in section.lines[19:]], len(section.lines)) == (
        ["„Fest 19“ am 24. November", "und noch 3"],
        21,
    )


def test_overview_costs_the_same_for_one_and_for_thirty_of_each(tree, cast, subject):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            render_text(build_digest(waiting=find_waiting_reviews(), today=MONDAY))
        return len(queries)

    def fill(number):
        page = make_course(tree, f"Kurs {number}", subject=subject, expire_at=at(2026, 11, 24, 12))
        submit(page, cast.lecturer_owner, date(2026, 11, 20))
        make_change(page, "Ausgebucht: ja", at(2026, 11, 20, 9))

    fill(0)
    count()
    for_one = count()
    for number in range(1, 30):
        fill(number)

    assert count() == for_one


def test_command_and_task_do_the_same(cast, subject, capsys):
    old = AbsenceFactory(coordinator=cast.coordinator, deputy=cast.editor, first_day=date(2020, 1, 1))
    out = StringIO()

    call_command("send_morning_mails", stdout=out)
    result = begin_day_task.enqueue()

    assert (out.getvalue(), result.is_finished) == ("0 reminders, 0 overviews\n", True)
    assert Absence.objects.filter(pk=old.pk).exists() is False


def test_absences_are_kept_for_a_month(cast):
    for last_day in (MONDAY - timedelta(days=31), MONDAY - timedelta(days=30)):
        AbsenceFactory(coordinator=cast.coordinator, deputy=cast.editor, first_day=last_day, last_day=last_day)

    begin_day(today=MONDAY)

    assert list(Absence.objects.values_list("last_day", flat=True)) == [MONDAY - timedelta(days=30)]

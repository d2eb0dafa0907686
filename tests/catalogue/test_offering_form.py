from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.factories import CoursePageFactory, RunFactory, SubjectFactory, UserFactory
from catalogue.models import CoursePage
from tests.forms import get_draft, read_errors, read_form


@pytest.fixture
def editor(client, db):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return client


@pytest.fixture
def course(tree):
    return CoursePageFactory(parent=tree.courses, title="Tanz für alle", code="T101-26")


def get_edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def add_run(data, **values):
    """What the browser sends after "Durchgang hinzufügen"."""
    template = {name: value for name, value in data.items() if name.startswith("runs-__prefix__-")}
    for name in template:
        del data[name]
    data["runs-TOTAL_FORMS"] = "1"
    defaults = {"status": "planned", "interval_weeks": "1", "ORDER": "1", "id": ""}
    names = ("meetings-TOTAL_FORMS", "meetings-INITIAL_FORMS", "meetings-MIN_NUM_FORMS", "meetings-MAX_NUM_FORMS")
    management = dict(zip(names, ("0", "0", "0", "1000"), strict=True))
    for name, value in {**defaults, **management, **values}.items():
        data[f"runs-0-{name}"] = value
    return data


def test_half_typed_draft_is_saved(editor, course):
    data = read_form(editor.get(get_edit_url(course)))

    response = editor.post(get_edit_url(course), {**data, "summary": "", "title": "Tanz"})

    assert response.status_code == 302
    draft = get_draft(course)
    assert (draft.title, draft.summary) == ("Tanz", "")


def test_publishing_lists_all_that_is_missing(editor, course):
    data = read_form(editor.get(get_edit_url(course)))
    data.pop("teaching_languages")

    response = editor.post(get_edit_url(course), {**data, "summary": "", "action-publish": "1"})

    assert {name: list(errors) for name, errors in response.context["form"].errors.items()} == {
        "summary": ["Bitte sagen Sie in einem oder zwei Sätzen, worum es geht."],
        "subject": ["Bitte wählen Sie ein Thema."],
        "body": ["Bitte beschreiben Sie das Angebot."],
        "teaching_languages": ["Bitte wählen Sie mindestens eine Sprache."],
    }


def test_weekly_times_become_meetings(editor, course):
    data = read_form(editor.get(get_edit_url(course)))
    add_run(data, start_date="2026-09-01", end_date="2026-09-15", weekly_times="dienstags 18 bis 19:30 Uhr")

    response = editor.post(get_edit_url(course), data)

    assert response.status_code == 302
    run = get_draft(course).runs.first()
    assert run.weekly_times == "tue 18:00-19:30"
    assert [(meeting.date.day, meeting.is_generated) for meeting in run.meetings.all()] == [
        (1, True),
        (8, True),
        (15, True),
    ]


def test_unreadable_weekly_times_are_refused_with_an_example(editor, course):
    data = read_form(editor.get(get_edit_url(course)))
    add_run(data, start_date="2026-09-01", end_date="2026-09-15", weekly_times="nach Absprache")

    response = editor.post(get_edit_url(course), data)

    assert read_errors(response) == [
        "„nach Absprache“ ist keine Wochenzeit. Schreiben Sie zum Beispiel: Di 9:30–12:00; Do 17–19"
    ]


def test_cancelled_meeting_stays_cancelled_when_the_form_is_saved_again(editor, course):
    run = RunFactory(
        offering=course, start_date=date(2026, 9, 1), end_date=date(2026, 9, 15), weekly_times="tue 18:00-19:30"
    )
    data = read_form(editor.get(get_edit_url(course)))
    editor.post(get_edit_url(course), data)
    data = read_form(editor.get(get_edit_url(course)))
    editor.post(get_edit_url(course), {**data, "runs-0-meetings-1-status": "cancelled"})

    data = read_form(editor.get(get_edit_url(course)))
    editor.post(get_edit_url(course), data)

    draft_run = get_draft(course).runs.get(id=run.pk)
    assert [(m.date.day, m.status) for m in draft_run.meetings.all()] == [
        (1, "planned"),
        (8, "cancelled"),
        (15, "planned"),
    ]


def test_run_errors_stand_beside_their_fields(editor, course):
    data = read_form(editor.get(get_edit_url(course)))
    add_run(
        data,
        start_date="2026-09-15",
        end_date="2026-09-01",
        seats_min="10",
        seats_max="5",
        price="10",
        reduced_price="20",
    )

    response = editor.post(get_edit_url(course), data)

    assert read_errors(response) == [
        "Das Ende liegt vor dem Beginn.",
        "Der ermäßigte Preis muss kleiner sein als der volle Preis.",
        "„Plätze höchstens“ ist kleiner als „Plätze mindestens“.",
    ]


def test_course_number_of_another_offering_is_refused_whatever_its_punctuation(editor, course, tree):
    CoursePageFactory(parent=tree.courses, title="Ballett", code="B204-26")
    data = read_form(editor.get(get_edit_url(course)))

    response = editor.post(get_edit_url(course), {**data, "code": "b 204.26"})

    assert read_errors(response) == ["Die Kursnummer b 204.26 hat schon „Ballett“."]


def test_missing_course_number_is_assigned_by_subject_and_year(editor, course):
    subject = SubjectFactory(name="Tanz", slug="tanz")
    data = read_form(editor.get(get_edit_url(course)))

    editor.post(get_edit_url(course), {**data, "code": "", "subject": subject.pk})

    year = timezone.localdate().year % 100
    assert get_draft(course).code == f"T102-{year}"


def test_preview_shows_dates_and_the_reason_of_gaps(editor):
    response = editor.get(
        reverse("catalogue_meeting_preview"),
        {"weekly_times": "Fr 18-20", "start_date": "11.12.2026", "end_date": "2027-01-08"},
    )

    answer = response.json()
    assert answer["summary"] == "3 Termine"
    assert answer["skipped"] == ["Fr, 25. Dezember 2026: Erster Weihnachtstag", "Fr, 1. Januar 2027: Neujahr"]


def test_preview_explains_what_it_cannot_read(editor):
    response = editor.get(
        reverse("catalogue_meeting_preview"),
        {"weekly_times": "Fr 18-20", "start_date": "2026-13-40", "end_date": "x"},
    )

    assert response.json() == {"summary": "Bitte prüfen Sie Beginn und Ende.", "meetings": [], "skipped": []}


def test_rows_of_a_draft_stay_the_same_however_often_it_is_saved(editor, course):
    """Never published, they have no key: only their uid tells which is which."""
    CoursePage.objects.filter(pk=course.pk).update(live=True)
    data = read_form(editor.get(get_edit_url(course)))
    add_run(data, start_date="2026-09-01", end_date="2026-09-15", weekly_times="tue 18:00-19:30")
    editor.post(get_edit_url(course), data)
    first = list_rows(get_draft(course))

    editor.post(get_edit_url(course), read_form(editor.get(get_edit_url(course))))
    again = list_rows(get_draft(course))
    data = read_form(editor.get(get_edit_url(course)))
    editor.post(get_edit_url(course), {**data, "runs-0-weekly_times": "wed 18:00-19:30"})

    assert again == first
    assert [(m.date.day, m.is_generated) for m in get_draft(course).runs.first().meetings.all()] == [
        (2, True),
        (9, True),
    ]


def list_rows(page):
    return [(run.uid, [(m.uid, m.is_generated, m.planned_date) for m in run.meetings.all()]) for run in page.runs.all()]


def test_new_rows_of_one_form_are_told_apart(editor, course):
    """The browser makes them from one template."""
    data = read_form(editor.get(get_edit_url(course)))
    add_run(data, start_date="2026-09-01", end_date="2026-09-15", weekly_times="tue 18:00-19:30; wed 9-10")

    editor.post(get_edit_url(course), data)

    uids = [meeting.uid for meeting in get_draft(course).runs.first().meetings.all()]
    assert len(set(uids)) == len(uids) == 5


def test_meeting_moved_in_the_form_is_not_generated_again(editor, course):
    RunFactory(offering=course, start_date=date(2026, 9, 1), end_date=date(2026, 9, 15), weekly_times="tue 18:00-19:30")
    editor.post(get_edit_url(course), read_form(editor.get(get_edit_url(course))))
    data = read_form(editor.get(get_edit_url(course)))

    editor.post(get_edit_url(course), {**data, "runs-0-meetings-1-date": "2026-09-10"})
    editor.post(get_edit_url(course), read_form(editor.get(get_edit_url(course))))

    assert [m.date.day for m in get_draft(course).runs.first().meetings.all()] == [1, 10, 15]

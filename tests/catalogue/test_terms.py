""" "Neues Angebot" and "Wie letztes Semester", through the browser."""

from datetime import date, time

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from catalogue.factories import (
    ClosedPeriodFactory,
    CoursePageFactory,
    LecturerFactory,
    MeetingFactory,
    RunFactory,
    SubjectFactory,
)
from catalogue.models import CoursePage, Offering
from tests.editor import get_edit_url, press
from tests.forms import get_draft, read_form
from tests.pages import text_of
from tests.people import make_cast, open_door

PROPOSE = "/admin/meine-angebote/neu/"


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def anna(cast):
    return open_door(cast.lecturer_owner)


@pytest.fixture
def course(tree, cast):
    """Thursdays from 3 September, five times."""
    page = CoursePageFactory(
        parent=tree.courses,
        title="Tango",
        slug="tango",
        code="T101-26",
        lecturers=[cast.anna, cast.bert],
        body=[("text", "<p>Schritt für Schritt.</p>")],
    )
    run = RunFactory(
        offering=page,
        start_date=date(2026, 9, 3),
        end_date=date(2026, 10, 1),
        weekly_times="thu 18:00-19:30",
        seats_taken=9,
        fully_booked=True,
        status="confirmed",
        room="Saal",
        registration_deadline=date(2026, 8, 31),
    )
    for day in (date(2026, 9, 3), date(2026, 9, 10), date(2026, 9, 17), date(2026, 9, 24), date(2026, 10, 1)):
        MeetingFactory(run=run, date=day, start_time=time(18), end_time=time(19, 30), is_generated=True, note="Alt")
    CoursePage.objects.get(pk=page.pk).save_revision(clean=False).publish()
    return CoursePage.objects.get(pk=page.pk)


def get_url(course):
    return reverse("catalogue_repeat", args=[course.pk])


def preview(browser, course, **values):
    opened = browser.get(get_url(course))
    return browser.post(get_url(course), {**read_form(opened, selector="main form"), **values})


def repeat(browser, course, **values):
    shown = preview(browser, course, **values)
    browser.post(get_url(course), {**read_form(shown, selector="main form"), "confirm": "1"})
    return CoursePage.objects.exclude(pk=course.pk).get()


def list_days(page) -> list[str]:
    run = page.runs.get()
    return [f"{meeting.date:%a %d.%m.%Y}" for meeting in run.meetings.order_by("date")]


def test_next_term_has_the_same_weekday_and_goes_past_holidays(course, anna):
    ClosedPeriodFactory(name="Karneval", start_date=date(2027, 4, 29), end_date=date(2027, 4, 30))

    copy = repeat(anna, course, start="2027-04-20")

    # 29 April is closed, 6 May is Ascension Day, 27 May Corpus Christi: five evenings all the same
    assert list_days(copy) == [
        "Thu 22.04.2027",
        "Thu 13.05.2027",
        "Thu 20.05.2027",
        "Thu 03.06.2027",
        "Thu 10.06.2027",
    ]
    run = copy.runs.get()
    assert (run.start_date, run.end_date, run.registration_deadline) == (
        date(2027, 4, 22),
        date(2027, 6, 10),
        date(2027, 4, 19),
    )


def test_copy_is_a_draft_with_free_places_and_a_number_of_its_own(cast, course, anna):
    copy = repeat(anna, course, start="2027-04-20")

    assert (copy.live, copy.title, copy.owner) == (False, "Tango", cast.lecturer_owner)
    assert (copy.slug, copy.code not in ("", "T101-26")) == ("tango-2", True)
    assert set(copy.lecturers.all()) == {cast.anna, cast.bert}
    run = copy.runs.get()
    assert (run.status, run.seats_taken, run.fully_booked, run.room, run.weekly_times) == (
        *("planned", 0, False, "Saal"),
        "thu 18:00-19:30",
    )
    assert {meeting.note for meeting in run.meetings.all()} == {""}
    source = CoursePage.objects.get(pk=course.pk)
    assert (source.runs.get().seats_taken, source.has_unpublished_changes) == (9, False)
    assert anna.get(get_edit_url(copy)).status_code == 200


def test_saving_the_copy_changes_no_date(course, anna):
    copy = repeat(anna, course, start="2027-04-20")
    days = list_days(copy)

    press(anna, copy, "save", title="Tango im Sommer")

    draft = get_draft(copy)
    assert draft.title == "Tango im Sommer"
    assert [f"{m.date:%a %d.%m.%Y}" for m in draft.runs.all()[0].meetings.all()] == days


def test_an_open_draft_is_not_copied(cast, course, anna):
    press(open_door(cast.other_lecturer), course, "save", title="Geheimer Plan")

    copy = repeat(anna, course, start="2027-04-20")

    titles = {revision.content["title"] for revision in copy.revisions.all()}
    assert (copy.title, get_draft(copy).title, titles) == ("Tango", "Tango", {"Tango"})


def test_nothing_is_made_before_the_dates_are_confirmed(course, anna):
    shown = preview(anna, course, start="2027-04-20")

    lines = [text_of(row) for row in BeautifulSoup(shown.content, "html.parser").select(".desk-diff li")]
    assert lines[0] == "Do., 22.04.2027, 18:00–19:30 Uhr"
    assert Offering.objects.count() == 1


def test_form_suggests_the_last_term_and_a_day_to_come(course, anna):
    second = RunFactory(offering=course, number="2", start_date=date(2030, 1, 3))

    form = anna.get(get_url(course)).context["form"]

    first = course.runs.get(number="1")
    assert form.initial["runs"] in ([str(first.uid)], [str(second.uid)])
    assert form.initial["start"].weekday() == date(2026, 9, 3).weekday()


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"start": "2026-08-01"}, "Der neue Beginn muss nach dem bisherigen liegen."),
        ({"start": "bald"}, "Bitte ein gültiges Datum eingeben."),
        ({"runs": []}, "Bitte wählen Sie mindestens einen Durchgang."),
        ({"runs": ["fremd"]}, None),
    ],
)
def test_bad_input_is_explained(course, anna, values, error):
    response = preview(anna, course, **{"start": "2027-04-20", **values})

    errors = [text_of(row) for row in BeautifulSoup(response.content, "html.parser").select(".desk-errors li")]
    assert (len(errors), Offering.objects.count()) == (1, 1)
    assert error is None or errors == [error]


def test_single_dates_keep_their_weekday_and_follow_a_week_later_on_holidays(tree, cast, anna):
    page = CoursePageFactory(parent=tree.courses, lecturers=[cast.anna])
    run = RunFactory(offering=page, start_date=date(2026, 9, 3), end_date=date(2026, 9, 10), seats_taken=None)
    for day in (date(2026, 9, 3), date(2026, 9, 10)):
        MeetingFactory(run=run, date=day)

    copy = repeat(anna, page, start="2027-04-29")

    assert list_days(copy) == ["Thu 29.04.2027", "Thu 13.05.2027"]
    assert copy.runs.get().seats_taken is None


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("anonymous", 302),
        ("lecturer_owner", 200),
        ("coordinator", 302),
        ("other_coordinator", 404),
        ("editor", 200),
        ("administrator", 200),
    ],
)
def test_who_may_repeat_an_offering(cast, course, role, status):
    subject = SubjectFactory()
    subject.coordinators.add(cast.coordinator)
    Offering.objects.filter(pk=course.pk).update(subject=subject)
    browser = open_door(getattr(cast, role))

    assert browser.get(get_url(course)).status_code == status


def test_others_cannot_repeat_it_whatever_they_send(cast, course, anna):
    stranger = LecturerFactory(user=cast.other_editor)
    cast.other_editor.groups.set(cast.lecturer_owner.groups.all())
    shown = read_form(preview(anna, course, start="2027-04-20"), selector="main form")

    response = open_door(stranger.user).post(get_url(course), {**shown, "confirm": "1"})

    assert (response.status_code, Offering.objects.count()) == (404, 1)


def test_new_offering_is_a_draft_of_ones_own(cast, anna):
    response = anna.post(PROPOSE, {"title": "Tänze aus Georgien"})

    page = CoursePage.objects.get()
    assert response.url == get_edit_url(page)
    assert (page.title, page.slug, page.live, page.owner) == (
        *("Tänze aus Georgien", "taenze-aus-georgien", False),
        cast.lecturer_owner,
    )
    assert list(page.lecturers.all()) == [cast.anna]
    assert anna.get(response.url).status_code == 200
    anna.post(PROPOSE, {"title": "Tänze aus Georgien"})
    assert CoursePage.objects.filter(slug="taenze-aus-georgien-2").count() == 1


@pytest.mark.parametrize("title", ["", " ", "x" * 256])
def test_new_offering_needs_a_name(anna, title):
    assert anna.post(PROPOSE, {"title": title}).status_code == 200
    assert Offering.objects.count() == 0


def test_new_offering_needs_somebody_who_leads(cast, anna):
    cast.anna.is_active = False
    cast.anna.save()

    statuses = [browser.post(PROPOSE, {"title": "Tango"}).status_code for browser in (anna, open_door(cast.editor))]

    assert (statuses, Offering.objects.count()) == ([302, 302], 0)

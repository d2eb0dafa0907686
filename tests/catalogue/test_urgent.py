"""Urgent facts, from the button on the phone to the public page."""

from datetime import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from catalogue.factories import MeetingFactory, RunFactory, SubjectFactory
from catalogue.models import CoursePage, UrgentChange
from catalogue.permissions import can_change_urgent_facts
from tests.catalogue.urgent import (
    change,
    confirm,
    fill_in,
    get_meetings,
    get_run,
    get_url,
    in_days,
    list_statuses,
    make_course,
    read_form_errors,
    read_lines,
    read_messages,
)
from tests.pages import read, text_of
from tests.people import make_cast, open_door

PUBLISHED = "Das ist jetzt öffentlich. Redaktion und Kursleitung bekommen eine Nachricht."
ACTIONS = ("urgent", "cancel_meeting", "move_meeting", "places", "confirm_run")
#: what opening and sending each form answers
WHO_MAY = {
    "anonymous": 302,
    "lecturer_owner": 200,
    "other_lecturer": 404,
    "coordinator": 200,
    "other_coordinator": 404,
    "editor": 200,
    "administrator": 200,
    "superuser": 200,
}


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def course(tree, cast):
    subject = SubjectFactory(name="Tanz", slug="tanz")
    subject.coordinators.add(cast.coordinator)
    return make_course(tree, cast, subject=subject)


@pytest.fixture
def anna(cast):
    return open_door(cast.lecturer_owner)


@pytest.fixture
def visitor(client):
    return client


@pytest.mark.parametrize(("role", "status"), WHO_MAY.items())
def test_who_may_change_urgent_facts(cast, course, role, status):
    browser = open_door(getattr(cast, role))
    uid = get_meetings(course)[0].uid

    opened = {name: browser.get(get_url(course, name)).status_code for name in ACTIONS}
    sent = browser.post(get_url(course, "cancel_meeting"), {"meeting": uid}).status_code

    assert opened == dict.fromkeys(ACTIONS, status)
    assert sent == status


@pytest.mark.parametrize(("role", "status"), WHO_MAY.items())
def test_the_rule_itself_says_the_same(cast, course, role, status):
    """The middleware hides foreign offerings before any view is asked; the view asks again."""
    assert can_change_urgent_facts(user=getattr(cast, role), offering=course) is (status == 200)


@pytest.mark.parametrize("role", [role for role, status in WHO_MAY.items() if status != 200])
def test_nobody_else_publishes_whatever_they_send(cast, course, anna, role):
    """With the words and the seal of somebody who may."""
    shown = fill_in(anna, course, "cancel_meeting")

    response = confirm(open_door(getattr(cast, role)), course, "cancel_meeting", shown)

    assert response.status_code == WHO_MAY[role]
    assert (UrgentChange.objects.count(), list_statuses(course)) == (0, ["planned"] * 3)


def test_role_without_the_right_changes_nothing(cast, course, anna):
    cast.lecturer_owner.groups.get().permissions.filter(codename="change_urgent_facts").delete()

    assert anna.get(get_url(course, "cancel_meeting")).status_code == 302
    assert "Termin absagen" not in anna.get(reverse("catalogue_desk")).content.decode()


def test_lecturer_removed_from_the_offering_loses_the_buttons_at_once(cast, course, anna):
    shown = fill_in(anna, course, "cancel_meeting")
    page = CoursePage.objects.get(pk=course.pk)
    page.lecturers.set([cast.bert])
    page.save()

    assert confirm(anna, course, "cancel_meeting", shown).status_code == 404
    assert UrgentChange.objects.count() == 0


def test_publishing_needs_the_token_of_the_form(cast, course):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.lecturer_owner)

    response = browser.post(get_url(course, "cancel_meeting"), {"meeting": get_meetings(course)[0].uid})

    assert response.status_code == 403


def test_offering_that_is_not_public_has_no_urgent_facts(cast, course, anna):
    CoursePage.objects.get(pk=course.pk).unpublish()

    assert {name: anna.get(get_url(course, name)).status_code for name in ACTIONS} == dict.fromkeys(ACTIONS, 404)


def test_cancelling_takes_three_taps_and_is_public(course, anna, visitor):
    day = in_days(7)
    shown = fill_in(anna, course, "cancel_meeting", note="Ich bin krank.")
    lines = read_lines(shown)

    response = confirm(anna, course, "cancel_meeting", shown)

    assert lines[0].endswith(f"{day:%d.%m.}, 18:00–19:30 Uhr: fällt aus") or day.year != timezone.localdate().year
    assert lines[1:] == ["Hinweis: „Ich bin krank.“"]
    assert (response.url, read_messages(response)) == (get_url(course, "urgent"), [PUBLISHED])
    page = text_of(read(visitor, course.url).main)
    assert ("fällt aus" in page, "Ich bin krank." in page) == (True, True)
    assert [(m.status, m.note) for m in get_meetings(course)] == [
        ("cancelled", "Ich bin krank."),
        ("planned", ""),
        ("planned", ""),
    ]


def list_hits(client, address):
    # without those that come nearest where there are none
    return [text_of(title) for title in read(client, address).select(".finder__hits[start] .card__title")]


def test_finder_shows_the_change_at_once(tree, course, anna, visitor):
    address = tree.finder.get_url() + f"?from={in_days(7)}&to={in_days(7)}"
    before = list_hits(visitor, address)

    change(anna, course, "cancel_meeting")

    assert (before, list_hits(visitor, address)) == ([course.title], [])


def test_nothing_is_public_before_it_is_confirmed(course, anna):
    fill_in(anna, course, "cancel_meeting")

    assert (list_statuses(course), UrgentChange.objects.count()) == (["planned"] * 3, 0)


def test_moving_a_meeting_names_both_days(course, anna):
    old, new = in_days(14), in_days(16)
    meeting = get_meetings(course)[1]

    shown = fill_in(anna, course, "move_meeting", meeting=meeting.uid, day=new, start_time="17:00", room="Saal")
    confirm(anna, course, "move_meeting", shown)

    assert len(read_lines(shown)) == 2
    assert f"{new:%d.%m.}" in read_lines(shown)[0]
    assert read_lines(shown)[1] == "Raum: Saal"
    moved = get_meetings(course)[1]
    assert (moved.uid, moved.date, f"{moved.start_time:%H:%M}", moved.room, moved.status) == (
        *(meeting.uid, new, "17:00", "Saal"),
        "moved",
    )
    assert (moved.planned_date, moved.end_time) == (old, meeting.end_time)


def test_meeting_moved_beyond_the_end_keeps_the_course_public(course, anna, visitor):
    last = get_meetings(course)[-1]

    change(anna, course, "move_meeting", meeting=last.uid, day=in_days(40))

    run = get_run(course)
    assert (run.end_date, run.is_over(in_days(30)), run.is_over(in_days(41))) == (in_days(21), False, True)
    found = [CoursePage.objects.upcoming(on).filter(pk=course.pk).exists() for on in (in_days(30), in_days(41))]
    assert found == [True, False]


def test_places_start_with_what_stands_there(course, anna, visitor):
    form = anna.get(get_url(course, "places")).context["form"]
    shown = fill_in(anna, course, "places", seats_taken="11", waiting_list="on")
    confirm(anna, course, "places", shown)

    assert form.initial["seats_taken"] == 5
    assert read_lines(shown) == ["Belegte Plätze: 11 (bisher: 5)", "Warteliste: ja (bisher: nein)"]
    run = get_run(course)
    assert (run.seats_taken, run.fully_booked, run.waiting_list) == (11, False, True)
    assert "Nur noch wenige Plätze" in text_of(read(visitor, course.url).main)


def test_places_of_the_second_run_start_with_its_own_numbers(course, anna):
    second = RunFactory(offering=course, number="2", start_date=in_days(60), seats_taken=1)

    form = anna.get(f"{get_url(course, 'places')}?wahl={second.uid}").context["form"]

    assert (form["run"].value(), form["seats_taken"].value()) == (str(second.uid), 1)


def test_full_course_says_so(course, anna, visitor):
    change(anna, course, "places", fully_booked="on")

    assert "Ausgebucht" in text_of(read(visitor, course.url).main)


def test_run_that_is_certain_says_so(course, anna, visitor):
    shown = fill_in(anna, course, "confirm_run")
    confirm(anna, course, "confirm_run", shown)

    assert read_lines(shown) == ["Durchgang: findet sicher statt (bisher: geplant)"]
    assert "findet sicher statt" in text_of(read(visitor, course.url).main)


@pytest.mark.parametrize(
    ("name", "values", "error"),
    [
        ("move_meeting", {"day": "2020-01-01"}, "Der neue Termin liegt in der Vergangenheit."),
        ("move_meeting", {"day": ""}, "Dieses Feld muss ausgefüllt werden."),
        ("cancel_meeting", {"meeting": "kein-termin"}, "Das gibt es nicht mehr."),
        ("cancel_meeting", {"note": "x" * 161}, None),
        ("places", {"seats_taken": "13"}, "Es gibt höchstens 12 Plätze."),
        ("places", {"seats_taken": "-1"}, None),
        ("places", {}, "Daran ändert sich nichts: Die Angaben stehen schon so da."),
    ],
)
def test_bad_input_is_explained_and_publishes_nothing(course, anna, name, values, error):
    response = fill_in(anna, course, name, **values)

    errors = read_form_errors(response)
    assert (len(errors), read_lines(response)) == (1, [])
    assert error is None or errors == [error]


def test_past_and_cancelled_meetings_are_not_offered(course, anna):
    first, second, third = get_meetings(course)
    type(first).objects.filter(pk=first.pk).update(date=in_days(-1))
    change(anna, course, "cancel_meeting", meeting=second.uid)

    offered = list(anna.get(get_url(course, "cancel_meeting")).context["form"].targets)
    sent = anna.post(get_url(course, "cancel_meeting"), {"meeting": first.uid})

    assert offered == [str(third.uid)]
    assert read_form_errors(sent) == ["Das gibt es nicht mehr."]


def test_meeting_of_today_that_is_over_is_not_offered(course, anna):
    first, second, _third = get_meetings(course)
    type(first).objects.filter(pk=first.pk).update(date=in_days(0), start_time=time(0), end_time=time(0, 0, 1))

    assert next(iter(anna.get(get_url(course, "cancel_meeting")).context["form"].targets)) == str(second.uid)


@pytest.mark.parametrize(
    ("role", "label"),
    [("lecturer_owner", "Meine Angebote"), ("editor", "Angebot bearbeiten"), ("coordinator", "Angebote")],
)
def test_everybody_finds_back_to_where_they_work(cast, course, role, label):
    browser = open_door(getattr(cast, role))

    link = read(browser, get_url(course, "urgent")).select_one(".desk-header a")

    assert (text_of(link), browser.get(link["href"]).status_code) == (label, 200)


def test_meeting_that_ends_while_one_is_typing_is_refused_kindly(course, anna):
    shown = fill_in(anna, course, "cancel_meeting")
    type(get_meetings(course)[0]).objects.filter(pk=get_meetings(course)[0].pk).update(date=in_days(-1))

    response = confirm(anna, course, "cancel_meeting", shown)

    assert (response.status_code, read_form_errors(response)) == (200, ["Das gibt es nicht mehr."])
    assert UrgentChange.objects.count() == 0


def test_course_that_is_over_offers_nothing(course, anna):
    type(get_run(course)).objects.update(end_date=in_days(-1))
    for meeting in get_meetings(course):
        type(meeting).objects.filter(pk=meeting.pk).update(date=in_days(-8))

    pages = [anna.get(get_url(course, name)) for name in ACTIONS]

    assert [page.status_code for page in pages] == [200] * len(ACTIONS)
    assert all("main" in page.content.decode() and not page.context.get("kinds") for page in pages)
    assert all("Weiter</button>" not in page.content.decode() for page in pages)


def test_change_stands_in_the_history_of_the_page_in_words(cast, course, anna):
    change(anna, course, "cancel_meeting", note="Krank.")
    entry = PageLogEntry.objects.get(action="catalogue.urgent.cancel_meeting")

    history = open_door(cast.editor).get(reverse("wagtailadmin_pages:history", args=[course.pk])).content.decode()

    assert (entry.user, entry.revision_id) == (
        cast.lecturer_owner,
        CoursePage.objects.get(pk=course.pk).live_revision_id,
    )
    assert entry.data["after"]["status"] == "cancelled"
    assert "Sofort veröffentlicht: Termin absagen" in history
    assert "fällt aus" in history


def test_overview_tells_who_changed_what(course, anna):
    change(anna, course, "cancel_meeting", note="Krank & müde.")

    page = text_of(read(anna, get_url(course, "urgent")).main)

    assert ("fällt aus" in page, "Krank & müde." in page) == (True, True)


def test_overview_costs_the_same_for_one_and_for_many_changes(course, anna, django_assert_max_num_queries):
    change(anna, course, "places", seats_taken="6")
    anna.get(get_url(course, "urgent"))
    with django_assert_max_num_queries(40) as few:
        anna.get(get_url(course, "urgent"))
    for seats in range(7, 12):
        change(anna, course, "places", seats_taken=str(seats))

    with django_assert_max_num_queries(40) as many:
        anna.get(get_url(course, "urgent"))

    assert len(many) == len(few)


def test_editors_reach_urgent_changes_from_the_editor(cast, course):
    page = open_door(cast.editor).get(reverse("wagtailadmin_pages:edit", args=[course.pk])).content.decode()

    assert get_url(course, "urgent") in page


def test_visitor_is_sent_to_the_login(course):
    response = open_door(AnonymousUser()).get(get_url(course, "urgent"))

    assert response.url.startswith("/konto/login/")


def test_two_meetings_at_the_same_hour_are_refused(course, anna):
    MeetingFactory(run=get_run(course), date=in_days(9), start_time=get_meetings(course)[0].start_time)

    response = fill_in(anna, course, "move_meeting", day=in_days(9))

    assert read_form_errors(response) == ["Zu dieser Zeit gibt es in diesem Durchgang schon einen Termin."]

""" "Meine Angebote" as lecturers find it."""

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page

from catalogue.admin.desk import ANCHORS
from catalogue.factories import CoursePageFactory, LecturerFactory, MeetingFactory, RunFactory, SubjectFactory
from catalogue.models import CoursePage, Meeting, Run
from media.factories import ImageFactory
from tests.catalogue.urgent import get_meetings, in_days, make_course
from tests.editor import get_edit_url, press, review
from tests.pages import read, text_of
from tests.people import make_cast, open_door

DESK = "/admin/meine-angebote/"


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def anna(cast):
    return open_door(cast.lecturer_owner)


def read_cards(browser, query: str = "") -> dict:
    """Title -> card, in the order of the page."""
    soup = read(browser, f"{DESK}{query}")
    return {text_of(card.h2): card for card in soup.select(".desk-card")}


def read_states(browser, query: str = "") -> dict[str, str]:
    return {title: text_of(card.select_one(".desk-state")) for title, card in read_cards(browser, query).items()}


def test_lecturers_start_at_their_offerings(cast, anna):
    assert anna.get(reverse("wagtailadmin_home")).url == DESK
    assert open_door(cast.editor).get(reverse("wagtailadmin_home")).status_code == 200


def test_coordinators_keep_their_dashboard(cast):
    SubjectFactory().coordinators.add(cast.coordinator)

    assert open_door(cast.coordinator).get(reverse("wagtailadmin_home")).status_code == 200


def test_whoever_may_not_enter_is_not_sent_in_circles(cast):
    cast.lecturer_owner.groups.clear()

    answer = open_door(cast.lecturer_owner).get(reverse("wagtailadmin_home"))

    assert answer.status_code in (302, 403)
    assert answer.get("Location", "") != DESK


def test_desk_shows_own_offerings_only_by_committed_rows(tree, cast, anna):
    make_course(tree, cast)
    other = CoursePageFactory(parent=tree.courses, title="Chor", lecturers=[cast.bert])
    draft = CoursePage.objects.get(pk=other.pk)
    draft.lecturers.set([cast.anna])
    draft.save_revision()

    assert list(read_cards(anna)) == ["Tango"]


@pytest.mark.parametrize("is_active", [True, False])
def test_desk_without_offerings_says_whom_to_ask(cast, anna, is_active):
    cast.anna.is_active = is_active
    cast.anna.save()

    assert "Ihnen ist noch kein Angebot zugeordnet." in text_of(read(anna, DESK).main)


def test_each_offering_shows_where_it_stands(tree, cast, anna):
    reviewed = SubjectFactory(name="Tanz", slug="tanz")
    reviewed.coordinators.add(cast.coordinator)
    pages = {name: make_course(tree, cast, subject=reviewed) for name in ("wish", "review", "changed", "live", "ended")}
    for name, page in pages.items():
        Page.objects.filter(pk=page.pk).update(title=name, draft_title=name)
    CoursePageFactory(parent=tree.courses, title="draft", live=False, lecturers=[cast.anna])
    press(anna, pages["wish"], "action-submit", title="wish")
    review(open_door(cast.coordinator), pages["wish"], "reject", comment="Bitte <b>kürzer</b>.")
    press(anna, pages["review"], "action-submit", title="review")
    press(anna, pages["changed"], "save", title="changed")
    Run.objects.filter(offering=pages["ended"].pk).update(end_date=in_days(-1))
    Meeting.objects.filter(run__offering=pages["ended"].pk).update(date=in_days(-1))

    states = read_states(anna)

    assert states == {
        "wish": "Änderungen gewünscht",
        "changed": "Öffentlich, mit offenen Änderungen",
        "live": "Öffentlich",
        "review": "In Prüfung",
        "draft": "Entwurf",
        "ended": "Beendet",
    }
    first, *_others, last = states
    assert (first, last) == ("wish", "ended")
    note = read_cards(anna)["wish"].select_one(".desk-note")
    assert text_of(note) == f"{cast.coordinator.get_full_name()} wünscht sich Änderungen: Bitte <b>kürzer</b>."
    assert list(read_states(anna, "?stand=draft")) == ["draft"]
    assert list(read_states(anna, "?stand=in_review&q=REV")) == ["review"]
    assert list(read_states(anna, "?stand=unsinn&q=ended")) == ["ended"]


def test_search_stays_within_ones_own_and_finds_numbers(tree, cast, anna):
    make_course(tree, cast, code="T204-H26")
    CoursePageFactory(parent=tree.courses, title="Übungsgruppe", lecturers=[cast.anna])
    CoursePageFactory(parent=tree.courses, title="Übung für andere", lecturers=[cast.bert])

    assert [list(read_cards(anna, f"?q={text}")) for text in ("übung", "t204", "x1y2z3")] == [
        ["Übungsgruppe"],
        ["Tango"],
        [],
    ]
    assert "nichts gefunden" in text_of(read(anna, f"{DESK}?q=x1y2z3").main)


def test_search_text_is_shown_as_text(tree, cast, anna):
    make_course(tree, cast)

    page = anna.get(DESK, {"q": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in page


def test_card_shows_the_next_three_meetings_with_what_changed(tree, cast, anna):
    course = make_course(tree, cast, weeks=5)
    first = get_meetings(course)[0]
    Meeting.objects.filter(pk=first.pk).update(status="cancelled", note="Krank.")

    rows = [text_of(row) for row in read_cards(anna)["Tango"].select(".desk-meetings li")]

    assert len(rows) == 3
    assert rows[0].endswith("18 bis 19:30 Uhr fällt aus Krank.")


@pytest.mark.parametrize(
    ("situation", "buttons"),
    [
        ("ahead", ["Termin absagen", "Termin verlegen", "Plätze ändern", "Findet sicher statt"]),
        ("confirmed", ["Termin absagen", "Termin verlegen", "Plätze ändern"]),
        ("cancelled", []),
        ("over", []),
        ("draft", []),
    ],
)
def test_buttons_are_those_that_make_sense(tree, cast, anna, situation, buttons):
    course = make_course(tree, cast)
    runs = Run.objects.filter(offering=course.pk)
    if situation in ("confirmed", "cancelled"):
        runs.update(status=situation)
    elif situation == "over":
        runs.update(end_date=in_days(-1))
        Meeting.objects.filter(run__in=runs).update(date=in_days(-1))
    elif situation == "draft":
        CoursePage.objects.get(pk=course.pk).unpublish()

    found = read_cards(anna)["Tango"].select(".desk-actions a")

    assert [text_of(button) for button in found] == buttons
    assert [anna.get(button["href"]).status_code for button in found] == [200] * len(buttons)


def test_offering_lists_what_is_missing_and_leads_there(tree, cast, anna):
    CoursePageFactory(parent=tree.courses, title="Tango", summary="", live=False, lecturers=[cast.anna])

    card = read_cards(anna)["Tango"]

    assert card.progress["value"] == "20"
    assert [text_of(link) for link in card.select(".desk-missing a")] == [
        "Bitte sagen Sie in einem oder zwei Sätzen, worum es geht.",
        "Bitte beschreiben Sie das Angebot.",
        "Bitte wählen Sie ein Thema.",
        "Bitte tragen Sie ein, wann es stattfindet.",
        "Ein Bild fehlt noch.",
    ]


def test_complete_offering_has_nothing_missing(tree, cast, anna):
    make_course(tree, cast, subject=SubjectFactory(), image=ImageFactory())

    card = read_cards(anna)["Tango"]

    assert (card.progress["value"], card.select(".desk-missing")) == ("100", [])


def test_the_draft_counts_not_what_is_public(tree, cast, anna):
    course = make_course(tree, cast, subject=SubjectFactory(), image=ImageFactory())

    press(anna, course, "save", summary="")

    assert read_cards(anna)["Tango"].progress["value"] == "80"


def test_links_to_what_is_missing_end_in_the_form(tree, cast, anna):
    course = make_course(tree, cast)

    form = anna.get(get_edit_url(course)).content.decode()

    assert [anchor for anchor in ANCHORS.values() if f'id="panel-child-{anchor}-section"' not in form] == []


def test_sending_off_leads_back_to_the_desk(tree, cast, anna):
    course = make_course(tree, cast, subject=SubjectFactory())

    assert press(anna, course, "action-submit", title="Tango für alle").url == DESK


def test_desk_has_one_heading_and_names_for_its_controls(tree, cast, anna):
    make_course(tree, cast)

    main = read(anna, DESK).main

    assert [text_of(heading) for heading in main.select("h1")] == ["Meine Angebote"]
    labelled = {label["for"] for label in main.select("label[for]")}
    assert {field["id"] for field in main.select("input:not([type=hidden]), progress")} <= labelled


def test_pages_of_a_long_desk(tree, cast, anna):
    for number in range(23):
        CoursePageFactory(parent=tree.courses, title=f"Kurs {number:02}", lecturers=[cast.anna])

    first, second = (list(read_cards(anna, query)) for query in ("", "?seite=2"))

    assert (len(first), len(second), set(first) & set(second)) == (20, 3, set())
    assert list(read_cards(anna, "?seite=unsinn")) == first


def test_desk_costs_the_same_for_one_and_for_thirty(tree, cast, anna, django_assert_max_num_queries):
    fill_desk(tree, cast, 1)
    anna.get(DESK)
    with django_assert_max_num_queries(40) as few:
        anna.get(DESK)
    fill_desk(tree, cast, 30)

    with django_assert_max_num_queries(40) as many:
        page = anna.get(DESK)

    assert len(BeautifulSoup(page.content, "html.parser").select(".desk-card")) == 20
    assert len(many) == len(few)


def fill_desk(tree, cast, count):
    """With runs, meetings, pictures, drafts and what reviewers asked for."""
    subject = SubjectFactory()
    for _number in range(count):
        page = CoursePageFactory(
            parent=tree.courses, lecturers=[cast.anna], subject=subject, image=ImageFactory(), owner=cast.lecturer_owner
        )
        MeetingFactory(run=RunFactory(offering=page), date=in_days(20))
        page = CoursePage.objects.get(pk=page.pk)
        page.save_revision(user=cast.lecturer_owner, clean=False)
        page.get_workflow().start(page, cast.lecturer_owner)
        page = CoursePage.objects.get(pk=page.pk)
        page.current_workflow_task_state.reject(user=cast.editor, comment="Bitte kürzer.")


def test_lecturer_with_two_roles_has_a_link(cast):
    LecturerFactory(user=cast.editor)

    page = open_door(cast.editor).get(reverse("wagtailadmin_home")).content.decode()

    assert re.search(r'"url": "/admin/meine-angebote/"', page)

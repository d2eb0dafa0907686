"""Another venue or another person in many offerings, in public and in drafts."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageLogEntry, TaskState

from catalogue.choices import ReplaceKind
from catalogue.domain import replacing
from catalogue.domain.replacing import Replacement, replace_everywhere
from catalogue.factories import CoursePageFactory, LecturerFactory, RunFactory, SubjectFactory, VenueFactory
from catalogue.models import CoursePage, Run
from tests.catalogue.urgent import in_days, make_course
from tests.editor import press, review
from tests.forms import get_draft
from tests.pages import count_queries, read, text_of
from tests.people import make_cast, open_door

URL = "/admin/redaktion/ersetzen/"
PEOPLE = "/admin/redaktion/kursleitungen/"


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def old():
    return VenueFactory(name="Altes Haus")


@pytest.fixture
def new():
    return VenueFactory(name="Neues Haus")


def make_course_at(tree, cast, venue, **values):
    """Two runs there, one of them over."""
    course = make_course(tree, cast, **values)
    Run.objects.filter(offering=course.pk).update(venue=venue)
    RunFactory(offering=course, venue=venue, start_date=in_days(-90), end_date=in_days(-30))
    return CoursePage.objects.get(pk=course.pk)


def ask(cast, kind, old, new):
    query = f"?kind={kind}&old={old.pk}&new={new.pk}"
    return read(open_door(cast.editor), URL + query)


def read_rows(soup) -> list[str]:
    return [text_of(row) for row in soup.select(".editorial-table tbody tr")]


def replace(cast, kind, old, new, *pages):
    return open_door(cast.editor).post(
        URL, {"kind": kind, "old": old.pk, "new": new.pk, "offering": [page.pk for page in pages]}
    )


def list_venues(page) -> list[str]:
    return [run.venue.name for run in sorted(page.runs.all(), key=lambda run: run.start_date)]


def test_preview_shows_public_and_draft_and_leaves_out_what_is_over(tree, cast, old, new):
    course = make_course_at(tree, cast, old, code="T1-26")
    press(open_door(cast.lecturer_owner), course, "save", title="Tango neu")
    only_past = make_course(tree, cast, code="T2-26")
    RunFactory(offering=only_past, venue=old, start_date=in_days(-90), end_date=in_days(-30))

    assert read_rows(ask(cast, "venue", old, new)) == ["Tango neu T1-26 1 Durchgang 1 Durchgang"]


def test_venue_changes_in_public_and_draft_and_the_draft_stays_one(tree, cast, old, new):
    course = make_course_at(tree, cast, old)
    press(open_door(cast.lecturer_owner), course, "save", title="Geheimer Plan")

    replace(cast, "venue", old, new, course)

    course = CoursePage.objects.get(pk=course.pk)
    assert list_venues(course) == ["Altes Haus", "Neues Haus"]
    assert (course.title, course.live, course.has_unpublished_changes) == ("Tango", True, True)
    assert (get_draft(course).title, list_venues(get_draft(course))) == (
        "Geheimer Plan",
        ["Altes Haus", "Neues Haus"],
    )
    entry = PageLogEntry.objects.get(page=course.pk, action="catalogue.replace")
    assert (entry.user, entry.data["text"]) == (
        cast.editor,
        "Ort: Neues Haus, Garath statt Altes Haus, Garath",
    )


def test_only_what_is_ticked_changes(tree, cast, old, new):
    first, second = make_course_at(tree, cast, old), make_course_at(tree, cast, old)

    replace(cast, "venue", old, new, second)

    assert [list_venues(CoursePage.objects.get(pk=page.pk))[-1] for page in (first, second)] == [
        "Altes Haus",
        "Neues Haus",
    ]


def test_review_goes_on_with_the_new_lecturer(tree, cast):
    subject = SubjectFactory()
    subject.coordinators.add(cast.coordinator)
    course = make_course(tree, cast, subject=subject)
    press(open_door(cast.lecturer_owner), course, "action-submit", title="Eingereicht")

    replace(cast, "lecturer", cast.anna, cast.bert, course)

    course = CoursePage.objects.get(pk=course.pk)
    assert list(course.lecturers.all()) == [cast.bert]
    assert course.current_workflow_task_state.revision_id == course.latest_revision_id
    assert TaskState.objects.filter(status="in_progress").count() == 1
    review(open_door(cast.coordinator), course, "approve")
    review(open_door(cast.editor), course, "approve")
    course = CoursePage.objects.get(pk=course.pk)
    assert (course.title, list(course.lecturers.all())) == ("Eingereicht", [cast.bert])


def test_lecturer_of_a_draft_nobody_saw_changes_in_rows_and_draft(tree, cast):
    page = CoursePageFactory(parent=tree.courses, live=False, lecturers=[cast.anna], contact=cast.anna)
    page.save_revision(clean=False)

    replace(cast, "lecturer", cast.anna, cast.bert, page)

    page = CoursePage.objects.get(pk=page.pk)
    assert (page.live, list(page.lecturers.all()), page.contact) == (False, [cast.bert], cast.bert)
    assert (list(get_draft(page).lecturers.all()), get_draft(page).contact) == ([cast.bert], cast.bert)


def test_venue_of_a_draft_nobody_saw_changes_in_rows_and_draft(tree, cast, old, new):
    page = CoursePageFactory(parent=tree.courses, live=False)
    RunFactory(offering=page, venue=old)
    CoursePage.objects.get(pk=page.pk).save_revision(clean=False)

    replace(cast, "venue", old, new, page)

    page = CoursePage.objects.get(pk=page.pk)
    assert (list_venues(page), list_venues(get_draft(page))) == (["Neues Haus"], ["Neues Haus"])


def test_who_is_there_already_is_not_there_twice(tree, cast):
    course = make_course(tree, cast)
    course.lecturers.add(cast.bert)
    course.save()

    replace(cast, "lecturer", cast.anna, cast.bert, course)

    assert list(CoursePage.objects.get(pk=course.pk).lecturers.all()) == [cast.bert]


def test_a_draft_alone_is_found_too(tree, cast, old, new):
    course = make_course(tree, cast)
    draft = course.latest_revision.as_object()
    (run,) = draft.runs.all()
    run.venue = old
    draft.save_revision(clean=False)

    assert read_rows(ask(cast, "venue", old, new)) == [f"Tango {course.code} 1 Durchgang"]
    replace(cast, "venue", old, new, course)
    assert list_venues(get_draft(course)) == ["Neues Haus"]


def test_all_or_nothing(tree, cast, old, new, monkeypatch):
    first, second = make_course_at(tree, cast, old), make_course_at(tree, cast, old)
    change_one = replacing.change_every_version

    def fail_at_second(*, offering, **kwargs):
        if offering.pk == second.pk:
            raise RuntimeError("broken")
        return change_one(offering=offering, **kwargs)

    monkeypatch.setattr(replacing, "change_every_version", fail_at_second)
    with pytest.raises(RuntimeError):
        replace_everywhere(
            replacement=Replacement(ReplaceKind.VENUE, old, new), pks=[first.pk, second.pk], user=cast.editor
        )

    assert list_venues(CoursePage.objects.get(pk=first.pk))[-1] == "Altes Haus"
    assert PageLogEntry.objects.filter(action="catalogue.replace").exists() is False


@pytest.mark.parametrize("data", [{}, {"kind": "unsinn", "old": "x"}, {"kind": "venue", "old": "9999999", "new": "1"}])
def test_nonsense_is_told(cast, data):
    editor = open_door(cast.editor)

    assert editor.get(URL, data).status_code == 200
    assert editor.post(URL, data).status_code == 200


def test_the_same_on_both_sides_is_told(cast, old):
    assert "Das ist dasselbe wie bisher." in text_of(ask(cast, "venue", old, old).main)


@pytest.mark.parametrize("role", ["anonymous", "lecturer_owner", "coordinator"])
def test_only_editors_replace(tree, cast, old, new, role):
    course = make_course_at(tree, cast, old)
    browser = open_door(getattr(cast, role))

    assert browser.get(URL).status_code == 302
    browser.post(URL, {"kind": "venue", "old": old.pk, "new": new.pk, "offering": [course.pk]})
    assert list_venues(CoursePage.objects.get(pk=course.pk))[-1] == "Altes Haus"


def test_preview_costs_the_same_for_one_and_for_many(tree, cast, old, new):
    editor = open_door(cast.editor)
    query = f"{URL}?kind=venue&old={old.pk}&new={new.pk}"
    make_course_at(tree, cast, old).save_revision(clean=False)
    few = count_queries(editor, query)
    for _number in range(8):
        make_course_at(tree, cast, old).save_revision(clean=False)

    many = count_queries(editor, query)

    assert (many, many <= 40) == (few, True)


# Somebody leaves


def leave(cast, person, **values):
    return open_door(cast.editor).post(f"{PEOPLE}{person.pk}/verabschieden/", values)


def test_leaving_hands_over_and_ends_every_session(client, tree, cast):
    course = make_course(tree, cast, contact=cast.anna)
    draft = CoursePageFactory(parent=tree.courses, title="Entwurf", live=False, lecturers=[cast.anna])
    over = make_course(tree, cast)
    Run.objects.filter(offering=over.pk).update(end_date=in_days(-1))
    over.runs.get().meetings.all().delete()
    phone, laptop = open_door(cast.lecturer_owner), open_door(cast.lecturer_owner)
    shown = read(open_door(cast.editor), f"{PEOPLE}{cast.anna.pk}/verabschieden/")

    leave(cast, cast.anna, successor=cast.bert.pk)

    assert read_rows(shown) == [
        f"Entwurf {draft.code} Kursleitung",
        f"Tango {course.code} Kursleitung, Ansprechperson",
    ]
    pages = [CoursePage.objects.get(pk=page.pk) for page in (course, draft, over)]
    assert [list(page.lecturers.all()) for page in pages] == [[cast.bert], [cast.bert], [cast.anna]]
    assert pages[0].contact == cast.bert
    assert [browser.get("/admin/meine-angebote/").status_code for browser in (phone, laptop)] == [302, 302]
    cast.lecturer_owner.refresh_from_db()
    cast.anna.refresh_from_db()
    assert (cast.lecturer_owner.is_active, cast.lecturer_owner.has_usable_password()) == (False, False)
    assert cast.anna.is_active is False
    assert open_door(cast.other_lecturer).get(f"/admin/pages/{draft.pk}/edit/").status_code == 200


def test_sessions_do_not_come_back_with_the_person(cast):
    browser = open_door(cast.lecturer_owner)
    leave(cast, cast.anna)

    open_door(cast.editor).post(f"{PEOPLE}{cast.anna.pk}/zurueckholen/")

    cast.lecturer_owner.refresh_from_db()
    assert cast.lecturer_owner.is_active is True
    assert browser.get("/admin/meine-angebote/").status_code == 302


def test_somebody_has_to_be_chosen_or_nobody_on_purpose(tree, cast):
    course = make_course(tree, cast)

    asked = leave(cast, cast.anna)
    kept = list(CoursePage.objects.get(pk=course.pk).lecturers.all())
    leave(cast, cast.anna, successor="nobody")

    errors = BeautifulSoup(asked.content, "html.parser").select(".desk-errors li")
    assert [text_of(error) for error in errors] == ["Bitte wählen Sie, wer die Angebote übernimmt."]
    assert kept == [cast.anna]
    assert list(CoursePage.objects.get(pk=course.pk).lecturers.all()) == []


@pytest.mark.parametrize("successor", ["0", "unsinn", "self", "left"])
def test_nobody_impossible_takes_over(tree, cast, successor):
    make_course(tree, cast)
    left = LecturerFactory(is_active=False)

    leave(cast, cast.anna, successor={"self": cast.anna.pk, "left": left.pk}.get(successor, successor))

    cast.anna.refresh_from_db()
    assert cast.anna.is_active is True


@pytest.mark.parametrize("who", ["administrator", "other_editor", "superuser", "coordinator"])
def test_editors_cannot_lock_out_others_who_work_here(cast, who):
    user = getattr(cast, who)
    person = LecturerFactory(user=user)

    leave(cast, person)

    user.refresh_from_db()
    person.refresh_from_db()
    assert (user.is_active, user.has_usable_password(), person.is_active) == (True, True, False)


def test_who_was_locked_out_by_others_does_not_come_back_through_the_profile(cast):
    cast.administrator.is_active = False
    cast.administrator.save()
    person = LecturerFactory(user=cast.administrator, is_active=False)

    open_door(cast.editor).post(f"{PEOPLE}{person.pk}/zurueckholen/")

    cast.administrator.refresh_from_db()
    assert cast.administrator.is_active is False


@pytest.mark.parametrize("role", ["anonymous", "lecturer_owner", "coordinator"])
def test_only_editors_let_go(cast, role):
    browser = open_door(getattr(cast, role))

    for action in ("verabschieden", "zurueckholen"):
        assert browser.get(f"{PEOPLE}{cast.bert.pk}/{action}/").status_code == 302
        browser.post(f"{PEOPLE}{cast.bert.pk}/{action}/")
    cast.bert.refresh_from_db()
    assert cast.bert.is_active is True

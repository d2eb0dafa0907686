"""The queue and the review page as editors and coordinators use them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from catalogue.factories import CoursePageFactory, RunFactory, SubjectFactory, VenueFactory
from catalogue.models import CoursePage, ReviewMark
from catalogue.roles import EDITOR_TASK
from tests.catalogue.reviewing import (
    QUEUE,
    approve_marked,
    decide,
    get_public_title,
    get_url,
    make_submission,
    read_decision,
    read_messages,
    read_titles,
    reload,
    send,
    submit,
)
from tests.editor import press
from tests.pages import count_queries, read, text_of
from tests.people import make_cast, open_door


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def editor(cast):
    return open_door(cast.editor)


@pytest.fixture
def dance(cast):
    subject = SubjectFactory(name="Tanz")
    subject.coordinators.add(cast.coordinator)
    return subject


def wait(page, days: int):
    """As if it had been submitted that many days earlier."""
    TaskState.objects.filter(workflow_state__object_id=str(page.pk)).update(
        started_at=timezone.now() - timedelta(days=days)
    )


def test_queue_says_what_waits_for_whom_since_when(tree, cast, editor):
    make_submission(tree, cast, title="Chor", subject=SubjectFactory(name="Musik"))
    old = make_submission(tree, cast, title="Tango")
    wait(old, 3)

    page = read(editor, QUEUE)

    assert [text_of(row) for row in page.select(".review-list h2")] == ["Tango für alle", "Chor für alle"]
    facts = text_of(page.select(".review-list .desk-facts")[1])
    assert facts.startswith(f"Änderung Musik von {cast.lecturer_owner.get_full_name()} seit 0")
    assert "seit 3 Tage" in text_of(page.select_one(".review-list .desk-facts")).replace("\xa0", " ")


def test_empty_queue_says_so(editor):
    assert "Alles ist geprüft." in text_of(read(editor, QUEUE).main)


QUEUES = [
    ("coordinator", ["Tango für alle"]),
    ("other_coordinator", []),
    ("editor", ["Chor für alle"]),
    ("administrator", []),
    ("superuser", ["Tango für alle", "Chor für alle"]),
]


def test_each_queue_holds_what_its_reader_may_decide(tree, cast, dance):
    SubjectFactory().coordinators.add(cast.other_coordinator)
    make_submission(tree, cast, title="Tango", subject=dance)
    make_submission(tree, cast, title="Chor")

    found = [(role, read_titles(open_door(getattr(cast, role)).get(QUEUE))) for role, _titles in QUEUES]

    assert found == QUEUES


def test_submission_without_coordinators_left_waits_for_the_editors(tree, cast, editor, dance):
    page = make_submission(tree, cast, subject=dance)
    cast.coordinator.is_active = False
    cast.coordinator.save()

    assert read_titles(editor.get(QUEUE)) == ["Tango für alle"]
    decide(editor, page, "approve")
    assert reload(page).current_workflow_task.name == EDITOR_TASK


@pytest.mark.parametrize("address", ["queue", "review"])
@pytest.mark.parametrize("role", ["anonymous", "lecturer_owner", "other_lecturer", "other_coordinator"])
def test_nobody_else_gets_in(tree, cast, dance, role, address):
    page = make_submission(tree, cast, subject=dance)
    browser = open_door(getattr(cast, role))
    url = {"queue": QUEUE, "review": get_url(page)}[address]
    is_stranger = role in ("other_lecturer", "other_coordinator") and address == "review"

    asked = [browser.get(url).status_code, browser.post(url, {"decision": "approve"}).status_code]

    assert asked == ([404, 404] if is_stranger else [302, 302])
    assert get_public_title(page) == "Tango"


def test_review_page_shows_changes_and_preview_side_by_side(tree, cast, editor):
    page = make_submission(tree, cast, summary="Für alle, die gern tanzen.")

    shown = read(editor, get_url(page))

    changes = {text_of(row.dt): text_of(row.dd) for row in shown.select(".review-difference")}
    assert changes["Titel"] == "Tango neu: für alle"
    assert changes["Kurz gesagt"].startswith("entfällt: Gemeinsam lernen in kleiner Runde neu: Für alle")
    preview = editor.get(shown.iframe["src"])
    assert shown.iframe["src"] == reverse("wagtailadmin_pages:revisions_view", args=[page.pk, page.latest_revision_id])
    assert "Tango für alle" in preview.content.decode()
    assert preview["X-Frame-Options"] == "SAMEORIGIN"


def test_approval_publishes_and_opens_the_next_one(tree, cast, editor):
    first, second = (make_submission(tree, cast, title=title) for title in ("Tango", "Chor"))

    to_second = decide(editor, first, "approve")
    to_queue = decide(editor, second, "approve")

    assert (to_second.url, to_queue.url) == (get_url(second), QUEUE)
    assert read_messages(to_second) == ["„Tango für alle“ ist freigegeben und jetzt öffentlich."]
    assert (get_public_title(first), get_public_title(second)) == ("Tango für alle", "Chor für alle")


def test_coordinator_hands_on_to_the_editors(tree, cast, dance):
    page = make_submission(tree, cast, subject=dance)

    answer = decide(open_door(cast.coordinator), page, "approve")

    assert read_messages(answer) == ["„Tango für alle“ ist freigegeben. Als Nächstes prüft die Redaktion."]
    assert (reload(page).current_workflow_task.name, get_public_title(page)) == (EDITOR_TASK, "Tango")


def test_asking_for_changes_needs_a_word(tree, cast, editor):
    page = make_submission(tree, cast)

    refused = decide(editor, page, "reject", comment="   ")
    still = reload(page).current_workflow_task.name
    done = decide(editor, page, "reject", comment="Bitte den Preis ergänzen.")

    assert (refused.status_code, still) == (200, EDITOR_TASK)
    assert "aria-invalid" in refused.content.decode()
    assert read_messages(done) == ["Sie haben bei „Tango für alle“ um Änderungen gebeten."]
    assert reload(page).current_workflow_state.current_task_state.comment == "Bitte den Preis ergänzen."


def test_resubmission_shows_what_was_wished(tree, cast, editor):
    page = make_submission(tree, cast)
    decide(editor, page, "reject", comment="Bitte kürzer.")
    submit(page, cast.lecturer_owner, title="Tango!")

    note = text_of(read(editor, get_url(page)).select_one(".desk-note"))

    assert note == f"{cast.editor.get_full_name()} hatte um Änderungen gebeten: Bitte kürzer."


def test_new_offering_is_shown_as_new(tree, cast, editor):
    draft = CoursePageFactory(parent=tree.courses, title="Chor", live=False, lecturers=[cast.anna], subject=None)
    submit(draft, cast.lecturer_owner, subject=SubjectFactory(name="Musik").pk)

    shown = read(editor, get_url(draft))

    assert text_of(shown.select_one("#review-changes")) == "Was eingereicht wurde"
    kinds = {text_of(row) for row in shown.select(".review-difference .review-kind")}
    assert kinds == {"neu"}
    decide(editor, draft, "approve")
    assert reload(draft).live


def test_taken_down_offering_is_compared_with_what_was_approved(tree, cast, editor):
    page = make_submission(tree, cast)
    decide(editor, page, "approve")
    reload(page).unpublish()
    submit(page, cast.lecturer_owner, title="Tango im Winter")

    changes = {text_of(row.dt): text_of(row.dd) for row in read(editor, get_url(page)).select(".review-difference")}

    assert changes == {"Titel": "Tango entfällt: für alle neu: im Winter"}


def test_neighbours_in_the_queue_are_linked(tree, cast, editor):
    pages = [make_submission(tree, cast, title=title) for title in ("Tango", "Chor", "Nähen")]

    shown = read(editor, get_url(pages[1]))

    links = {link["rel"][0]: link["href"] for link in shown.select(".review-nav a[rel]")}
    assert links == {"prev": get_url(pages[0]), "next": get_url(pages[2])}
    assert "2 von 3" in text_of(shown.select_one(".review-nav"))


def test_marked_ones_are_approved_together_after_a_new_login(tree, cast, editor):
    pages = [make_submission(tree, cast, title=title) for title in ("Tango", "Chor", "Nähen")]
    for page in pages[:2]:
        decide(editor, page, "mark")
    assert [get_public_title(page) for page in pages] == ["Tango", "Chor", "Nähen"]

    answer = approve_marked(open_door(cast.editor))

    assert [get_public_title(page) for page in pages] == ["Tango für alle", "Chor für alle", "Nähen"]
    assert len(read_messages(answer)) == 2
    assert ReviewMark.objects.count() == 0


def test_marking_goes_on_to_the_next_and_can_be_taken_back(tree, cast, editor):
    first, second = (make_submission(tree, cast, title=title) for title in ("Tango", "Chor"))

    marked = decide(editor, first, "mark")
    taken_back = decide(editor, first, "unmark")

    assert (marked.url, taken_back.url) == (get_url(second), get_url(first))
    assert ReviewMark.objects.count() == 0


def test_only_what_this_person_read_is_approved_in_bulk(tree, cast, editor):
    """Ids in the form are a choice among one's own marks, nothing more."""
    unread, read_by_other = (make_submission(tree, cast, title=title) for title in ("Tango", "Chor"))
    decide(open_door(cast.other_editor), read_by_other, "mark")

    answer = approve_marked(editor, review=[unread.pk, read_by_other.pk, 999_999])

    assert (get_public_title(unread), get_public_title(read_by_other)) == ("Tango", "Chor")
    assert read_messages(answer) == ["Es wurde nichts freigegeben. Bitte prüfen Sie die Angebote zuerst einzeln."]


@pytest.mark.parametrize("how", ["other reviewer", "in place", "urgent", "stage"])
def test_mark_is_void_once_something_changed(tree, cast, dance, how):
    page = make_submission(tree, cast, subject=dance if how == "stage" else None)
    reviewer = open_door(cast.superuser)
    if how == "in place":
        press(reviewer, page, "save", title="Tango, vorher")
    decide(reviewer, page, "mark")
    before = reload(page).latest_revision_id

    if how == "other reviewer":
        press(open_door(cast.other_editor), page, "save", title="Tango, geändert")
    elif how == "in place":
        draft = reload(page).get_latest_revision_as_object()
        draft.title = "Tango, geändert"
        draft.save_revision(user=cast.superuser, overwrite_revision=draft.latest_revision)
        assert reload(page).latest_revision_id == before
    elif how == "urgent":
        page.save_revision(clean=False)
    else:
        decide(open_door(cast.coordinator), page, "approve")

    assert "review-marked" not in reviewer.get(QUEUE).content.decode()
    approve_marked(reviewer, review=[page.pk])
    assert get_public_title(page) == "Tango"
    assert reload(page).workflow_in_progress


def test_queue_needs_as_many_queries_for_thirty_as_for_one(tree, cast, editor):
    make_submission(tree, cast, title="Tango", subject=SubjectFactory(parent=SubjectFactory()))
    one = count_queries(editor, QUEUE)
    for number in range(29):
        page = CoursePageFactory(parent=tree.courses, subject=SubjectFactory(parent=SubjectFactory()))
        page.save_revision(user=cast.lecturer_owner)
        page.get_workflow().start(page, cast.lecturer_owner)
        if number % 2:
            decide(editor, page, "mark")

    assert len(read_titles(editor.get(QUEUE))) == 30
    assert count_queries(editor, QUEUE) == one
    assert one <= 40


def test_review_page_needs_as_many_queries_for_thirty_runs_as_for_one(tree, cast, editor):
    page = make_submission(tree, cast)

    def count() -> int:
        course = CoursePage.objects.get(pk=page.pk)
        draft = course.with_content_json(course.serializable_data())
        for run in draft.runs.all():
            run.room = "Saal 9"
        draft.save_revision(clean=False)
        assert len(read(editor, get_url(page)).select(".review-difference")) == course.runs.count()
        return count_queries(editor, get_url(page))

    RunFactory(offering=page, venue=VenueFactory(), meetings=2)
    one = count()
    for _number in range(29):
        RunFactory(offering=page, venue=VenueFactory(), meetings=2)

    assert count() == one


def test_decision_without_a_known_word_does_nothing(tree, cast, editor):
    page = make_submission(tree, cast)

    answer = send(editor, page, read_decision(editor, page), "publish")

    assert (answer.url, get_public_title(page)) == (get_url(page), "Tango")

"""Two people at the same offering: nothing gets lost without a word."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Revision

from catalogue.factories import CoursePageFactory
from tests.editor import get_edit_url, open_form
from tests.forms import get_draft, read_form
from tests.people import make_cast, open_door

AUTOSAVE = {"accept": "application/json"}


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def offering(tree, cast):
    page = CoursePageFactory(
        parent=tree.courses,
        title="Tango",
        summary="Für Paare.",
        lecturers=[cast.anna, cast.bert],
        body=[("text", "<p>Schritt für Schritt.</p>")],
    )
    page.save_revision(user=cast.editor).publish()
    return page


def count_revisions(page):
    return Revision.objects.for_instance(page).count()


def read_error_text(response):
    return BeautifulSoup(response.content, "html.parser").select_one(".messages").get_text(" ", strip=True)


def test_second_person_is_told_before_overwriting(cast, offering):
    anna, bert = open_door(cast.lecturer_owner), open_door(cast.other_lecturer)
    anna_form, bert_form = open_form(anna, offering), open_form(bert, offering)
    anna.post(get_edit_url(offering), {**anna_form, "title": "Tango für alle"})
    revisions = count_revisions(offering)

    response = bert.post(get_edit_url(offering), {**bert_form, "summary": "Auch ohne Partner."})

    assert (get_draft(offering).title, count_revisions(offering)) == ("Tango für alle", revisions)
    name = cast.lecturer_owner.get_full_name()
    assert f"{name} hat dieses Angebot am" in read_error_text(response)
    assert read_form(response)["summary"] == "Auch ohne Partner."


def test_saving_again_after_the_warning_is_a_decision_and_keeps_both_versions(cast, offering):
    anna, bert = open_door(cast.lecturer_owner), open_door(cast.other_lecturer)
    bert_form = open_form(bert, offering)
    anna.post(get_edit_url(offering), {**open_form(anna, offering), "title": "Tango für alle"})
    warned = bert.post(get_edit_url(offering), {**bert_form, "summary": "Auch ohne Partner."})
    hidden = {
        field["name"]: field["value"]
        for field in BeautifulSoup(warned.content, "html.parser").select("input[name^=loaded_revision]")
    }

    response = bert.post(get_edit_url(offering), {**bert_form, "summary": "Auch ohne Partner.", **hidden})

    assert response.status_code == 302
    versions = [revision.content["title"] for revision in Revision.objects.for_instance(offering).order_by("pk")]
    assert versions[-2:] == ["Tango für alle", "Tango"]
    assert get_draft(offering).summary == "Auch ohne Partner."


@pytest.mark.parametrize("button", ["save", "action-submit", "action-publish"])
def test_no_button_overwrites_silently(cast, offering, button):
    editor, anna = open_door(cast.editor), open_door(cast.lecturer_owner)
    editor_form = open_form(editor, offering)
    anna.post(get_edit_url(offering), {**open_form(anna, offering), "title": "Tango für alle"})

    editor.post(get_edit_url(offering), {**editor_form, "title": "Tango am Montag", button: "1"})

    assert get_draft(offering).title == "Tango für alle"


def test_saving_in_the_background_is_refused_when_somebody_else_saved(cast, offering):
    """This one Wagtail does itself; the test holds it."""
    anna, bert = open_door(cast.lecturer_owner), open_door(cast.other_lecturer)
    bert_form = open_form(bert, offering)
    anna.post(get_edit_url(offering), {**open_form(anna, offering), "title": "Tango für alle"})

    response = bert.post(get_edit_url(offering), {**bert_form, "title": "Bert schreibt"}, headers=AUTOSAVE)

    assert (response.status_code, response.json()["error_code"]) == (400, "invalid_revision")
    assert get_draft(offering).title == "Tango für alle"


def test_background_saving_of_one_person_warns_the_other(cast, offering):
    """It replaces a revision in place, so the id alone would not tell."""
    anna, bert = open_door(cast.lecturer_owner), open_door(cast.other_lecturer)
    form = open_form(anna, offering)
    first = anna.post(get_edit_url(offering), {**form, "title": "Tango f"}, headers=AUTOSAVE).json()
    bert_form = open_form(bert, offering)
    form |= {"overwrite_revision_id": first["revision_id"]}
    anna.post(get_edit_url(offering), {**form, "title": "Tango für alle"}, headers=AUTOSAVE)

    bert.post(get_edit_url(offering), {**bert_form, "title": "Bert schreibt"})

    assert get_draft(offering).title == "Tango für alle"


def test_one_person_saves_in_the_background_and_then_by_button(cast, offering):
    anna = open_door(cast.lecturer_owner)
    form = open_form(anna, offering)
    saved = anna.post(get_edit_url(offering), {**form, "title": "Tango f"}, headers=AUTOSAVE).json()

    response = anna.post(
        get_edit_url(offering),
        {**form, "title": "Tango für alle", "overwrite_revision_id": saved["revision_id"]},
    )

    assert (response.status_code, get_draft(offering).title) == (302, "Tango für alle")


def test_second_window_of_the_same_person_is_told_so(cast, offering):
    anna = open_door(cast.lecturer_owner)
    old = open_form(anna, offering)
    anna.post(get_edit_url(offering), {**open_form(anna, offering), "title": "Tango für alle"})

    response = anna.post(get_edit_url(offering), {**old, "title": "Alter Stand"})

    assert "in einem anderen Fenster gespeichert" in read_error_text(response)
    assert get_draft(offering).title == "Tango für alle"

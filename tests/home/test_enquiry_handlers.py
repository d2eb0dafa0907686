"""Plugins may ask more in the form and do something with an enquiry. None is ever lost through them."""

import pytest
from django import forms
from django.core import mail

from catalogue.domain.joining import JoinAction, get_join_action
from catalogue.factories import CoursePageFactory
from catalogue.models import Enquiry
from cms import extend
from cms.extend import EnquiryHandler
from home.forms import EnquiryForm
from tests.home.test_contact import form, office  # noqa: F401 -- a fixture
from tests.pages import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


class LevelForm(EnquiryForm):
    level = forms.CharField(label="Wie gut sprechen Sie schon Deutsch?", required=False)

    def get_message(self):
        return f"{super().get_message()}\nDeutsch: {self.cleaned_data['level']}"


class PlacementTest(EnquiryHandler):
    form_class = LevelForm

    def __init__(self):
        self.handled = []

    def accepts(self, offering):
        return offering is not None and offering.title == "Deutsch A1"

    def handle(self, enquiry):
        self.handled.append(enquiry.reference)


class Raising(EnquiryHandler):
    def __init__(self, *parts):
        self.parts = parts

    def accepts(self, offering):
        if "accepts" in self.parts:
            raise RuntimeError("no idea")
        return True

    def handle(self, enquiry):
        raise RuntimeError("no connection")


@pytest.fixture
def placement():
    handler = PlacementTest()
    with extend.enquiries.temporarily("kintop_x_test", handler, owner="kintop_x"):
        yield handler


def test_handler_gets_the_enquiries_it_accepts(client, tree, placement, django_capture_on_commit_callbacks):
    course = CoursePageFactory(parent=tree.courses, title="Deutsch A1")

    client.post(f"/kontakt/?angebot={course.pk}", form(level="wenig"))
    client.post("/kontakt/", form(message="Etwas anderes"))

    first = Enquiry.objects.get(offering=course)
    assert placement.handled == [first.reference]
    assert first.message == "Gibt es noch einen Platz?\nDeutsch: wenig"


def test_form_of_a_handler_asks_what_it_needs(client, tree, placement):
    course = CoursePageFactory(parent=tree.courses, title="Deutsch A1")

    with_question = read(client, f"/kontakt/?angebot={course.pk}")
    without = read(client, "/kontakt/")

    assert with_question.select_one("label[for=id_level]").get_text(strip=True).startswith("Wie gut sprechen Sie")
    assert without.select_one("label[for=id_level]") is None


@pytest.mark.parametrize("parts", [(), ("accepts",)], ids=["handle", "accepts"])
def test_handler_that_fails_leaves_the_enquiry_stored_and_mailed(
    client, parts, caplog, django_capture_on_commit_callbacks
):
    with (
        extend.enquiries.temporarily("kintop_x_bad", Raising(*parts), owner="kintop_x"),
        django_capture_on_commit_callbacks(execute=True),
    ):
        response = client.post("/kontakt/", form())

    assert response.status_code == 302
    assert Enquiry.objects.get().message == "Gibt es noch einen Platz?"
    assert sorted(message.to[0] for message in mail.outbox) == ["buero@kin-top.example", "olena@example.org"]
    assert "kintop_x: the enquiry handler 'kintop_x_bad' failed and is left out" in caplog.messages


class OwnForm(EnquiryHandler):
    def accepts(self, offering):
        return False

    def get_join_action(self, offering, availability):
        if availability == "unknown":
            raise RuntimeError("no idea")
        return JoinAction("Hier entlang.", "Zum Formular", "/x/kintop_x/") if availability == "free" else None


def test_handler_with_a_form_of_its_own_names_the_way_there(tree):
    course = CoursePageFactory(parent=tree.courses, registration="consultation")

    with extend.enquiries.temporarily("kintop_x_form", OwnForm(), owner="kintop_x"):
        labels = [get_join_action(offering=course, availability=value).label for value in ("free", "full", "unknown")]
        over = get_join_action(offering=course, availability="free", is_over=True).label

    # one that does not know, and one that fails, leave the usual way
    assert labels == ["Zum Formular", "Nach einem Platz fragen", "Beratungsgespräch anfragen"]
    assert over == "Nach dem nächsten Mal fragen"

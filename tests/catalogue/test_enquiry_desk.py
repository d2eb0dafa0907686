"""The desk for enquiries: who may work there, what one click does, what can be taken away."""

import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from catalogue.factories import EnquiryFactory
from catalogue.models import Enquiry, EnquiryStep
from tests.forms import read_form
from tests.pages import text_of
from tests.people import make_cast, open_door

pytestmark = pytest.mark.django_db

INDEX = "enquiries:index"


@pytest.fixture
def cast(tree):
    return make_cast()


def get_address(enquiry):
    return reverse("enquiries:edit", args=[enquiry.pk])


def read_references(response):
    rows = BeautifulSoup(response.content, "html.parser").select("tbody tr td.title")
    return [text_of(row.select_one("a")) for row in rows]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("anonymous", False),
        ("lecturer_owner", False),
        ("coordinator", False),
        ("editor", True),
        ("administrator", True),
        ("superuser", True),
    ],
)
def test_only_editors_and_administrators_read_and_work(cast, role, may):
    enquiry = EnquiryFactory(message="Geheime Frage")
    browser = open_door(getattr(cast, role))

    pages = [browser.get(url) for url in (get_address(enquiry), reverse(INDEX), reverse(INDEX) + "?export=csv")]
    browser.post(get_address(enquiry), {"status": "closed"})

    enquiry.refresh_from_db()
    assert [page.status_code for page in pages] == [200 if may else 302] * 3
    assert enquiry.status == ("closed" if may else "new")


def test_one_click_changes_the_status_and_says_who_and_when(cast):
    enquiry = EnquiryFactory()
    browser = open_door(cast.editor)

    page = browser.post(get_address(enquiry), {"status": "in_work"}, follow=True)

    enquiry.refresh_from_db()
    step = EnquiryStep.objects.get()
    history = text_of(BeautifulSoup(page.content, "html.parser").select_one(".desk-history"))
    assert (enquiry.status, step.created_by) == ("in_work", cast.editor)
    assert history.startswith("in Arbeit ,")
    assert history.endswith(cast.editor.get_full_name())


def test_buttons_lead_to_every_other_status(cast):
    enquiry = EnquiryFactory(status="answered")

    page = BeautifulSoup(open_door(cast.editor).get(get_address(enquiry)).content, "html.parser")

    assert [button["value"] for button in page.select("main button[name=status]")] == ["in_work", "closed", "new"]


def test_note_alone_leaves_the_status(cast):
    enquiry = EnquiryFactory(status="in_work")

    open_door(cast.editor).post(get_address(enquiry), {"note": "Angerufen."})

    enquiry.refresh_from_db()
    step = EnquiryStep.objects.get()
    assert (enquiry.status, step.status, step.note) == ("in_work", "", "Angerufen.")


@pytest.mark.parametrize("sent", [{"status": "gelöscht"}, {"note": "x" * 2001}, {}])
def test_what_is_not_possible_changes_nothing(cast, sent):
    enquiry = EnquiryFactory()

    open_door(cast.editor).post(get_address(enquiry), sent)

    enquiry.refresh_from_db()
    assert (enquiry.status, EnquiryStep.objects.count()) == ("new", 0)


def test_words_of_the_sender_cannot_be_changed(cast):
    enquiry = EnquiryFactory()

    open_door(cast.editor).post(
        get_address(enquiry), {"status": "answered", "message": "Falsch", "email": "x@x.example"}
    )

    after = Enquiry.objects.get()
    assert (after.message, after.email) == (enquiry.message, enquiry.email)


def test_page_shows_everything_and_escapes_it(cast):
    enquiry = EnquiryFactory(
        kind="service",
        organisation="<b>Kita</b>",
        task_area="social_space",
        wanted_when="im März",
        message="<i>Hilfe</i>",
    )

    response = open_door(cast.editor).get(get_address(enquiry))

    page = BeautifulSoup(response.content, "html.parser")
    facts = {text_of(row.dt): text_of(row.dd) for row in page.select(".desk-facts > div")}
    assert (facts["Organisation"], facts["Aufgabenfeld"], facts["Wann"]) == (
        "<b>Kita</b>",
        "Sozialraumorientierte Arbeit",
        "im März",
    )
    assert text_of(page.blockquote) == "<i>Hilfe</i>"
    assert page.select_one("a[href^='mailto:olena%40example.org']") is not None


def test_unknown_enquiry_is_not_there(cast):
    assert open_door(cast.editor).get(reverse("enquiries:edit", args=[999999])).status_code == 404


def test_list_is_filtered_by_status_task_and_age(cast):
    old = EnquiryFactory(status="in_work", kind="service", task_area="social_space")
    Enquiry.objects.update(created_at=timezone.now() - timedelta(days=8))
    new = EnquiryFactory(kind="volunteering")
    browser = open_door(cast.editor)

    found = {
        query: read_references(browser.get(f"{reverse(INDEX)}?{query}"))
        for query in ("", "status=in_work", "task_area=social_space", "age=7", "age=30", "kind=volunteering")
    }

    assert found == {
        "": [new.reference, old.reference],
        "status=in_work": [old.reference],
        "task_area=social_space": [old.reference],
        "age=7": [old.reference],
        "age=30": [],
        "kind=volunteering": [new.reference],
    }


def test_tables_contain_what_the_list_shows_and_calculate_nothing(cast):
    EnquiryFactory(status="closed")
    EnquiryFactory(name='=HYPERLINK("http://spam.example")', organisation="+49", message="@SUM(A1)", status="new")
    browser = open_door(cast.editor)

    csv_text = browser.get(reverse(INDEX) + "?status=new&export=csv").content.decode("utf-8-sig")
    book = load_workbook(io.BytesIO(browser.get(reverse(INDEX) + "?status=new&export=xlsx").content))

    header, row = book.active.iter_rows(values_only=True)
    values = dict(zip(header, row, strict=True))
    assert (values["Name"], values["Organisation"], values["Nachricht"]) == (
        '\'=HYPERLINK("http://spam.example")',
        "'+49",
        "'@SUM(A1)",
    )
    assert values["eingegangen"].date() == timezone.localdate()
    assert len(csv_text.splitlines()) == 2
    assert ";'+49;" in csv_text


def test_list_and_page_need_the_same_queries_for_one_and_for_thirty(cast):
    enquiry = EnquiryFactory()
    browser = open_door(cast.editor)

    def work():
        EnquiryStep.objects.create(enquiry=enquiry, note="Notiz", created_by=cast.administrator)
        EnquiryFactory(kind="service")

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse(INDEX)).status_code == 200
            assert browser.get(get_address(enquiry)).status_code == 200
        return len(queries)

    work()
    count()
    few = count()
    for _number in range(29):
        work()

    assert count() == few


def test_form_of_the_page_has_only_what_it_needs(cast):
    response = open_door(cast.editor).get(get_address(EnquiryFactory()))

    assert set(read_form(response, selector="main form[method=post]")) == {"csrfmiddlewaretoken", "note"}

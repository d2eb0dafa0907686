from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from openpyxl import load_workbook

from catalogue.factories import CoursePageFactory
from kintop_feedback.admin import MarkView, PagesView, RemarksView
from kintop_feedback.domain.reporting import Period, list_pages
from kintop_feedback.factories import RemarkFactory, TallyFactory
from tests.pages import count_queries, read, text_of
from tests.people import make_cast, open_door

pytestmark = pytest.mark.django_db

PAGES = "/admin/reports/rueckmeldungen/"
REMARKS = f"{PAGES}hinweise/"


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def editor(cast):
    return open_door(cast.editor)


def read_rows(client, url):
    return [
        [text_of(cell) for cell in row.select("th, td")]
        for row in read(client, url).select(".editorial-table tbody tr")
    ]


ROLES = {
    "lecturer_owner": False,
    "coordinator": False,
    "editor": True,
    "administrator": True,
    "superuser": True,
}


@pytest.mark.parametrize(("role", "may"), ROLES.items())
def test_who_publishes_reads_and_ticks_off(cast, role, may):
    client, remark = open_door(getattr(cast, role)), RemarkFactory()

    found = [client.get(url).status_code for url in (PAGES, REMARKS, f"{REMARKS}?export=csv")]
    # to all others the reports of the admin do not exist
    assert found == [200 if may else 404] * 3
    client.post(f"{REMARKS}{remark.pk}/", {"stand": "erledigt"})
    remark.refresh_from_db()
    assert remark.is_done is may
    assert (PAGES in client.get("/admin/", follow=True).content.decode()) is may


@pytest.mark.parametrize("view", [PagesView, RemarksView, MarkView])
def test_views_ask_for_the_right_themselves(rf, cast, view):
    request = rf.post("/")
    request.user = cast.coordinator

    with pytest.raises(PermissionDenied):
        view.as_view()(request, remark_id=1)


def test_strangers_are_sent_to_the_door(client, cast):
    remark = RemarkFactory()

    assert client.get(PAGES)["Location"].startswith("/konto/login/")
    client.post(f"{REMARKS}{remark.pk}/")
    remark.refresh_from_db()
    assert remark.is_done is False


def test_pages_that_help_least_come_first(editor, tree):
    course = CoursePageFactory(parent=tree.courses, title="Nähen")
    TallyFactory(path="/a/", page_pk=course.pk, yes=1, no=3)
    TallyFactory(path="/a/", page_pk=course.pk, language="en", yes=0, no=2)
    TallyFactory(path="/b/", yes=1, no=9)
    TallyFactory(path="/c/", yes=5)
    RemarkFactory(path="/c/")
    RemarkFactory(path="/d/")
    RemarkFactory(path="/d/", is_done=True)

    assert read_rows(editor, PAGES) == [
        ["/b/ /b/", "90 %", "1", "9", "0"],
        ["Nähen /a/", "83 %", "1", "5", "0"],
        ["/c/ /c/", "0 %", "5", "0", "1"],
        ["/d/ /d/", "–", "0", "0", "1"],
    ]


def test_days_narrow_the_report(tree):
    for day, no in ((1, 1), (2, 10), (3, 100)):
        TallyFactory(path="/a/", day=date(2026, 5, day), no=no)

    def count(**period):
        return [row.no for row in list_pages(period=Period(**period))]

    assert count() == [111]
    assert count(since=date(2026, 5, 2)) == [110]
    assert count(until=date(2026, 5, 2)) == [11]
    assert count(since=date(2026, 5, 2), until=date(2026, 5, 2)) == [10]
    assert count(since=date(2026, 6, 1)) == []


def test_day_that_is_none_narrows_nothing(editor):
    TallyFactory(no=1)

    assert len(read_rows(editor, f"{PAGES}?von=2026-02-31&bis=morgen")) == 1


def test_remark_is_done_and_open_again(editor):
    remark = RemarkFactory(path="/team/", text="Frau X fehlt.\nUnd Herr Y.")
    today = f"{timezone.localdate():%d.%m.%Y}"
    way_back = f"{REMARKS}?von=2020-01-01"

    row = ["/team/", "Eine Angabe ist falsch oder veraltet Frau X fehlt. Und Herr Y.", today]
    assert read_rows(editor, REMARKS) == [[*row, "Erledigt : /team/"]]
    response = editor.post(f"{REMARKS}{remark.pk}/", {"stand": "erledigt", "zurueck": way_back})
    assert response["Location"] == way_back
    assert read_rows(editor, REMARKS) == []
    assert read_rows(editor, f"{REMARKS}?stand=erledigt") == [[*row, "erledigt Wieder öffnen : /team/"]]
    assert len(read_rows(editor, f"{REMARKS}?stand=alle")) == 1
    editor.post(f"{REMARKS}{remark.pk}/", {"stand": "offen"})
    assert len(read_rows(editor, REMARKS)) == 1


def test_way_back_stays_on_the_site(editor):
    response = editor.post(f"{REMARKS}{RemarkFactory().pk}/", {"zurueck": "https://elsewhere.example/"})

    assert response["Location"] == REMARKS


def test_text_of_a_stranger_is_escaped(editor):
    RemarkFactory(text="<script>alert(1)</script>")

    assert "<script>alert" not in editor.get(REMARKS).content.decode()


def test_tables_are_taken_away_and_calculate_nothing(editor):
    TallyFactory(path="/a/", yes=1, no=3)
    RemarkFactory(path="/b/", text="=1+1", day=date(2026, 5, 1), language="en")

    pages = editor.get(f"{PAGES}?export=csv")
    assert pages.content.decode("utf-8-sig").splitlines() == [
        "Seite;Adresse;Nein in Prozent;Ja;Nein;offene Hinweise",
        ";/a/;75;1;3;0",
        ";/b/;0;0;0;1",
    ]
    assert pages["Content-Disposition"] == 'attachment; filename="rueckmeldungen-seiten.csv"'
    book = load_workbook(BytesIO(editor.get(f"{REMARKS}?export=xlsx").content))
    assert [cell.value for cell in book.active[2]][2:] == [
        "/b/",
        "en",
        "Eine Angabe ist falsch oder veraltet",
        "'=1+1",
        "offen",
    ]


@pytest.mark.parametrize("url", [PAGES, REMARKS])
def test_report_costs_the_same_for_1_and_30_pages(editor, tree, url):
    def add(number):
        course = CoursePageFactory(parent=tree.courses)
        TallyFactory(path=f"/{number}/", page_pk=course.pk, no=1)
        RemarkFactory(path=f"/{number}/", page_pk=course.pk)

    add(0)
    few = count_queries(editor, url)
    for number in range(1, 30):
        add(number)

    assert count_queries(editor, url) == few


def test_long_list_has_pages(editor):
    for number in range(51):
        RemarkFactory(day=timezone.localdate() - timedelta(days=number))

    assert len(read_rows(editor, REMARKS)) == 50
    assert len(read_rows(editor, f"{REMARKS}?seite=2")) == 1

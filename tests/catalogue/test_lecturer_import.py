"""The screen that takes a list of people, through the browser."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from catalogue.factories import LecturerFactory
from catalogue.models import Lecturer
from tests.forms import read_form
from tests.pages import text_of
from tests.people import make_cast, open_door

URL = "/admin/redaktion/kursleitungen/import/"
LIST = "Vorname;Nachname;Mail-Adr;Notiz\nJürgen;Müßig;j@example.org;x\nOlena;Koval;o@example.org;<b>y</b>\n"


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def elif_(cast):
    return open_door(cast.editor)


def upload(browser, text: str, name="liste.csv", encoding="utf-8"):
    return browser.post(URL, {"file": SimpleUploadedFile(name, text.encode(encoding))})


def send(browser, shown, **values):
    return browser.post(URL, {**read_form(shown, selector="main form"), **values})


def read_errors(response) -> list[str]:
    soup = BeautifulSoup(response.content, "html.parser")
    return [text_of(row) for row in soup.select(".editorial-errors li, .desk-errors li")]


def read_people(response) -> list[str]:
    soup = BeautifulSoup(response.content, "html.parser")
    return [text_of(row) for row in soup.select(".editorial-table tbody tr")]


def count_new(cast) -> int:
    return Lecturer.objects.exclude(pk__in=[cast.anna.pk, cast.bert.pk]).count()


def test_columns_are_asked_for_then_everything_is_shown_then_it_is_written(cast, elif_):
    asked = upload(elif_, LIST, encoding="cp1252")
    shown = send(elif_, asked, **{"column-2": "private_email"})
    before = count_new(cast)
    done = send(elif_, shown, confirm="1")

    assert read_errors(asked) == ["Bitte sagen Sie, in welcher Spalte die E-Mail-Adressen stehen."]
    assert read_people(shown) == [
        "2 Jürgen Müßig j@example.org neu Vorname: Jürgen Nachname: Müßig E-Mail: j@example.org",
        "3 Olena Koval o@example.org neu Vorname: Olena Nachname: Koval E-Mail: o@example.org",
    ]
    assert (before, done.url, count_new(cast)) == (0, "/admin/redaktion/kursleitungen/", 2)


def test_sending_it_twice_changes_nothing_more(cast, elif_):
    shown = send(elif_, upload(elif_, LIST), **{"column-2": "private_email"})

    send(elif_, shown, confirm="1")
    again = send(elif_, shown, confirm="1")

    assert count_new(cast) == 2
    assert "unverändert: 2" in again.content.decode()


def test_what_changed_meanwhile_is_shown_again(cast, elif_):
    shown = send(elif_, upload(elif_, LIST), **{"column-2": "private_email"})
    LecturerFactory(first_name="Jo", private_email="j@example.org")

    again = send(elif_, shown, confirm="1")

    assert "Inzwischen hat sich etwas geändert." in again.content.decode()
    assert count_new(cast) == 1


@pytest.mark.parametrize("table", ["", "unsinn", "eJxTYGBgAAAAxgAx:1abc:xyz"])
def test_a_forged_list_is_refused(cast, elif_, table):
    answer = elif_.post(URL, {"table": table, "column-0": "private_email", "confirm": "1"})

    assert (answer.status_code, count_new(cast)) == (302, 0)


def test_a_bad_file_is_explained_beside_the_field(elif_):
    assert read_errors(upload(elif_, "")) == ["Die übertragene Datei ist leer."]
    assert read_errors(elif_.post(URL)) == ["Bitte wählen Sie eine Datei."]
    assert "beschädigt" in read_errors(upload(elif_, "PK\x03\x04", name="liste.xlsx"))[0]


def test_too_much_text_for_one_form_is_told(elif_):
    import random

    letters = random.Random(1)
    rows = "".join(
        f"A;B;{n}@example.org;{''.join(chr(letters.randrange(0x4E00, 0x9000)) for _sign in range(600))}\n"
        for n in range(1500)
    )

    assert read_errors(upload(elif_, f"Vorname;Nachname;E-Mail;Text\n{rows}")) == [
        "Die Liste enthält zu viel Text auf einmal. Bitte teilen Sie sie auf."
    ]


def test_cells_are_shown_as_text(elif_):
    shown = upload(elif_, "Vorname;Nachname;E-Mail\n<script>alert(1)</script>;Aal;a@example.org\n")

    assert "<script>alert" not in shown.content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("anonymous", 302),
        ("lecturer_owner", 302),
        ("coordinator", 302),
        ("editor", 200),
        ("administrator", 200),
    ],
)
def test_who_may_import(cast, role, status):
    browser = open_door(getattr(cast, role))

    assert browser.get(URL).status_code == status
    upload(browser, "Vorname;Nachname;E-Mail\nA;B;a@example.org\n")
    assert count_new(cast) == 0

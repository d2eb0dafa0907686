"""Lists of people: files as offices save them, columns as they name them, rows as they are."""

from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from catalogue.domain import lecturer_import_files
from catalogue.domain.lecturer_import import (
    ImportRefusedError,
    carry_out_import,
    guess_columns,
    plan_import,
)
from catalogue.domain.lecturer_import_files import ImportFileError, read_table
from catalogue.factories import LecturerFactory, UserFactory
from catalogue.models import Lecturer

pytestmark = pytest.mark.django_db

LIST = """Vorname;Nachname;E-Mail;Telefon;Aufgabe;Sprachen
Jürgen;Müßig;juergen@example.org;0211 123;Musikpädagoge;Deutsch, Ukrainisch
Олена;Коваль;Olena@Example.org;;;ru und uk
"""


def make_xlsx(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def read(text: str, encoding="utf-8"):
    return read_table(content=text.encode(encoding))


def plan(text: str):
    table = read(text)
    return plan_import(table=table, columns=guess_columns(table.header))


def carry_out(text: str):
    table = read(text)
    return carry_out_import(table=table, columns=guess_columns(table.header))


def list_errors(text: str) -> list[str]:
    return [str(error) for error in plan(text).errors]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_in_every_usual_dress(encoding, delimiter):
    text = "Vorname;Nachname;E-Mail\r\nJürgen;Müßig-Øre;j@example.org\r\n".replace(";", delimiter)

    table = read(text, encoding)

    assert table.header == ("Vorname", "Nachname", "E-Mail")
    assert table.rows == ((2, ("Jürgen", "Müßig-Øre", "j@example.org")),)


def test_excel_with_numbers_and_empty_lines():
    content = make_xlsx(["Vorname", "Nachname", "E-Mail", "Telefon"], [], ["Anna", "Aal", "a@example.org", 2116987.0])

    assert read_table(content=content).rows == ((3, ("Anna", "Aal", "a@example.org", "2116987")),)


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Vorname;Name;E-Mail-Adresse", ["first_name", "last_name", "private_email"]),
        ("Name;eMail;Handy-Nr.;Tel.", ["full_name", "private_email", None, "private_phone"]),
        ("First name;LAST NAME;E-mail address;Languages", ["first_name", "last_name", "private_email", "languages"]),
        ("Über die Person;Notiz", ["biography", None]),
    ],
)
def test_columns_are_guessed_in_german_and_english(header, fields):
    cells = header.split(";")

    found = guess_columns(cells)

    assert [found.get(position) for position in range(len(cells))] == fields


def test_import_makes_people_without_any_consent():
    carry_out(LIST)

    juergen, olena = Lecturer.objects.order_by("private_email")
    assert (juergen.slug, juergen.full_name, juergen.private_phone) == ("juergen-muessig", "Jürgen Müßig", "0211 123")
    assert (juergen.role, juergen.languages, olena.languages) == ("Musikpädagoge", ["de", "uk"], ["uk", "ru"])
    assert (olena.private_email, olena.slug) == ("olena@example.org", "olena-koval")
    assert {
        (p.consent_name, p.consent_picture, p.consent_biography, p.consent_languages) for p in (juergen, olena)
    } == {(False, False, False, False)}


def test_the_same_list_again_changes_nothing():
    carry_out(LIST)
    before = list(Lecturer.objects.order_by("pk").values())

    again = carry_out(LIST)

    assert (len(again.new), len(again.changed), len(again.unchanged)) == (0, 0, 2)
    assert list(Lecturer.objects.order_by("pk").values()) == before


def test_changed_rows_say_what_changes_and_empty_cells_keep_what_is_there():
    LecturerFactory(first_name="Anna", last_name="Aal", private_email="A@example.org", private_phone="0211", role="alt")

    found = plan("Vorname;Nachname;E-Mail;Telefon;Aufgabe\nAnna;Aal;a@EXAMPLE.org;;neu\n")

    assert [person.changes for person in found.changed] == [{"role": ("alt", "neu")}]


def test_existing_account_gets_the_profile():
    user = UserFactory(email="Anna@example.org")

    carry_out("Vorname;Nachname;E-Mail\nAnna;Aal;anna@example.org\n")

    assert Lecturer.objects.get().user == user


def test_person_is_known_by_the_address_of_the_account():
    lecturer = LecturerFactory(private_email="privat@example.org", user=UserFactory(email="anna@example.org"), role="")

    carry_out("Vorname;Nachname;E-Mail;Rolle\nAnna;Aal;anna@example.org;Tanz\n")

    lecturer.refresh_from_db()
    assert Lecturer.objects.count() == 1
    assert (lecturer.role, lecturer.private_email) == ("Tanz", "privat@example.org")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Anna Maria Aal", ("Anna Maria", "Aal")),
        ("Aal, Anna", ("Anna", "Aal")),
        ("Anna von der Au", ("Anna", "von der Au")),
    ],
)
def test_one_column_with_both_names(name, parts):
    carry_out(f"Name;E-Mail\n{name};a@example.org\n".replace("Name", "Vor- und Nachname"))

    assert Lecturer.objects.values_list("first_name", "last_name").get() == parts


def test_every_error_names_row_column_and_cure():
    errors = list_errors(
        "Vorname;Nachname;E-Mail;Sprachen\n"
        "Anna;Aal;anna@;Deutsch\n"
        "Bert;;bert@example.org;\n"
        "Cem;Can;cem@example.org;Klingonisch\n"
        'Dora;=HYPERLINK("http://x.example");dora@example.org;\n'
        "Emil;Ernst;bert@example.org;\n"
        f"{'x' * 90};Lang;lang@example.org;\n"
    )

    assert errors[:2] == ["Zeile 2, E-Mail: „anna@“ ist keine E-Mail-Adresse.", "Zeile 3: Hier fehlt der Nachname."]
    assert errors[2].startswith("Zeile 4, Sprachen: „Klingonisch“ kennen wir nicht. Möglich sind: Deutsch, Englisch,")
    assert errors[3:5] == [
        "Zeile 5, Nachname: Hier steht eine Formel. Bitte tragen Sie den Wert selbst ein.",
        "Zeile 6: Diese E-Mail-Adresse steht schon in Zeile 3.",
    ]
    assert errors[5].startswith("Zeile 7, Vorname: ")
    assert len(errors) == 6


def test_formula_in_excel_is_refused_not_evaluated():
    table = read_table(content=make_xlsx(["Vorname", "Nachname", "E-Mail"], ["A", "B", '="a"&"@example.org"']))

    found = plan_import(table=table, columns=guess_columns(table.header))

    assert [error.message for error in found.errors] == [
        "Hier steht eine Formel. Bitte tragen Sie den Wert selbst ein."
    ]


def test_people_who_left_and_blocked_accounts_are_not_brought_back():
    LecturerFactory(first_name="Anna", last_name="Aal", private_email="a@example.org", is_active=False)
    UserFactory(email="b@example.org", is_active=False)

    errors = list_errors("Vorname;Nachname;E-Mail\nAnna;Aal;a@example.org\nBert;Bach;b@example.org\n")

    assert errors == [
        "Zeile 2: Anna Aal ist bei uns nicht mehr aktiv. Bitte erst wieder aktivieren oder die Zeile löschen.",
        "Zeile 3: Der Zugang mit dieser Adresse ist gesperrt. Bitte erst freischalten oder die Zeile löschen.",
    ]


def test_address_shared_by_two_accounts_is_told():
    UserFactory(email="a@example.org")
    UserFactory(email="A@example.org")

    assert "schon mehrere" in list_errors("Vorname;Nachname;E-Mail\nAnna;Aal;a@example.org\n")[0]


def test_one_bad_row_keeps_all_back():
    with pytest.raises(ImportRefusedError):
        carry_out(f"{LIST}Anna;Aal;kaputt;;;\n")

    assert Lecturer.objects.count() == 0


def test_what_changed_since_the_preview_is_not_written():
    table = read(LIST)
    columns = guess_columns(table.header)
    seen = plan_import(table=table, columns=columns)
    LecturerFactory(private_email="juergen@example.org")

    with pytest.raises(ImportRefusedError):
        carry_out_import(table=table, columns=columns, seen=seen)

    assert Lecturer.objects.count() == 1


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("Vorname;Nachname", "Bitte sagen Sie, in welcher Spalte die E-Mail-Adressen stehen."),
        ("Vorname;E-Mail", "Bitte sagen Sie, in welchen Spalten Vorname und Nachname stehen."),
    ],
)
def test_missing_columns_are_asked_for(header, message):
    assert list_errors(f"{header}\na;b\n") == [message]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "leer"),
        (b"Vorname;E-Mail\n", "Kopfzeile"),
        (b"PK\x03\x04 kaputt", "beschädigt"),
        (b"\x89PNG\x00\x00\n\x00", "keine Tabelle"),
        (b'Vorname;E-Mail\n"Anna;a@example.org\n', "Anführungszeichen"),
        (b"a;b\n" + b"x;y\n" * 2_001, "2000 Zeilen"),
        (b";".join([b"x"] * 61) + b"\ny\n", "60 Spalten"),
    ],
)
def test_unreadable_files_say_what_to_do(content, message):
    with pytest.raises(ImportFileError, match=message):
        read_table(content=content)


def test_large_and_inflating_files_are_refused(monkeypatch):
    content = make_xlsx(["Vorname"], ["x" * 1000])
    monkeypatch.setattr(lecturer_import_files, "MAX_UNPACKED_BYTES", 100)
    with pytest.raises(ImportFileError, match="ausgepackt"):
        read_table(content=content)
    with pytest.raises(ImportFileError, match="10 MB"):
        read_table(content=b"x" * (10 * 1024 * 1024 + 1))


def run_command(*args) -> str:
    output = StringIO()
    call_command("import_lecturers", *map(str, args), stdout=output)
    return output.getvalue()


def test_command_tries_first_and_then_writes(tmp_path):
    file = tmp_path / "Kursleitungen Düsseldorf.csv"
    file.write_text(LIST, encoding="cp1252", errors="replace")

    dry = run_command(file, "--dry-run")
    count = Lecturer.objects.count()
    real = run_command(file)

    assert dry.endswith("2 would be new, 0 would be changed, 0 unchanged\n")
    assert (count, real.endswith("2 new, 0 changed, 0 unchanged\n"), Lecturer.objects.count()) == (0, True, 2)


def test_command_takes_columns_by_hand_and_lists_errors(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("A;B;C\nAnna;Aal;a@example.org\nBert;Bach;falsch\n")

    with pytest.raises(CommandError) as error:
        run_command(file, "--column", "A=first_name", "--column", "B=last_name", "--column", "C=private_email")

    assert str(error.value) == "Nothing was written:\nZeile 3, C: „falsch“ ist keine E-Mail-Adresse."
    with pytest.raises(CommandError, match="no column"):
        run_command(file, "--column", "X=role")
    with pytest.raises(CommandError, match="cannot be read"):
        run_command(tmp_path / "fehlt.csv")

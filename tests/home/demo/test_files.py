import shutil

import pytest

from home.demo.files import DATA_DIR, DataError, read_data

COURSE = """
[[concept]]
subject = "tanz"
kind = "course"
body = "Wir tanzen."
[[concept.edition]]
key = "walzer"
title = "Walzer"
summary = "Drei Viertel."
venue = "stettiner-strasse"
weekly = ["mon 18:00-19:00"]
weeks = 4
price = 10
registration = "enquiry"
"""


@pytest.fixture
def folder(tmp_path):
    """The data of the demo with a single course."""
    for path in DATA_DIR.glob("*.toml"):
        shutil.copy(path, tmp_path)
    (tmp_path / "courses").mkdir()
    (tmp_path / "courses" / "tanz.toml").write_text(COURSE)
    return tmp_path


def test_edition_inherits_from_its_concept(folder):
    course = read_data(folder).courses[0]

    assert (course["key"], course["subject"], course["file"]) == ("walzer", "tanz", "courses/tanz.toml")


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ('subject = "salsa"', 'subject = "tanz"', "subject kennt 'salsa' nicht. Erlaubt: .*tanz"),
        ('venue = "mond"', 'venue = "stettiner-strasse"', "venue kennt 'mond' nicht"),
        ('kind = "kurs"', 'kind = "course"', "kind kennt 'kurs' nicht"),
        ('registration = "fax"', 'registration = "enquiry"', "registration kennt 'fax' nicht"),
        ('weekly = ["Montag abends"]', 'weekly = ["mon 18:00-19:00"]', "keine Wochenzeit"),
        ('weekly = ["sun 18:00-19:00"]', 'weekly = ["mon 18:00-19:00"]', "Sonntags ist geschlossen"),
        ("", 'weekly = ["mon 18:00-19:00"]', "Es fehlt die Zeit"),
        ("", "weeks = 4", "weekly ohne weeks"),
        ("", 'summary = "Drei Viertel."', "summary fehlt"),
        ("prize = 10\nprice = 10", "price = 10", "prize ist unbekannt"),
        ("price = 10\nreduced_price = 12", "price = 10", "Die Ermäßigung ist unklar"),
        ("price = 10\nseats = [9, 4]", "price = 10", "seats passt nicht"),
    ],
)
def test_slip_is_named_with_file_key_and_cure(folder, wrong, right, message):
    (folder / "courses" / "tanz.toml").write_text(COURSE.replace(right, wrong, 1))

    with pytest.raises(DataError, match=f"courses/tanz.toml, „walzer“: .*{message}"):
        read_data(folder)


def test_title_given_twice_is_refused(folder):
    (folder / "courses" / "zwei.toml").write_text(COURSE.replace('"walzer"', '"walzer-zwei"'))

    with pytest.raises(DataError, match=r"zwei.toml, „walzer-zwei“: title gibt es schon in courses/tanz.toml"):
        read_data(folder)


def test_broken_file_is_named_with_its_line(folder):
    (folder / "venues.toml").write_text("[[venue]\n")

    with pytest.raises(DataError, match=r"venues.toml.*line 1"):
        read_data(folder)


def test_place_without_district_is_named(folder):
    (folder / "venues.toml").write_text('[[venue]]\nslug = "mond"\nname = "Mond"\n')

    with pytest.raises(DataError, match=r"venues.toml, „mond“: accessibility fehlt"):
        read_data(folder)


def test_missing_file_is_named(folder):
    (folder / "funders.toml").unlink()

    with pytest.raises(DataError, match=r"funders.toml.*Die Datei fehlt"):
        read_data(folder)

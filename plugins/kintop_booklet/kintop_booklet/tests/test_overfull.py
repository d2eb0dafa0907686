"""Nasty texts: no line of the booklet is too long, and German words are divided where German divides them."""

from itertools import accumulate

import pytest

from catalogue.factories import CoursePageFactory, RunFactory
from kintop_booklet.tests.measuring import count_letters, list_divided, list_overfull, list_overprinted
from kintop_booklet.tests.printing import make_booklet, make_pdf

SYLLABLES = ["Do", "nau", "dampf", "schiff", "fahrts", "ge", "sell", "schaft"]
WORD = "".join(SYLLABLES)
LAW = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
ADDRESS = "https://integrationskurse-duesseldorf-garath.example/anmeldung/beratung?sprache=uk&kurs=M101-H26#termine"
HOST = "https://integrationskurseduesseldorf.example"
UKRAINIAN = "Переверзєва-Христорождественська-Нечипоренкова"
TURKISH = "Karahacımustafaoğullarındangiller Çekoslovakyalılaştıramadıklarımızdan"
#: as long as the field allows, of wide letters
CODE = "MWMWMWMW-DÜSSELDORF-M101-H26-WWW"


@pytest.fixture
def nasty(choir, house, singing, music):
    """A course whose every text is as long and as hard to divide as people make them."""
    fill(music, name=f"{LAW} und {WORD}", description=f"{LAW} {ADDRESS}")
    fill(singing, name=f"{WORD}en, {TURKISH}")
    fill(
        house,
        name=f"Nachbarschaftsbegegnungszentrumsverwaltungsgebäude {HOST}",
        street=f"{LAW}straße 1",
        district="Donaudampfschifffahrtsviertel",
        accessibility=f"{LAW} {ADDRESS}",
        arrival=f"{ADDRESS} {HOST} {LAW}",
    )
    fill(choir.lecturers.first(), first_name="Олександра-Володимирівна", last_name=UKRAINIAN, role=f"{LAW} {TURKISH}")
    fill(choir.funders.first(), name=f"{WORD}sstiftung {TURKISH}", description=f"{LAW} {ADDRESS}")
    fill(choir, title=f"{LAW} {WORD} {TURKISH} {HOST}", summary=f"{ADDRESS} {LAW} {UKRAINIAN}", code=CODE)
    RunFactory(offering=choir, venue=house, room=f"{WORD}ssaal {LAW}", funding_notes=f"{LAW} {ADDRESS}", meetings=3)
    return choir


def fill(row, **texts):
    for name, text in texts.items():
        setattr(row, name, text)
    row.save()


@pytest.fixture
def neighbours(tree, singing, house):
    """Titles that fill a line of the index of course numbers with a single word, among usual ones."""
    pages = [
        CoursePageFactory(parent=tree.courses, title=title, code=code, subject=singing, summary=f"{WORD} {HOST}")
        for title, code in (
            ("WOHNUNGSGENOSSENSCHAFTSVERWALTUNGSWESEN", "W" * 32),
            (WORD, "M102-H26"),
            ("Nähen", "M103-H26"),
        )
    ]
    for page in pages:
        RunFactory(offering=page, venue=house)
    return pages


def test_no_letter_lies_beyond_the_text_area(nasty, neighbours):
    data = make_pdf(make_booklet(nasty, *neighbours))

    assert count_letters(data) > 2000
    assert list_overfull(data) == []


def test_no_text_runs_into_its_neighbour(nasty, neighbours):
    assert list_overprinted(make_pdf(make_booklet(nasty, *neighbours))) == []


def test_words_are_divided_where_german_divides_them(choir):
    fill(choir, summary=f"Die {WORD} fährt. Unsere alte {WORD} fährt auch heute. Ahoi, {WORD}, wie gehts?")

    divided = [part for part in list_divided(make_pdf(make_booklet(choir))) if part.startswith("Do")]

    assert divided != []
    assert set(divided) <= {f"{part}-" for part in accumulate(SYLLABLES[:-1])}

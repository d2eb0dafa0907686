import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import analyze_query, highlight

LONG = (
    "Unser Haus ist offen für alle. " * 10
    + "Am Vormittag gibt es eine Betreuung für Kinder. Alles ist kostenlos. "
    + "Danach trinken wir Tee. " * 20
)


def get_marked(text, query, language="de", **options):
    return [piece for piece, matched in highlight(text, analyze_query(query), language, **options) if matched]


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Der Nähkurs beginnt", "Kurs Nähen", ["Nähkurs"]),
        ("Kurse im Nähen", "Nähkurs", ["Kurse", "Nähen"]),
        ("Mit Betreuung für Kinder", "Kinderbetreuung", ["Betreuung", "Kinder"]),
        ("Kurs für ältere Menschen", "Senioren", ["ältere Menschen"]),
        ("Liebe Lehrer:innen", "Lehrer", ["Lehrer:innen"]),
        ("Stufe A1.1 und B1", "a1", ["A1.1"]),
        ("Der Deutschkurs", "Kurs", ["Deutschkurs"]),
        ("Wir nähen. Der Kurs ist neu.", "Nähkurs", ["nähen", "Kurs"]),
        ("Nichts davon", "Yoga", []),
        ("", "Yoga", []),
    ],
)
def test_highlight_marks_what_matched(text, query, marked):
    assert get_marked(text, query) == marked


def test_highlight_marks_translated_titles():
    assert get_marked("Курсы немецкого языка", "Deutschkurs", "ru") == ["Курсы немецкого языка"]


def test_highlight_short_text_comes_whole():
    pieces = highlight("Ein <b>Kurs</b> & mehr", analyze_query("Kurs"))
    assert pieces == [("Ein <b>", False), ("Kurs", True), ("</b> & mehr", False)]


def test_highlight_takes_the_part_that_meets_most():
    pieces = highlight(LONG, analyze_query("Kinderbetreuung kostenlos"))
    text = "".join(piece for piece, _ in pieces)
    assert [piece for piece, matched in pieces if matched] == ["Betreuung", "Kinder", "kostenlos"]
    assert (text[0], text[-1], len(text) <= 220) == ("…", "…", True)
    assert text.strip("…") in LONG


@given(
    st.text(max_size=400), st.sampled_from(["Kurs", "Kinderbetreuung kostenlos", "a1", "дети"]), st.integers(20, 220)
)
def test_highlight_gives_a_stretch_of_the_text(text, query, max_length):
    pieces = highlight(text, analyze_query(query), max_length=max_length)
    shown = "".join(piece for piece, _ in pieces)
    assert len(shown) <= max_length
    assert shown.removeprefix("…").removesuffix("…") in text or shown in text
    assert [piece for piece, _ in pieces if not piece] == []


def test_highlight_long_text_is_read_in_part():
    text = "wort " * 10_000 + "Kurs"
    assert get_marked(text, "Kurs") == []

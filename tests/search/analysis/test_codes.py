import pytest

from search.analysis import find_codes, looks_like_code, normalize_code


@pytest.mark.parametrize("text", ["Mi302-121H", "mi302 121h", "MI 302.121 H", "mi302121h", " Mi.302/121-h "])
def test_normalize_code_whatever_the_punctuation(text):
    assert normalize_code(text) == "mi302121h"


def test_normalize_code_umlauts_meet():
    assert {normalize_code(text) for text in ("MÜ-302", "MU-E302", "mue302")} == {"mu302"}


@pytest.mark.parametrize("text", ["Mi302-121H", "mi302 121h", "MI 302.121 H", "M302", "24302", "D-251-1203"])
def test_looks_like_code_course_numbers(text):
    assert looks_like_code(text)


@pytest.mark.parametrize(
    "text",
    ["", "B1", "a1.1", "A 1.1", "55+", "55plus", "2025", "01.09.2025", "18:30", "ab 18 Uhr", "bis 100 Euro", "DTZ",
     "Deutsch B1", "Kurs 2", "DaF/DaZ", "C1 telc", "100%"],
)  # fmt: skip
def test_looks_like_code_everything_else(text):
    assert not looks_like_code(text)


@pytest.mark.parametrize("text", ["Kurs Mi302-121H bitte", "Nummer mi302 121h"])
def test_find_codes_among_other_words(text):
    assert [(code.text, text[code.start : code.end]) for code in find_codes(text)] == [
        ("mi302121h", text.split(" ", 1)[1].removesuffix(" bitte"))
    ]

import pytest

from search.analysis import fuzzy_candidates, is_sure_correction

VOCABULARY = [
    "Alphabetisierung",
    "Deutschkurs",
    "Gymnastik",
    "Integrationskurs",
    "Kunst",
    "Kur",
    "Kurs",
    "Nähkurs",
    "b1",
]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Integratonskurs", [("Integrationskurs", 1)]),
        ("Gymnastk", [("Gymnastik", 1)]),
        ("Alphabetisirung", [("Alphabetisierung", 1)]),
        ("Naehkrus", [("Nähkurs", 1)]),
        ("Kuns", [("Kunst", 1), ("Kurs", 1)]),
        ("Furs", [("Kurs", 1)]),
        ("deutschkruse", [("Deutschkurs", 2)]),
        ("Xeutschkurd", []),  # another first letter and two errors
        ("Kusn", []),  # two errors in a short word
        ("Kus", []),
        ("Kurs", []),
        ("", []),
        ("a1.2", []),
    ],
)
def test_fuzzy_candidates(word, expected):
    assert fuzzy_candidates(word, VOCABULARY) == expected


def test_fuzzy_candidates_are_limited_and_in_a_fixed_order():
    words = ["kursd", "kursb", "kursa", "kursc"]
    assert fuzzy_candidates("kurse", words, limit=3) == [("kursa", 1), ("kursb", 1), ("kursc", 1)]


@pytest.mark.parametrize(
    ("word", "candidate", "sure"),
    [
        ("Laub", "Lauf", False),  # a word of its own
        ("Tnaz", "Tanz", True),
        ("Chorr", "Chor", True),
        ("Nähn", "Nähen", True),
        ("Gymnastk", "Gymnastik", True),
    ],
)
def test_is_sure_correction(word, candidate, sure):
    assert is_sure_correction(word, candidate) == sure

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import Token, tokenize


def get_texts(text):
    return [token.text for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Mutter-Kind-Gruppe", ["mutter", "kind", "gruppe", "mutterkindgruppe"]),
        ("E-Mail", ["e", "mail", "email"]),
        ("Kin-Top", ["kin", "top", "kintop"]),
        ("A1.1", ["a1.1", "a1"]),
        ("A 1.1", ["a1.1", "a1"]),
        ("a 1.1", ["a1.1", "a1"]),
        ("Niveau B1.", ["niveau", "b1"]),
        ("B1+", ["b1+", "b1"]),
        ("A1-B2", ["a1", "b2"]),
        ("A1/A2", ["a1", "a2"]),
        ("Deutsch-A1.1", ["deutsch", "a1.1", "a1"]),
        ("a 1 hour", ["a", "1", "hour"]),
        ("Vitamin B 12", ["vitamin", "b", "12"]),
        ("DaF/DaZ", ["daf", "daz"]),
        ("55+", ["55plus", "55"]),
        ("55 plus", ["55plus", "55"]),
        ("C# und C++", ["c#", "und", "c++"]),
        ("18:30", ["18:30", "18", "30"]),
        ("Mi302-121H", ["mi302", "121h", "mi302121h"]),
        ("Deutsch- und Nähkurs", ["deutsch", "und", "nahkurs"]),
        ("Lehrer:innen, Schüler*innenrat", ["lehrerinnen", "schulerinnenrat"]),
        ("(Kurs(e))", ["kurse"]),
        ("Deutschkurs/in Garath", ["deutschkurs", "in", "garath"]),
        ("wie geht's", ["wie", "gehts"]),
        ("snake_case", ["snake", "case"]),
        ("ﷺ", ["صلياللهعليهوسلم"]),
        ("", []),
        (" \n\t- – …", []),
    ],
)
def test_tokenize_cuts_words_sensibly(text, tokens):
    assert get_texts(text) == tokens


def test_tokenize_places_are_those_of_the_original():
    text = "Für Mädchen: der Deutsch-Kurs A 1.1 (Lehrer:innen)"
    assert [text[token.start : token.end] for token in tokenize(text)] == [
        "Für", "Mädchen", "der", "Deutsch", "Kurs", "Deutsch-Kurs", "A 1.1", "A 1.1", "Lehrer:innen",
    ]  # fmt: skip


def test_tokenize_decomposed_letters_keep_their_place():
    assert tokenize("na\u0308hen hier")[:1] == [Token("nahen", 0, 6)]


@given(st.text())
def test_tokenize_no_token_holds_white_space_or_is_empty(text):
    assert [token.text for token in tokenize(text) if not token.text or len(token.text.split()) != 1] == []


@given(st.text())
def test_tokenize_places_lie_in_the_text(text):
    assert [token for token in tokenize(text) if not 0 <= token.start < token.end <= len(text)] == []


@pytest.mark.parametrize("piece", ["a", "a-", "ä·", "x:in", "a1.", "1:", "ab ", "'a", "\u0301a", "(e)"])
def test_tokenize_ten_kilobytes_stay_bounded(piece):
    tokens = tokenize(piece * (10_000 // len(piece)))
    assert len(tokens) <= 2 * 10_000
    assert max((len(token.text) for token in tokens), default=0) <= 64


@pytest.mark.parametrize(
    "text",
    [
        "💃🏽 Nähen 👩‍👩‍👧‍👦 🏳️‍🌈",
        "🙂" * 200 + "Nähen",
        "\u202eNähen\u202c",
        "\u2067Nähen\u2069\u200f",
        "\u200fNäh\u200ben\u200e",
    ],
)
def test_pictures_and_directions_are_no_words(text):
    assert get_texts(text) == ["nahen"]

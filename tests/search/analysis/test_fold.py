import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import fold
from search.analysis.fold import PLAIN_LATIN, _drop_invisible, _strip_latin_marks, _strip_marks


@pytest.mark.parametrize(
    "spellings",
    [
        "Nähkurs Naehkurs Nahkurs NÄHKURS na\u0308hkurs",
        "Straße Strasse STRASSE STRAẞE",
        "Müller Mueller Muller",
        "Bücher Buecher",
        "Türkisch Tuerkisch",
        "Café Cafe CAFÉ cafe\u0301",
        "Kurs\u00adleiter Kursleiter Kurs\u200bleiter Kurs·leiter",
        "Lehrer:innen Lehrer*innen Lehrer_innen Lehrer·innen Lehrerinnen",
        "Lehrer/innen Lehrer/-innen LehrerInnen Lehrer(innen) Lehrerinnen",
        "Dozent:in Dozent*in Dozent/in Dozent/-in DozentIn Dozent(in) Dozentin",
        "Kolleg(inn)en Kolleginnen Kolleg:innen",
        "İstanbul Istanbul ıstanbul istanbul",
        "ücretsiz ÜCRETSİZ ucretsiz",
        "ёлка елка",
        "сім’я сім'я сімʼя сімя",
        "ґрунт грунт",
        "دَوْرَة دورة دوره دـورة",
        "أطفال اطفال",
        "مستشفى مستشفي",
        "١٢ 12",
    ],
)
def test_fold_spellings_of_one_word_meet(spellings):
    assert {fold(spelling) for spelling in spellings.split(" ")} == {fold(spellings.split(" ")[0])}


@pytest.mark.parametrize(
    "word",
    [
        "neue",
        "Israel",
        "Duell",
        "aktuelle",
        "Frauen",
        "Museum",
        "Steuer",
        "bauen",
        "treue",
        "Quelle",
        "Poesie",
        "Michael",
        "Abenteuer",
        "blues",
        "zuerst",
    ],
)
def test_fold_vowels_that_are_no_umlaut_stay(word):
    assert fold(word) == word.lower()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Blues", "Bluse"),
        ("Duett", "Dutt"),
        ("Frauen", "Fraun"),
        ("neue", "nue"),
        ("Kurs", "Kur"),
        ("й", "и"),
        ("ї", "і"),
    ],
)
def test_fold_different_words_stay_apart(left, right):
    assert fold(left) != fold(right)


@pytest.mark.parametrize("text", ["Kurs/in Garath", "Deutsch/Integration", "10:30", "und/oder", "a:e"])
def test_fold_signs_between_words_stay(text):
    assert fold(text) == text.lower()


def test_fold_drops_what_nobody_sees():
    assert fold("Ku\x00rs\x1b \ufeffB1\ud800\tfrei") == "kurs b1 frei"


@given(st.text())
def test_fold_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aeouäöüßqxnr:*/-()·'İıiïé"))
def test_fold_twice_changes_nothing_among_vowels_and_signs(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="abcäöüßéïñ ABCÄÖÜ", max_size=20))
def test_fold_does_not_depend_on_unicode_form(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_fold_long_input_gives_no_more_than_it_got():
    text = "Lehrer:innen_ueber·ALL/-innen(innen) " * 300
    assert len(fold(text)) < len(text)


@given(st.text(st.characters(max_codepoint=0x24F) | st.sampled_from("–—„“\u0308\u0301"), max_size=40))
def test_short_cut_for_latin_letters_changes_nothing(text):
    text = unicodedata.normalize("NFKC", text).casefold()

    if PLAIN_LATIN.fullmatch(text):
        assert _strip_latin_marks(text) == _strip_marks(_drop_invisible(text))

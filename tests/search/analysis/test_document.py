import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import analyze_text, cross_pairs


@pytest.mark.parametrize(
    "text",
    [
        "Kinderbetreuung",
        "Kinder-Betreuung",
        "Betreuung für Kinder",
        "Betreuung der Kinder",
        "Betreuung von euren Kindern",
        "Betreuung kleiner Kinder",
        "Kinder: Betreuung",
        "Betreuung für Frauen, Kinder und Jugendliche",
        "Beratung und Betreuung von Kindern",
        "Kinder- und Familienbetreuung",
    ],
)
def test_analyze_text_pair_of_neighbouring_components(text):
    assert "betreuung+kind" in analyze_text(text).pairs


@pytest.mark.parametrize(
    "text",
    [
        "Betreuung. Kinder",
        "Betreuung\nKinder",
        "Betreuung ohne Kinder",
        "Betreuung in schönen hellen Räumen, auch Kinder",
        "Kinderkurs mit Seniorenbetreuung",
    ],
)
def test_analyze_text_no_pair_of_what_does_not_belong_together(text):
    assert "betreuung+kind" not in analyze_text(text).pairs


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("Deutsch-Kurs", "deutsch+kurs"),
        ("Deutsch- und Nähkurse", "deutsch+kurs"),
        ("Deutschkurs für Kinder", "kind+kurs"),
        ("Kurs Deutsch für Kinder", "kind+kurs"),
        ("Computerkurs für ältere Menschen", "kurs+senior"),
        ("Sie können Ihr Kind mitbringen.", "betreuung+kind"),
    ],
)
def test_analyze_text_pairs_across_two_words(text, token):
    assert token in analyze_text(text).pairs


def test_analyze_text_dense_pairs_ignore_distance():
    text = "Deutsch A1.1: am Vormittag, Kurs"
    assert "deutsch+kurs" in analyze_text(text, dense=True).pairs
    assert "deutsch+kurs" not in analyze_text(text).pairs


def test_analyze_text_fields_of_a_compound():
    tokens = analyze_text("Der Nähkurs")
    assert tokens.exact == ("der", "nahkurs")
    assert tokens.stems == ("nahkurs",)
    assert tokens.pairs == ("kurs+nah",)
    assert tokens.parts == ("nah", "kurs")


def test_analyze_text_level_is_found_by_its_half_and_whole():
    assert analyze_text("Deutsch A1.1").exact == ("deutsch", "a1.1", "a1")


def test_analyze_text_phrase_gives_the_stem_of_its_word():
    assert "senior" in analyze_text("für ältere Menschen").stems


def test_analyze_text_names_in_other_scripts_are_found_in_latin_letters():
    assert {"olena", "kovalenko", "kowalenko"} <= set(analyze_text("Олена Коваленко", "uk").exact)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("German course for beginners", "en"),
        ("Курс німецької мови", "uk"),
        ("Курсы немецкого языка для детей", "ru"),
        ("Başlangıç için Almanca kursu", "tr"),
        ("دورة لغة ألمانية للنساء", "ar"),
    ],
)
def test_analyze_text_translations_carry_the_german_pair(text, language):
    assert "deutsch+kurs" in analyze_text(text, language).pairs


def test_analyze_text_false_parts_do_not_occur():
    tokens = analyze_text(
        "Bildungsurlaub und Antidiskriminierungsarbeit für Schülerinnen im Ballettunterricht: Programm"
    )
    assert tokens.parts == ("bildung", "urlaub", "antidiskriminierung", "arbeit", "ballett", "unterricht")


@given(st.text(), st.sampled_from(["de", "en", "uk", "ru", "tr", "ar", "fr"]), st.booleans())
def test_analyze_text_tokens_hold_no_white_space(text, language, dense):
    tokens = analyze_text(text, language, dense=dense)
    every = [*tokens.exact, *tokens.stems, *tokens.pairs, *tokens.parts]
    assert [token for token in every if len(token.split()) != 1 or "\x00" in token] == []


@pytest.mark.parametrize("dense", [True, False])
def test_analyze_text_ten_kilobytes_stay_bounded(dense):
    words = "Kinder Betreuung, Kurs und Deutsch für Frauen / Treff "
    text = words * (10_000 // len(words))
    tokens = analyze_text(text, dense=dense)
    # Each text of known words has only so many different pairs, and each word only so many tokens.
    assert len(tokens.pairs) <= 15
    assert len(tokens.exact) == len(text.replace("/", " ").split())


def test_cross_pairs_tie_a_title_to_its_kind():
    assert set(cross_pairs("Nähen am Vormittag", "Kurs Frauen")) == {"kurs+nah"}
    assert set(cross_pairs("Kurs", "Frauen")) == {"frau+kurs"}


def test_analyze_text_without_translating_keeps_to_the_language():
    tokens = analyze_text("Курсы немецкого языка", "ru", translate=False)
    assert (set(tokens.stems) & {"kurs", "deutsch"}, tokens.pairs) == (set(), ())

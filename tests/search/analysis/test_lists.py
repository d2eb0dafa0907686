"""The word lists hold what they promise."""

import pytest

from search.analysis import fold, normalize_code, stem
from search.analysis.compounds import components
from search.analysis.data import load_lines, load_toml
from search.analysis.synonyms import listed_stems, read_member, synonym_phrases, synonyms
from search.analysis.translations import FOREIGN_LANGUAGES, translations
from search.analysis.words import QUERY_LANGUAGES, soft_stems, stop_words

GROUPS = [*load_toml("synonyms")["groups"], *load_toml("synonyms")["names"]]
TRANSLATIONS = load_toml("query_translations")


def test_synonyms_are_many_and_load():
    assert (len(GROUPS) >= 150, bool(synonyms()), bool(synonym_phrases())) == (True, True, True)


def test_compounds_are_many():
    assert len(components().all) >= 300


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0])
def test_synonyms_begin_with_one_word(group):
    assert read_member(group[0]) is not None


def test_synonyms_of_several_words_are_read_as_phrases():
    # "nach der Arbeit" has one word besides stop words and would make Arbeit a synonym.
    assert [word for group in GROUPS for word in group if " " in word and read_member(word)] == []


@pytest.mark.parametrize("language", FOREIGN_LANGUAGES)
def test_translations_are_many_in_every_language(language):
    phrases = [text for rows in TRANSLATIONS.values() for text in rows[language].split(",")]
    assert (len(phrases) >= 120, bool(translations(language))) == (True, True)


def test_translations_have_no_empty_phrase():
    phrases = [text.strip() for rows in TRANSLATIONS.values() for row in rows.values() for text in row.split(",")]
    assert [text for text in phrases if not normalize_code(text)] == []


def test_stop_words_of_other_languages_are_no_german_words_of_ours():
    foreign = stop_words(*QUERY_LANGUAGES) - stop_words("de") - {"not", "show"}
    ours = listed_stems() | components().all
    assert [word for word in sorted(foreign) if stem(word) in ours] == []


def test_soft_words_are_no_synonyms_of_anything_but_themselves():
    assert {"kurs", "deutsch", "kind", "frau", "nah", "mal"} & soft_stems() == set()


@pytest.mark.parametrize("name", ["stems_de", "stems_uk"])
def test_stem_exceptions_are_folded(name):
    assert [line for line in load_lines(name) if fold(line) != line or len(line.split()) != 2] == []

"""What people ask in English, Ukrainian, Russian, Turkish and Arabic, in German words."""

from collections.abc import Sequence
from functools import cache, lru_cache

from .compounds import component_key, split_compound
from .data import load_toml
from .phrases import Found, Phrase, PhraseTable, phrase_stems, replace_phrases
from .stems import stem
from .synonyms import listed_stems
from .units import Atom, Unit
from .words import soft_stems, stop_words_of

FOREIGN_LANGUAGES = ("en", "uk", "ru", "tr", "ar")
STRICT = "!"


@cache
def translations(language: str) -> PhraseTable:
    return PhraseTable(
        Phrase(phrase_stems(text.lstrip(STRICT), language), target, language, strict=text.startswith(STRICT))
        for target, rows in load_toml("query_translations").items()
        for text in map(str.strip, rows.get(language, "").split(","))
        if text
    )


def translate_units(units: list[Unit], *, language: str, sources: tuple[str, ...]) -> list[Unit]:
    """Put German words in place of listed foreign ones; `language` is the one the text is supposed to be in."""

    def is_wanted(found: Found, atoms: Sequence[Atom]) -> bool:
        if found.phrase.strict and found.phrase.language != language:
            return False
        single = found.end - found.start == 1
        return not single or found.phrase.language == language or not _is_german(atoms[found.start].text)

    # The language of the page goes first where two languages share a word.
    order = sorted(sources, key=lambda source: source != language)
    return replace_phrases(units, {source: translations(source) for source in order}, is_wanted=is_wanted)


@lru_cache(maxsize=10_000)
def _is_german(word: str) -> bool:
    """Tell whether our own lists know a word in Latin letters as German: "Rente" is not to be read as "rent"."""
    if not word.isascii():
        return False
    known = component_key(word) or split_compound(word) or word in stop_words_of("de")
    return bool(known) or stem(word) in soft_stems() or stem(word) in listed_stems()

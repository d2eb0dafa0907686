"""Words that are left out or count less."""

from functools import cache, lru_cache

from .data import load_toml
from .fold import fold
from .stems import stem

QUERY_LANGUAGES = ("de", "en", "uk", "ru", "tr", "ar")


@cache
def stop_words(*languages: str) -> frozenset[str]:
    lists = load_toml("stopwords")
    return frozenset(fold(word) for language in languages for word in lists.get(language, "").split())


@cache
def stop_words_of(language: str) -> frozenset[str]:
    """Return the stop words of a document: German ones are in all of them."""
    return stop_words(*dict.fromkeys(("de", language)))


@lru_cache(maxsize=1)
def joining_words() -> frozenset[str]:
    return frozenset(fold(word) for word in load_toml("stopwords")["joining"].split())


@lru_cache(maxsize=1)
def soft_stems() -> frozenset[str]:
    return frozenset(stem(fold(word)) for word in load_toml("stopwords")["soft"]["words"].split())

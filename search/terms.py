"""From the texts of a page to the tokens its document holds: the door to ``search.analysis``."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from search.analysis import TextTokens, analyze_text, cross_pairs, fold, normalize_code
from search.words import TextSource

#: fields of a document and how much a match in them counts
FIELD_WEIGHTS = {
    "code": 50,
    "title": 10,
    "title_start": 5,
    "translations": 4,
    "keywords": 10,
    "times": 5,
    "groups": 7,
    "people": 3,
    "summary": 3,
    "facts": 2,
    "body": 1,
}
#: kinds of tokens in a field, as search.analysis names them
TIERS = ("exact", "stems", "pairs", "parts")
WORDS = re.compile(r"[^\W\d_]+")
#: short texts in which every two known words belong together
DENSE_FIELDS = {"title", "keywords", "groups"}

#: names and other short texts come again and again, in many documents
CACHED_LENGTH = 160

#: field -> tier -> sorted tokens, each once, nothing empty
Tokens = dict[str, dict[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text gives."""

    tokens: TextTokens
    #: words whose plain form is not how people write them, so that a corrected word can be shown rightly
    spellings: frozenset[str]


def read_text(text: str, language: str, *, dense: bool) -> Reading:
    read = _read_short_text if len(text) <= CACHED_LENGTH else _read_text
    return read(text, language, dense)


def _read_text(text: str, language: str, dense: bool) -> Reading:
    # every page has its German text: translations only add the words of their own language
    tokens = analyze_text(text, language, dense=dense, translate=False)
    return Reading(tokens, frozenset(_find_spellings(text)))


_read_short_text = lru_cache(maxsize=20_000)(_read_text)
_fold_word = lru_cache(maxsize=20_000)(fold)
_pair_texts = lru_cache(maxsize=20_000)(cross_pairs)


def _find_spellings(text: str) -> Iterator[str]:
    for word in WORDS.findall(text):
        # only other letters than a to z are written in more than one way
        if not word.isascii() and _fold_word(word) != word.lower():
            yield word


def collect_tokens(sources: Iterable[TextSource], *, code: str = "", pairs=()) -> tuple[Tokens, list[str]]:
    """(tokens, spellings). ``pairs`` are (field, left text, right text) that say one thing together."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: {tier: set() for tier in TIERS})
    spellings: set[str] = set()
    for source in sources:
        reading = read_text(source.text, source.language, dense=source.field in DENSE_FIELDS)
        for tier in TIERS:
            found[source.field][tier].update(getattr(reading.tokens, tier))
        spellings |= reading.spellings
    for field, left, right in pairs:
        found[field]["pairs"].update(_pair_texts(left, right))
    if key := normalize_code(code):
        found["code"]["exact"].add(key)
    tokens = {
        field: {tier: sorted(words) for tier, words in tiers.items() if words}
        for field, tiers in sorted(found.items())
        if any(tiers.values())
    }
    return tokens, sorted(spellings)

"""What a process knows of the words in the index: how rare each is, and how people write it.

With it one request is enough: unknown words are read as similar known ones before asking, and rare words count
more. The engine's own measure of rarity would be that of single tokens, while a term here is any of many
(synonyms, parts of compounds). A lexicon that is some minutes old only shifts the order a little; that a word
is missing in it is believed only when the engine says so as well (see ``backend``).
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from elasticsearch.dsl import A, Search

from search.analysis import Term, fold
from search.labels import get_tables
from search.terms import TIERS

#: seconds; one process reads it again at most this often
MAX_AGE = 300
#: the most frequent ones of each kind, a bound on memory: rarer ones count as rarest
MAX_WORDS = 30_000
MAX_SPELLINGS = 20_000


@dataclass(frozen=True)
class Lexicon:
    #: pages in the index
    total: int = 0
    #: kind of token -> token -> pages
    counts: dict[str, dict[str, int]] = field(default_factory=lambda: {tier: {} for tier in TIERS})
    spellings: tuple[str, ...] = ()
    #: False for the one in use before anything was read: it knows nothing, so it cannot say a word is unknown
    is_read: bool = True

    def count(self, term: Term) -> int:
        """Pages that meet the term, as far as the most frequent of its tokens tells."""
        return max(
            (self.counts[tier].get(token, 0) for tier in TIERS for token in getattr(term, tier)),
            default=0,
        )

    def lacks(self, term: Term) -> bool:
        return self.is_read and not self.count(term)

    @cached_property
    def vocabulary(self) -> list[str]:
        """All words of the documents in their plain form, and the compounds that two of them make."""
        words = {word for word in self.counts["exact"] if word.isalpha()}
        for pair in self.counts["pairs"]:
            left, _plus, right = pair.partition("+")
            words.update((left + right, right + left))
        return sorted(words)

    @cached_property
    def _spelling_by_word(self) -> dict[str, str]:
        names = [option.name for table in get_tables().values() for option in table.values()]
        words = {word for name in names for word in str(name).split() if word.isalpha()}
        return {fold(word): word for word in sorted({*words, *self.spellings})}

    def get_spelling(self, word: str) -> str:
        """How people write a plain form: "nahen" is Nähen."""
        return self._spelling_by_word.get(word, word)


UNREAD = Lexicon(is_read=False)


def build_request() -> Search:
    search = Search().extra(size=0, track_total_hits=True)
    for tier in TIERS:
        search.aggs.bucket(tier, A("terms", field=f"words.{tier}", size=MAX_WORDS))
    search.aggs.bucket("spellings", A("terms", field="spellings", size=MAX_SPELLINGS))
    return search


def read_answer(answer: dict) -> Lexicon:
    found = {
        name: {bucket["key"]: bucket["doc_count"] for bucket in aggregation["buckets"]}
        for name, aggregation in answer["aggregations"].items()
    }
    spellings = tuple(sorted(found.pop("spellings")))
    return Lexicon(answer["hits"]["total"]["value"], {tier: found[tier] for tier in TIERS}, spellings)


class LexiconHolder:
    """Reads it when the first text is searched for, and again when it is old; others go on with the old one."""

    def __init__(self, load: Callable[[], Lexicon]):
        self._load = load
        self._lock = threading.Lock()
        self._lexicon = UNREAD
        self._read_at = 0.0

    def get(self) -> Lexicon:
        is_old = not self._lexicon.is_read or time.monotonic() - self._read_at > MAX_AGE
        if is_old and self._lock.acquire(blocking=not self._lexicon.is_read):
            try:
                if not self._lexicon.is_read or time.monotonic() - self._read_at > MAX_AGE:
                    self._refresh()
            finally:
                self._lock.release()
        return self._lexicon

    def renew(self) -> Lexicon:
        """The engine knows more than this one: read it now."""
        with self._lock:
            self._refresh()
        return self._lexicon

    def forget(self) -> None:
        """The index is another one now."""
        self._lexicon = UNREAD

    def _refresh(self) -> None:
        self._lexicon = self._load()
        self._read_at = time.monotonic()

"""What a process knows of the words in the index: how rare each is, and how people write it.

With it one request is enough: unknown words are read as similar known ones before asking, and rare words count
more. The engine's own measure of rarity would be that of single tokens, while a term here is any of many
(synonyms, parts of compounds). A lexicon that is some minutes old only shifts the order a little; that a word
is missing in it is believed only when the engine says so as well (see ``backend``).
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from elasticsearch.dsl import A, Search

from search.analysis import Term, fold
from search.labels import get_tables
from search.terms import FIELD_WEIGHTS, TIERS

logger = logging.getLogger(__name__)

#: seconds; one process reads it again this often
MAX_AGE = 300
#: ... when something went wrong or a word was missing
RETRY = 10
#: what the first text search of a process waits for it at most
FIRST_WAIT = 2.0
#: the engine needs longer when it was started just now
READ_SECONDS = 10.0
#: the most frequent ones of each field and kind, a bound on memory: rarer ones count as rarest
MAX_WORDS = 20_000
MAX_SPELLINGS = 20_000
#: numbers are no words: never corrected, and mostly as rare as can be
WITH_DIGITS = ".*[0-9].*"


@dataclass(frozen=True)
class Lexicon:
    #: pages in the index
    total: int = 1
    #: kind of token -> token -> pages, those of the field with most of them
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


def build_searches() -> list[Search]:
    """One for each kind of token: engines bound how much one answer may hold."""
    searches = [Search().extra(size=0, track_total_hits=True) for _tier in TIERS]
    for search, tier in zip(searches, TIERS, strict=True):
        for field_name in FIELD_WEIGHTS:
            field_path = f"tokens.{field_name}.{tier}"
            search.aggs.bucket(field_name, A("terms", field=field_path, size=MAX_WORDS, exclude=WITH_DIGITS))
    searches[0].aggs.bucket("spellings", A("terms", field="spellings", size=MAX_SPELLINGS))
    return searches


def read_answers(answers: list[dict]) -> Lexicon:
    spellings = answers[0]["aggregations"].pop("spellings")["buckets"]
    counts: dict[str, dict[str, int]] = {}
    for tier, answer in zip(TIERS, answers, strict=True):
        counts[tier] = words = {}
        for aggregation in answer["aggregations"].values():
            for bucket in aggregation["buckets"]:
                words[bucket["key"]] = max(bucket["doc_count"], words.get(bucket["key"], 0))
    total = answers[0]["hits"]["total"]["value"]
    return Lexicon(total, counts, tuple(sorted(bucket["key"] for bucket in spellings)))


class LexiconHolder:
    """Reads it in the background at the first search, and again when it is old."""

    def __init__(self, load: Callable[[], Lexicon]):
        self._load = load
        self._lock = threading.Lock()
        self._lexicon = UNREAD
        self._reader: threading.Thread | None = None
        self._next_read = 0.0

    def prepare(self) -> None:
        """Start reading where that is due."""
        if time.monotonic() < self._next_read:
            return
        with self._lock:
            if time.monotonic() >= self._next_read:
                self._next_read = time.monotonic() + MAX_AGE
                self._reader = threading.Thread(target=self._read, name="search-lexicon", daemon=True)
                self._reader.start()

    def get(self) -> Lexicon:
        """The latest one; only who comes before the first one was read waits a little for it."""
        self.prepare()
        if not self._lexicon.is_read and self._reader is not None:
            self._reader.join(FIRST_WAIT)
        return self._lexicon

    def forget(self) -> None:
        """The index is another one now, or has words that are missing here."""
        with self._lock:
            self._lexicon, self._next_read = UNREAD, 0.0

    def renew(self) -> None:
        """Read it again soon, and go on with this one until then."""
        self._next_read = min(self._next_read, time.monotonic() + RETRY)

    def _read(self) -> None:
        try:
            self._lexicon = self._load()
        except Exception as error:  # noqa: BLE001 -- a search is ranked a little worse without it, nothing more
            logger.debug("The words of the index could not be read: %r", error)
            self.renew()

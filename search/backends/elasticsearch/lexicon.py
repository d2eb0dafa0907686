"""What a process knows of the words in the index: how rare each is, how people write it; and of values that are gone.

With it one request is enough: unknown words are read as similar known ones before asking, and rare words count
more. The engine's own measure of rarity would be that of single tokens, while a term here is any of many
(synonyms, parts of compounds). A lexicon that is some minutes old only shifts the order a little; that a word
is missing in it is believed only when the engine says so as well (see ``backend``).

Engines go on listing a facet value that only deleted documents have, until they tidy up. So the lexicon also
knows which values no document has.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from elasticsearch.dsl import A, Search
from elasticsearch.dsl.aggs import Agg

from search.analysis import Term, fold
from search.backends.elasticsearch.counting import MAX_VALUES
from search.facets import DATED_FACET, OFFERING_FACETS, RUN_FACETS
from search.labels import get_tables
from search.terms import FIELD_WEIGHTS, TIERS

logger = logging.getLogger(__name__)

#: seconds; who searches for words never does so with an older one, unless the engine does not give a newer
MAX_AGE = 300
#: where people search, it is read again in the background before that
REFRESH = 240
#: ... when something went wrong or a word was missing
RETRY = 10
#: what a text search waits for it at most where there is none yet or an old one
FIRST_WAIT = 2.0
#: the engine needs longer when it was started just now
READ_SECONDS = 10.0
#: the most frequent ones of each field and kind, a bound on memory: rarer ones count as rarest
MAX_WORDS = 20_000
MAX_SPELLINGS = 20_000
#: course numbers are no words: never corrected, and as rare as can be; "a1" is one
WITH_DIGITS = ".*[0-9].*[0-9].*[0-9].*"


@dataclass(frozen=True)
class Lexicon:
    #: pages in the index
    total: int = 1
    #: kind of token -> token -> pages, those of the field with most of them
    counts: dict[str, dict[str, int]] = field(default_factory=lambda: {tier: {} for tier in TIERS})
    spellings: tuple[str, ...] = ()
    #: facet -> values that documents had before they were deleted or changed, and that none has now
    vanished: dict[str, frozenset[str]] = field(default_factory=dict)
    #: the index it was read from; empty where that has no pages
    index: str = ""
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

    def drop_vanished(self, counts: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
        """Counts of facet values without those that nobody can choose any more."""
        return {
            facet: {value: count for value, count in values.items() if count or value not in self.vanished[facet]}
            if self.vanished.get(facet)
            else values
            for facet, values in counts.items()
        }

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
    first = searches[0]
    first.aggs.bucket("spellings", A("terms", field="spellings", size=MAX_SPELLINGS))
    for facet in OFFERING_FACETS:
        first.aggs.bucket(f"facet_{facet.name}", _list_values(f"facets.{facet.name}"))
    runs = first.aggs.bucket("runs", A("nested", path="runs"))
    for facet in RUN_FACETS:
        if facet.name != DATED_FACET:
            runs.bucket(f"facet_{facet.name}", _list_values(f"runs.facets.{facet.name}"))
    # one hit names the index
    searches[0] = first.extra(size=1).source(False)
    return searches


def _list_values(field_path: str) -> Agg:
    # also those that only deleted documents have
    return A("terms", field=field_path, size=MAX_VALUES, min_doc_count=0)


def read_answers(answers: list[dict]) -> Lexicon:
    first = answers[0]["aggregations"]
    hits = answers[0]["hits"]["hits"]
    counts: dict[str, dict[str, int]] = {}
    for tier, answer in zip(TIERS, answers, strict=True):
        counts[tier] = words = {}
        for field_name in FIELD_WEIGHTS:
            for bucket in answer["aggregations"][field_name]["buckets"]:
                words[bucket["key"]] = max(bucket["doc_count"], words.get(bucket["key"], 0))
    return Lexicon(
        total=answers[0]["hits"]["total"]["value"],
        counts=counts,
        spellings=tuple(sorted(bucket["key"] for bucket in first["spellings"]["buckets"])),
        vanished=dict(_read_vanished({**first, **first["runs"]})),
        index=hits[0]["_index"] if hits else "",
    )


def _read_vanished(aggregations: dict) -> Iterator[tuple[str, frozenset[str]]]:
    for name, aggregation in aggregations.items():
        if name.startswith("facet_"):
            values = (bucket["key"] for bucket in aggregation["buckets"] if not bucket["doc_count"])
            yield name.removeprefix("facet_"), frozenset(values)


class LexiconHolder:
    """Reads it in the background at the first search, and again when it is old."""

    def __init__(self, load: Callable[[], Lexicon]):
        self._load = load
        self._lock = threading.Lock()
        self._lexicon = UNREAD
        #: when the reading began of the one in use
        self._read_at = 0.0
        self._reader: threading.Thread | None = None
        self._reader_started = 0.0
        self._next_read = 0.0

    def prepare(self) -> None:
        """Start reading where that is due."""
        if time.monotonic() < self._next_read:
            return
        with self._lock:
            now = time.monotonic()
            if now >= self._next_read:
                self._next_read = now + REFRESH
                self._reader_started = now
                self._reader = threading.Thread(target=self._read, args=(now,), name="search-lexicon", daemon=True)
                self._reader.start()

    def get(self) -> Lexicon:
        """The latest one; who comes before there is one, or after a long time, waits a little for it."""
        self.prepare()
        is_old = not self._lexicon.is_read or time.monotonic() - self._read_at > MAX_AGE
        if is_old and self._reader is not None:
            # an engine that is slow with it costs this once, not with every search
            self._reader.join(max(0.0, self._reader_started + FIRST_WAIT - time.monotonic()))
        return self._lexicon

    def peek(self) -> Lexicon:
        """The latest one without any waiting."""
        return self._lexicon

    def forget(self) -> None:
        """The index is another one now."""
        with self._lock:
            self._lexicon, self._read_at, self._next_read = UNREAD, 0.0, 0.0
            # who is reading just now reads the old one
            self._reader_started = time.monotonic()

    def renew(self) -> None:
        """Read it again soon, and go on with this one until then."""
        self._next_read = min(self._next_read, time.monotonic() + RETRY)

    def note_answer(self, answer: dict) -> None:
        """A rebuild, of whatever process, shows in the answers: they come from another index than the words."""
        known = self._lexicon.index
        if known and any(hit.get("_index", known) != known for hit in answer["hits"]["hits"][:1]):
            self.forget()

    def _read(self, started: float) -> None:
        try:
            lexicon = self._load()
        except Exception as error:  # noqa: BLE001 -- a search is ranked a little worse without it, nothing more
            logger.debug("The words of the index could not be read: %r", error)
            self.renew()
            return
        with self._lock:
            # one that began earlier may come in later
            if started >= self._reader_started:
                self._lexicon, self._read_at = lexicon, started

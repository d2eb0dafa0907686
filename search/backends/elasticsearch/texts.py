"""The text of a query as clauses of the engine, scored by the rule of the database backend.

A document's score is the sum over the terms of rarity x (the best match, and a share of those in other fields).
Each clause is a constant, so the engine adds up our numbers instead of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import log

from search.analysis import AnalyzedQuery, Term, analyze_query, fuzzy_candidates, is_sure_correction
from search.backends.database.texts import (
    APART,
    FEW,
    FUZZY,
    MAX_CORRECTED,
    MORE_FIELDS,
    OPTIONAL,
    apply_changes,
    get_typed,
    get_wishes,
)
from search.backends.elasticsearch.clauses import Clause, best_of, constant, one_of, score_among
from search.backends.elasticsearch.lexicon import Lexicon
from search.terms import FIELD_WEIGHTS

#: (kind, token) -> how much a match of it counts
Worths = dict[tuple[str, str], float]


@dataclass(frozen=True)
class Reading:
    """One way to understand a word."""

    term: Term
    #: how much it counts beside the word itself
    factor: float
    #: a pair that hardly any page holds is also met by its two words apart
    is_apart: bool
    #: pages that meet it, as far as the lexicon tells
    count: float


@dataclass(frozen=True)
class Word:
    """One term of a query and what it is read as: itself, or similar words when nobody knows it."""

    term: Term
    #: any of them meets the word; itself first
    readings: tuple[Reading, ...]

    @property
    def is_corrected(self) -> bool:
        return len(self.readings) > 1

    @property
    def count(self) -> float:
        return max(reading.count for reading in self.readings)


@dataclass(frozen=True)
class TextPlan:
    """What to ask for one text."""

    analyzed: AnalyzedQuery
    words: tuple[Word, ...]
    total: int
    #: the text really searched for, where words were read as others
    corrected: str = ""
    #: all words but one are enough
    is_relaxed: bool = False

    @property
    def required(self) -> list[Word]:
        return [word for word in self.words if not word.term.optional]

    def relax(self) -> "TextPlan":
        return replace(self, is_relaxed=True)

    def get_query(self) -> Clause:
        required = [self._score(word) for word in self.required]
        optional = [self._score(word) for word in self.words if word.term.optional]
        if self.is_relaxed:
            required = [{"bool": {"should": required, "minimum_should_match": len(required) - 1}}]
        return {"bool": {"must": required or [{"match_all": {"boost": 0}}], "should": optional}}

    def get_unknown(self) -> dict[str, Clause]:
        """Number of a corrected word -> the pages that hold it as it was typed, of which there should be none."""
        return {str(number): match_term(word.term) for number, word in enumerate(self.words) if word.is_corrected}

    def _score(self, word: Word) -> Clause:
        rarity = OPTIONAL if word.term.optional else log(1 + self.total / max(word.count, 1))
        branches = [_score_whole(word, rarity)]
        for reading in word.readings:
            if reading.is_apart:
                branches += [_score_apart(reading, rarity), _score_both(word, reading, rarity)]
        return best_of(branches) if len(branches) > 1 else branches[0]


def plan_text(text: str, *, language: str, lexicon: Lexicon, corrects: bool = True) -> TextPlan:
    analyzed = analyze_query(text, language)
    words, changes = [], []
    for term in analyzed.terms:
        word = Word(term, (_read(term, lexicon),))
        if corrects and lexicon.is_read and not word.count and len(changes) < MAX_CORRECTED:
            similar = _find_similar(word, language, lexicon)
            if similar is not None:
                word, change = similar
                changes.append(change)
        words.append(word)
    corrected = apply_changes(analyzed.text, changes) if changes else ""
    return TextPlan(analyzed, tuple(words), lexicon.total, corrected)


def _read(term: Term, lexicon: Lexicon, factor: float = 1.0) -> Reading:
    count = lexicon.count(term)
    is_apart = bool(term.fallback) and lexicon.is_read and count < FEW
    if is_apart:
        both = 1.0
        for half in term.fallback:
            both *= lexicon.count(half) / lexicon.total
        count = max(count, both * lexicon.total)
    return Reading(term, factor, is_apart, count)


def _find_similar(word: Word, language: str, lexicon: Lexicon) -> tuple[Word, tuple[int, int, str]] | None:
    """The word read as the nearest known ones, and the change of the text by the most frequent of these."""
    term = word.term
    candidates = [
        pair for pair in fuzzy_candidates(term.text, lexicon.vocabulary) if is_sure_correction(term.text, pair[0])
    ]
    near = [candidate for candidate, distance in candidates if distance == candidates[0][1]]
    readings = {
        candidate: reading
        for candidate in near
        for other in analyze_query(candidate, language).terms[:1]
        if (reading := _read(other, lexicon, FUZZY)).count
    }
    if not readings:
        return None
    best = max(readings, key=lambda candidate: (readings[candidate].count, candidate))
    change = (term.start, term.end, lexicon.get_spelling(best))
    return Word(term, (*word.readings, *readings.values())), change


def list_suggestions(plan: TextPlan, lexicon: Lexicon) -> list[str]:
    """Texts with one word replaced by a similar known one, in the order to try them."""
    return [
        apply_changes(plan.analyzed.text, [(word.term.start, word.term.end, lexicon.get_spelling(candidate))])
        for word in plan.words[:MAX_CORRECTED]
        for candidate, _distance in fuzzy_candidates(word.term.text, lexicon.vocabulary, limit=3)
    ]


def match_term(term: Term) -> Clause:
    return _score_fields(_collect_worths([(term, 1.0)]), 1.0)


def _score_whole(word: Word, rarity: float) -> Clause:
    worths = _collect_whole(word)
    best = _take_best(worths, _collect_typed(word))
    if best == worths:
        return _score_fields(worths, rarity)
    # as it was typed: adds to the score but finds nothing alone
    return score_among([_score_fields(worths, 1.0)], _score_fields(best, rarity))


def _score_apart(reading: Reading, rarity: float) -> Clause:
    """Pages with both words of a pair, wherever."""
    halves = [match_term(half) for half in reading.term.fallback]
    return score_among(halves, _score_fields(_collect_apart(reading), rarity))


def _score_both(word: Word, reading: Reading, rarity: float) -> Clause:
    """Pages with the pair as one word and its two words besides, perhaps in other fields."""
    worths = _collect_whole(word)
    filters = [_score_fields(worths, 1.0), *(match_term(half) for half in reading.term.fallback)]
    best = _take_best(worths, _collect_typed(word), _collect_apart(reading))
    return score_among(filters, _score_fields(best, rarity))


def _collect_whole(word: Word) -> Worths:
    return _collect_worths((reading.term, reading.factor) for reading in word.readings)


def _collect_typed(word: Word) -> Worths:
    return {("exact", token): worth for token, worth in get_typed(word.term)}


def _collect_apart(reading: Reading) -> Worths:
    return _collect_worths((half, APART * reading.factor) for half in reading.term.fallback)


def _take_best(*several: Worths) -> Worths:
    return {key: max(worths.get(key, 0) for worths in several) for key in {key for worths in several for key in worths}}


def _collect_worths(readings: Iterable[tuple[Term, float]]) -> Worths:
    worths: Worths = {}
    for term, factor in readings:
        for tier, token, weight in get_wishes(term):
            worths[tier, token] = max(worths.get((tier, token), 0), weight * factor)
    return worths


def _score_fields(worths: Worths, rarity: float) -> Clause:
    """The best field, and a share of the others."""
    # tokens of equal worth in one clause
    groups: dict[tuple[str, float], list[str]] = {}
    for (tier, token), worth in worths.items():
        groups.setdefault((tier, worth), []).append(token)
    if not groups:
        return {"match_none": {}}
    ordered = [(tier, worth, sorted(tokens)) for (tier, worth), tokens in sorted(groups.items())]
    return best_of(
        [
            best_of(
                [
                    constant(one_of(f"tokens.{field}.{tier}", tokens), worth * weight * rarity)
                    for tier, worth, tokens in ordered
                ]
            )
            for field, weight in FIELD_WEIGHTS.items()
        ],
        tie_breaker=MORE_FIELDS,
    )

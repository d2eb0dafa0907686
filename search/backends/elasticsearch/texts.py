"""The text of a query as clauses of the engine, scored by the rule of the database backend.

A document's score is the sum over the terms of rarity x the best of (weight of the field x kind of match). Each
clause is a constant, so the engine adds up our numbers instead of its own.
"""

from dataclasses import dataclass, replace
from math import log

from elasticsearch.dsl import Q

from search.analysis import AnalyzedQuery, Term, analyze_query, fuzzy_candidates
from search.backends.database.texts import FUZZY, MAX_CORRECTED, OWN_WORD, apply_changes, get_wishes
from search.backends.elasticsearch.lexicon import Lexicon
from search.terms import FIELD_WEIGHTS


@dataclass(frozen=True)
class Word:
    """One term of a query and what it is read as: itself, or similar words when nobody knows it."""

    term: Term
    #: (term, factor); any of them meets the word
    readings: tuple[tuple[Term, float], ...]
    #: pages that meet it, as far as the lexicon tells
    count: int

    @property
    def is_corrected(self) -> bool:
        return len(self.readings) > 1


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

    def get_query(self) -> Q:
        required = [self._score(word) for word in self.required]
        optional = [self._score(word) for word in self.words if word.term.optional]
        if self.is_relaxed:
            required = [Q("bool", should=required, minimum_should_match=len(required) - 1)]
        return Q("bool", must=required or [Q("match_all", boost=0)], should=optional)

    def get_unknown(self) -> dict[str, Q]:
        """Number of a corrected word -> the pages that hold it as it was typed, of which there should be none."""
        return {str(number): match_term(word.term) for number, word in enumerate(self.words) if word.is_corrected}

    def _score(self, word: Word) -> Q:
        rarity = log(1 + self.total / max(word.count, 1))
        worths = _collect_worths(word)
        found = Q("dis_max", queries=_make_clauses(worths, rarity))
        typed = {("exact", token): OWN_WORD for token in word.term.boost}
        if all(worths.get(key, 0) >= worth for key, worth in typed.items()):
            return found
        # as it was typed: adds to the score but finds nothing alone
        best = {key: max(worths.get(key, 0), typed.get(key, 0)) for key in {*worths, *typed}}
        return Q("bool", filter=[found], should=[Q("dis_max", queries=_make_clauses(best, rarity))])


def plan_text(text: str, *, language: str, lexicon: Lexicon, corrects: bool = True) -> TextPlan:
    analyzed = analyze_query(text, language)
    words, changes = [], []
    for term in analyzed.terms:
        word = Word(term, ((term, 1.0),), lexicon.count(term))
        if corrects and lexicon.lacks(term) and len(changes) < MAX_CORRECTED:
            similar = _find_similar(term, language, lexicon)
            if similar is not None:
                word, change = similar
                changes.append(change)
        words.append(word)
    corrected = apply_changes(analyzed.text, changes) if changes else ""
    return TextPlan(analyzed, tuple(words), lexicon.total, corrected)


def _find_similar(term: Term, language: str, lexicon: Lexicon) -> tuple[Word, tuple[int, int, str]] | None:
    """The word read as the nearest known ones, and the change of the text by the most frequent of these."""
    candidates = fuzzy_candidates(term.text, lexicon.vocabulary)
    near = [candidate for candidate, distance in candidates if distance == candidates[0][1]]
    found = [
        (candidate, other, count)
        for candidate in near
        for other in analyze_query(candidate, language).terms[:1]
        if (count := lexicon.count(other))
    ]
    if not found:
        return None
    best = max(found, key=lambda each: (each[2], each[0]))[0]
    readings = ((term, 1.0), *((other, FUZZY) for _candidate, other, _count in found))
    word = Word(term, readings, max(count for _candidate, _other, count in found))
    return word, (term.start, term.end, lexicon.get_spelling(best))


def list_suggestions(plan: TextPlan, lexicon: Lexicon) -> list[str]:
    """Texts with one word replaced by a similar known one, in the order to try them."""
    return [
        apply_changes(plan.analyzed.text, [(word.term.start, word.term.end, lexicon.get_spelling(candidate))])
        for word in plan.words[:MAX_CORRECTED]
        for candidate, _distance in fuzzy_candidates(word.term.text, lexicon.vocabulary, limit=3)
    ]


def match_term(term: Term) -> Q:
    return Q("dis_max", queries=_make_clauses({(tier, token): 1.0 for tier, token, _weight in get_wishes(term)}, 1.0))


def _collect_worths(word: Word) -> dict[tuple[str, str], float]:
    """(kind, token) -> the most a match of it counts."""
    worths: dict[tuple[str, str], float] = {}
    for term, factor in word.readings:
        for tier, token, weight in get_wishes(term):
            worths[tier, token] = max(worths.get((tier, token), 0), weight * factor)
    return worths


def _make_clauses(worths: dict[tuple[str, str], float], rarity: float) -> list[Q]:
    """Tokens of equal worth together, in each field."""
    groups: dict[tuple[str, float], list[str]] = {}
    for (tier, token), worth in worths.items():
        groups.setdefault((tier, worth), []).append(token)
    return [
        Q(
            "constant_score",
            filter=Q("terms", **{f"tokens.{field}.{tier}": sorted(tokens)}),
            boost=round(worth * field_weight, 4) * rarity,
        )
        for (tier, worth), tokens in sorted(groups.items())
        for field, field_weight in FIELD_WEIGHTS.items()
    ] or [Q("match_none")]

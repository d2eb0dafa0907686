"""The text of a query as clauses of the engine, scored by the rule of the database backend.

A document's score is the sum over the terms of rarity x the best of (weight of the field x kind of match). Each
clause is a constant, so the engine adds up our numbers instead of its own.
"""

from dataclasses import dataclass, replace
from math import log

from elasticsearch.dsl import Q

from search.analysis import AnalyzedQuery, Term, analyze_query, fuzzy_candidates
from search.backends.database.texts import FUZZY, MAX_CORRECTED, OWN_WORD
from search.backends.database.texts import _apply as apply_changes
from search.backends.database.texts import _get_wishes as get_wishes
from search.backends.elasticsearch.lexicon import Lexicon
from search.terms import FIELD_WEIGHTS, TIERS


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
        rarity = log(1 + self.total / word.count) if word.count else 1.0
        terms = [term for term, _factor in word.readings]
        return Q(
            "bool",
            filter=[Q("bool", should=[clause for term in terms for clause in _match_tokens(term)])],
            should=[Q("dis_max", queries=_list_scores(word, rarity))],
        )


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
    return TextPlan(analyzed, tuple(words), max(lexicon.total, 1), corrected)


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
    return Q("bool", should=_match_tokens(term) or [Q("match_none")])


def _match_tokens(term: Term) -> list:
    return [Q("terms", **{f"words.{tier}": sorted(getattr(term, tier))}) for tier in TIERS if getattr(term, tier)]


def _list_scores(word: Word, rarity: float) -> list:
    # tokens of equal worth in one clause
    clauses: dict[tuple[float, str, str], set[str]] = {}

    def add(tier: str, token: str, weight: float) -> None:
        for field, field_weight in FIELD_WEIGHTS.items():
            worth = round(weight * field_weight, 4)
            clauses.setdefault((worth, field, tier), set()).add(token)

    for term, factor in word.readings:
        for tier, token, weight in get_wishes(term):
            add(tier, token, weight * factor)
    # as it was typed: adds to the score but finds nothing alone
    for token in word.term.boost:
        add("exact", token, OWN_WORD)
    return [
        Q("constant_score", filter=Q("terms", **{f"tokens.{field}.{tier}": sorted(tokens)}), boost=worth * rarity)
        for (worth, field, tier), tokens in sorted(clauses.items(), key=lambda item: (-item[0][0], item[0][1:]))
    ] or [Q("match_none")]

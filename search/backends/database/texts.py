"""Which documents hold the words of a query, and how well."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import log

from pyroaring import BitMap

from search.analysis import (
    AnalyzedQuery,
    Term,
    analyze_query,
    component_key,
    fold,
    fuzzy_candidates,
    is_sure_correction,
    stems_of,
)
from search.backends.database.ordering import get_ranks
from search.backends.database.store import Snapshot, unite
from search.labels import get_tables
from search.terms import FIELD_WEIGHTS

#: how much a match counts by the way it came about
OWN_WORD, OWN_STEM, OWN_PAIR, SYNONYM, FUZZY, PART = 1.0, 0.8, 0.8, 0.5, 0.4, 0.4
#: what a match in another field adds to that in the best one: a page that speaks of it everywhere goes first
MORE_FIELDS = 0.4
#: rarity of words that count little: "kennenlernen" stands in few texts and says nothing about them
OPTIONAL = 0.5
#: two words found apart that should be one, as a share of what each counts alone
APART = 0.25
#: a pair that hardly any document holds is also met by its two words apart
FEW = 4
#: words of one query that are looked up among similar ones, a bound on the work
MAX_CORRECTED = 6
EMPTY = BitMap()

#: (tier, token, weight)
Wish = tuple[str, str, float]
#: (score, documents), the best first, each document in one of them
Levels = tuple[tuple[float, BitMap], ...]


@dataclass(frozen=True)
class FieldMatch:
    """Documents that hold a token in a field."""

    field: str
    score: float
    members: BitMap


@dataclass(frozen=True)
class Word:
    """One term of a query with the documents that meet it."""

    term: Term
    matches: tuple[FieldMatch, ...]
    #: its two words where they are not one
    apart: tuple[FieldMatch, ...] = ()
    #: how common it is, by the same estimate as where an engine searches: documents with its most frequent token
    count: float = 0

    @cached_property
    def found(self) -> BitMap:
        return self.whole | unite(match.members for match in self.apart)

    @cached_property
    def whole(self) -> BitMap:
        return unite(match.members for match in self.matches)


@dataclass(frozen=True)
class TextMatch:
    """The documents that meet a text, and what had to be done to find them."""

    analyzed: AnalyzedQuery
    words: tuple[Word, ...]
    found: BitMap
    corrected: str = ""
    relaxed: bool = False


def match_text(snapshot: Snapshot, text: str, *, language: str, visible: BitMap) -> TextMatch:
    """Documents with all words; unknown words are read as similar known ones; else all words but one.

    ``visible`` are the documents that may be shown at all: words that only past offerings hold count as
    not found.
    """
    analyzed = analyze_query(text, language)
    words, corrected = _correct_unknown(snapshot, analyzed, language)
    required = [word.found & visible for word in words if not word.term.optional]
    found = _intersect(required, visible)
    relaxed = False
    if not found and len(required) > 1:
        found = unite(
            _intersect(required[:skipped] + required[skipped + 1 :], visible) for skipped in range(len(required))
        )
        relaxed = bool(found)
    return TextMatch(analyzed, tuple(words), found, corrected, relaxed)


def _intersect(sets: list[BitMap], everything: BitMap) -> BitMap:
    # rare words first: the rest then has little to do
    found = everything
    for members in sorted(sets, key=len):
        found = found & members
    return found


def _correct_unknown(snapshot: Snapshot, analyzed: AnalyzedQuery, language: str) -> tuple[list[Word], str]:
    """The words, and the text they stand for where any was read as another one."""
    words, changes = [], []
    for term in analyzed.terms:
        word = find_word(snapshot, term)
        if not word.found and len(changes) < MAX_CORRECTED:
            similar = _find_similar(snapshot, term, language)
            if similar is not None:
                word, change = similar
                changes.append(change)
        words.append(word)
    return words, apply_changes(analyzed.text, changes) if changes else ""


def _find_similar(snapshot: Snapshot, term: Term, language: str) -> tuple[Word, tuple[int, int, str]] | None:
    """A word that any of the similar ones meets, and the change of the text by the nearest one."""
    candidates = [
        pair for pair in fuzzy_candidates(term.text, get_vocabulary(snapshot)) if is_sure_correction(term.text, pair[0])
    ]
    if not candidates:
        return None
    nearest = candidates[0][1]
    near = [candidate for candidate, distance in candidates if distance == nearest]
    found = [
        (candidate, find_word(snapshot, other))
        for candidate in near
        for other in analyze_query(candidate, language).terms[:1]
    ]
    found = [(candidate, word) for candidate, word in found if word.found]
    if not found:
        return None
    # the most frequent of the equally near ones is what was meant
    best = max(found, key=lambda pair: (pair[1].count, pair[0]))[0]
    matches = tuple(
        replace(match, score=match.score * FUZZY)
        for _candidate, word in found
        for match in (*word.matches, *word.apart)
    )
    count = max(word.count for _candidate, word in found)
    return Word(term, matches, count=count), (term.start, term.end, get_spelling(snapshot, best))


def apply_changes(text: str, changes: Iterable[tuple[int, int, str]]) -> str:
    for start, end, word in sorted(changes, reverse=True):
        text = text[:start] + word + text[end:]
    return text


def find_word(snapshot: Snapshot, term: Term) -> Word:
    """The documents that meet a term; where hardly any holds its two words as one, also those that hold both."""
    matches = tuple(_look_up(snapshot, term))
    count = _count(matches)
    if not term.fallback or count >= FEW:
        return Word(term, matches, count=count)
    both, total = 1.0, len(snapshot.alive)
    for half in term.fallback:
        both *= _count(_look_up(snapshot, half)) / total if total else 0
    return Word(term, matches, tuple(_look_up_apart(snapshot, term)), max(count, both * total))


def _count(matches: Iterable[FieldMatch]) -> int:
    return max((len(match.members) for match in matches), default=0)


def _look_up(snapshot: Snapshot, term: Term) -> Iterator[FieldMatch]:
    """Every token in every field that has it."""
    postings, alive = snapshot.index.postings, snapshot.alive
    for tier, token, weight in get_wishes(term):
        for field, field_weight in FIELD_WEIGHTS.items():
            members = postings.get((tier, field), {}).get(token)
            if members is not None and not members.isdisjoint(alive):
                yield FieldMatch(field, weight * field_weight, members & alive)


def _look_up_apart(snapshot: Snapshot, term: Term) -> Iterator[FieldMatch]:
    halves = [list(_look_up(snapshot, half)) for half in term.fallback]
    both = _intersect([unite(match.members for match in half) for half in halves], snapshot.alive)
    for match in (match for half in halves for match in half):
        if members := match.members & both:
            yield replace(match, score=match.score * APART, members=members)


def get_wishes(term: Term) -> Iterator[Wish]:
    own = set().union(*(stems_of(token) for token in term.boost)) if term.boost else set()
    for token in term.exact:
        yield "exact", token, OWN_WORD if token in term.boost else SYNONYM
    for token in term.stems:
        yield "stems", token, OWN_STEM if token in own else SYNONYM
    for token in term.pairs:
        yield "pairs", token, OWN_PAIR if token == term.pair else SYNONYM
    for token in term.parts:
        yield "parts", token, PART


def get_typed(term: Term) -> Iterator[tuple[str, float]]:
    """(token of the tier "exact", weight): half of a pair ("Kurs" of "Kurs Nähen") is little of what was asked for."""
    for token in term.boost:
        yield token, PART if term.pair and component_key(token) else OWN_WORD


def _make_levels(matches: Iterable[FieldMatch]) -> Levels:
    """Each document only where it scores best."""
    by_score: dict[float, list[BitMap]] = {}
    for match in matches:
        by_score.setdefault(round(match.score, 4), []).append(match.members)
    levels, seen = [], BitMap()
    for score in sorted(by_score, reverse=True):
        members = unite(by_score[score]) - seen
        if members:
            seen = seen | members
            levels.append((score, members))
    return tuple(levels)


def _find_typed(snapshot: Snapshot, word: Word) -> Iterator[FieldMatch]:
    """The word just as it was typed, which adds to the score but finds nothing alone."""
    postings = snapshot.index.postings
    for token, weight in get_typed(word.term):
        for field, field_weight in FIELD_WEIGHTS.items():
            if (members := postings.get(("exact", field), {}).get(token)) is not None:
                yield FieldMatch(field, field_weight * weight, members & word.whole)


def _score(snapshot: Snapshot, word: Word) -> Iterator[tuple[float, BitMap]]:
    """What to add to the scores of which documents: the best match, and a share of those in other fields."""
    matches = [*word.matches, *word.apart, *_find_typed(snapshot, word)]
    fields: dict[str, list[FieldMatch]] = {}
    for match in matches:
        fields.setdefault(match.field, []).append(match)
    for score, members in _make_levels(matches):
        yield score * (1 - MORE_FIELDS), members
    for found in fields.values():
        for score, members in _make_levels(found):
            yield score * MORE_FIELDS, members


def rank(snapshot: Snapshot, match: TextMatch, found: BitMap, *, first: int, size: int) -> list[int]:
    """One page of the found documents, the best first; what starts sooner wins a tie."""
    scores: dict[int, float] = dict.fromkeys(found, 0.0)
    total = len(snapshot.alive)
    for word in match.words:
        if not word.found:
            continue
        rarity = OPTIONAL if word.term.optional else log(1 + total / max(word.count, 1))
        for score, members in _score(snapshot, word):
            worth = score * rarity
            for position in members & found:
                scores[position] += worth
    ranks = get_ranks(snapshot)
    best = heapq.nsmallest(first + size, scores, key=lambda position: (-round(scores[position], 6), ranks[position]))
    return best[first:]


def find_suggestion(snapshot: Snapshot, match: TextMatch, *, has_hits) -> str:
    """The text with one known word replaced by a similar one, if that finds something."""
    vocabulary = get_vocabulary(snapshot)
    for word in match.words[:MAX_CORRECTED]:
        for candidate, _distance in fuzzy_candidates(word.term.text, vocabulary, limit=3):
            change = (word.term.start, word.term.end, get_spelling(snapshot, candidate))
            text = apply_changes(match.analyzed.text, [change])
            if has_hits(text):
                return text
    return ""


def get_vocabulary(snapshot: Snapshot) -> list[str]:
    """All words of the documents in their plain form, and the compounds that two of them make."""
    return snapshot.remember("vocabulary", lambda: sorted(_collect_words(snapshot) | set(_get_compounds(snapshot))))


def _collect_words(snapshot: Snapshot) -> set[str]:
    postings = list(snapshot.index.postings.items())
    return {
        token for (tier, _field), tokens in postings if tier == "exact" for token in list(tokens) if token.isalpha()
    }


def _get_compounds(snapshot: Snapshot) -> dict[str, tuple[str, str]]:
    """Words made of the pairs of the index, in both orders, with their halves."""
    return snapshot.remember("compounds", lambda: dict(_collect_compounds(snapshot)))


def _collect_compounds(snapshot: Snapshot) -> Iterator[tuple[str, tuple[str, str]]]:
    for (tier, _field), tokens in list(snapshot.index.postings.items()):
        if tier == "pairs":
            for token in list(tokens):
                left, _plus, right = token.partition("+")
                yield left + right, (left, right)
                yield right + left, (right, left)


def get_spelling(snapshot: Snapshot, word: str) -> str:
    """How people write a plain form: "nahen" is Nähen, "nahkurs" Nähkurs."""
    spellings = snapshot.remember("spellings", lambda: _collect_spellings(snapshot))
    if word in spellings:
        return spellings[word]
    halves = _get_compounds(snapshot).get(word, ())
    return "".join(_spell_stem(spellings, half) for half in halves) or word


def _spell_stem(spellings: dict[str, str], key: str) -> str:
    for plain, word in spellings.items():
        if plain.startswith(key) and key in stems_of(plain) and fold(word[: len(key)]) == key:
            return word[: len(key)].lower()
    return key


def _collect_spellings(snapshot: Snapshot) -> dict[str, str]:
    names = [option.name for table in get_tables().values() for option in table.values()]
    words = {word for name in names for word in str(name).split() if word.isalpha()}
    return {fold(word): word for word in sorted({*words, *snapshot.index.spellings})}

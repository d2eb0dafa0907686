"""Which documents hold the words of a query, and how well."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import log

from pyroaring import BitMap

from search.analysis import AnalyzedQuery, Term, analyze_query, fold, fuzzy_candidates, stems_of
from search.backends.database.ordering import get_ranks
from search.backends.database.store import Snapshot, unite
from search.labels import get_tables
from search.terms import FIELD_WEIGHTS

#: how much a match counts by the way it came about
OWN_WORD, OWN_STEM, PAIR, SYNONYM, FUZZY, PART = 1.0, 0.8, 0.7, 0.5, 0.4, 0.25
#: words of one query that are looked up among similar ones, a bound on the work
MAX_CORRECTED = 6
EMPTY = BitMap()

#: (tier, token, weight)
Wish = tuple[str, str, float]


@dataclass(frozen=True)
class Word:
    """One term of a query with the documents that meet it."""

    term: Term
    #: (score, documents), the best first, each document in one of them
    levels: tuple[tuple[float, BitMap], ...]

    @cached_property
    def found(self) -> BitMap:
        return unite(members for _score, members in self.levels)


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
        if not word.levels and len(changes) < MAX_CORRECTED:
            similar = _find_similar(snapshot, term, language)
            if similar is not None:
                word, change = similar
                changes.append(change)
        words.append(word)
    return words, _apply(analyzed.text, changes) if changes else ""


def _find_similar(snapshot: Snapshot, term: Term, language: str) -> tuple[Word, tuple[int, int, str]] | None:
    """A word that any of the similar ones meets, and the change of the text by the nearest one."""
    candidates = fuzzy_candidates(term.text, get_vocabulary(snapshot))
    if not candidates:
        return None
    nearest = candidates[0][1]
    near = [candidate for candidate, distance in candidates if distance == nearest]
    found = [
        (candidate, find_word(snapshot, other))
        for candidate in near
        for other in analyze_query(candidate, language).terms[:1]
    ]
    found = [(candidate, word) for candidate, word in found if word.levels]
    if not found:
        return None
    # the most frequent of the equally near ones is what was meant
    best = max(found, key=lambda pair: (len(pair[1].found), pair[0]))[0]
    levels = _make_levels((score * FUZZY, members) for _candidate, word in found for score, members in word.levels)
    return Word(term, levels), (term.start, term.end, get_spelling(snapshot, best))


def _apply(text: str, changes: Iterable[tuple[int, int, str]]) -> str:
    for start, end, word in sorted(changes, reverse=True):
        text = text[:start] + word + text[end:]
    return text


def find_word(snapshot: Snapshot, term: Term) -> Word:
    return Word(term, _make_levels(_look_up(snapshot, term)))


def _look_up(snapshot: Snapshot, term: Term) -> Iterator[tuple[float, BitMap]]:
    """(score, documents) of every token in every field that has it."""
    postings, alive = snapshot.index.postings, snapshot.alive
    for tier, token, weight in _get_wishes(term):
        for field, field_weight in FIELD_WEIGHTS.items():
            members = postings.get((tier, field), {}).get(token)
            if members is not None and not members.isdisjoint(alive):
                yield weight * field_weight, members & alive


def _get_wishes(term: Term) -> Iterator[Wish]:
    own = set().union(*(stems_of(token) for token in term.boost)) if term.boost else set()
    for token in term.exact:
        yield "exact", token, OWN_WORD if token in term.boost else SYNONYM
    for token in term.stems:
        yield "stems", token, OWN_STEM if token in own else SYNONYM
    for token in term.pairs:
        yield "pairs", token, PAIR
    for token in term.parts:
        yield "parts", token, PART


def _make_levels(found: Iterable[tuple[float, BitMap]]) -> tuple[tuple[float, BitMap], ...]:
    """Each document only where it scores best."""
    by_score: dict[float, list[BitMap]] = {}
    for score, members in found:
        by_score.setdefault(round(score, 4), []).append(members)
    levels, seen = [], BitMap()
    for score in sorted(by_score, reverse=True):
        members = unite(by_score[score]) - seen
        if members:
            seen = seen | members
            levels.append((score, members))
    return tuple(levels)


def _boost_levels(snapshot: Snapshot, word: Word) -> tuple[tuple[float, BitMap], ...]:
    """The levels with the words just as they were typed, which add to the score but find nothing alone."""
    postings = snapshot.index.postings
    typed = [
        (field_weight * OWN_WORD, members & word.found)
        for token in word.term.boost
        for field, field_weight in FIELD_WEIGHTS.items()
        if (members := postings.get(("exact", field), {}).get(token)) is not None
    ]
    return _make_levels([*word.levels, *typed]) if typed else word.levels


def rank(snapshot: Snapshot, match: TextMatch, found: BitMap, *, first: int, size: int) -> list[int]:
    """One page of the found documents, the best first; what starts sooner wins a tie."""
    scores: dict[int, float] = dict.fromkeys(found, 0.0)
    total = len(snapshot.alive)
    for word in match.words:
        if not word.levels:
            continue
        rarity = log(1 + total / len(word.found))
        for score, members in _boost_levels(snapshot, word):
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
            text = _apply(match.analyzed.text, [(word.term.start, word.term.end, get_spelling(snapshot, candidate))])
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

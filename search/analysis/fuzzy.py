"""Words of the index that a mistyped one may have meant."""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .fold import fold

SHORTEST_CORRECTED = 4
#: shorter words have too many neighbours: Laub is no mistyped Lauf
SHORTEST_SURE = 5
LONGEST_WITH_ONE_ERROR = 5

_fold = lru_cache(maxsize=100_000)(fold)


def fuzzy_candidates(word: str, vocabulary: Sequence[str], limit: int = 5) -> list[tuple[str, int]]:
    """Return words like `word` with their distance, nearest first, then by alphabet; a swap is one error.

    Compares folded forms and returns the vocabulary's own spelling: "Gymnastk" gives "Gymnastik" if that is listed.
    """
    wanted = fold(word)
    if len(wanted) < SHORTEST_CORRECTED or not wanted.isalpha():
        return []
    allowed = 1 if len(wanted) <= LONGEST_WITH_ONE_ERROR else 2
    folded = [_fold(each) for each in vocabulary]
    near = process.extract(wanted, folded, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    found = {
        vocabulary[index]: int(distance)
        for candidate, distance, index in near
        if candidate != wanted and len(candidate) >= SHORTEST_CORRECTED and (distance <= 1 or candidate[0] == wanted[0])
    }
    return sorted(found.items(), key=lambda item: (item[1], item[0]))[:limit]


def is_sure_correction(word: str, candidate: str) -> bool:
    """Tell whether to search for the candidate unasked; of short words only for swapped, missing or doubled letters."""
    wanted, found = fold(word), fold(candidate)
    return len(wanted) >= SHORTEST_SURE or len(wanted) != len(found) or sorted(wanted) == sorted(found)

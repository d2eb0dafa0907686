"""Show where a text meets a query."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .document import compound_parts, find_pairs, read_text
from .query import AnalyzedQuery, Term
from .units import Unit

LONGEST_TEXT = 20_000
MOST_MARKS = 300
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    start: int
    end: int
    #: number of the term that matched
    term: int


def highlight(text: str, query: AnalyzedQuery, language: str = "de", max_length: int = 220) -> list[tuple[str, bool]]:
    """Return the part of a text that meets most of the query, in pieces with a flag: True for what matched.

    The pieces are plain text to be escaped by whoever shows them.
    """
    text = text[:LONGEST_TEXT].strip()
    marks = sorted(set(_find_marks(text, query, language)))[:MOST_MARKS]
    start, end = _choose_window(text, marks, max_length)
    pieces = list(_cut(text, marks, start, end))
    if start > 0:
        pieces.insert(0, (ELLIPSIS, False))
    if end < len(text):
        pieces.append((ELLIPSIS, False))
    return _join(pieces)


def _find_marks(text: str, query: AnalyzedQuery, language: str) -> Iterator[Mark]:
    units, pairs = _read(text, language)
    for number, term in enumerate(query.terms):
        met = [unit for unit in units if _is_met(term, unit)]
        met += [unit for token, *both in pairs if token in term.pairs for unit in both]
        # A pair that stands elsewhere on the page (title and kind): show its words at least.
        met = met or [unit for unit in units if any(_is_met(single, unit) for single in term.fallback)]
        yield from (Mark(unit.start, unit.end, number) for unit in met)


@lru_cache(maxsize=4000)
def _read(text: str, language: str) -> tuple[list[Unit], list[tuple]]:
    """The units of a text and its pairs; titles and summaries come again with every page of hits."""
    reading = read_text(text, language)
    return [*reading.units, *reading.added], list(find_pairs(reading))


def _is_met(term: Term, unit: Unit) -> bool:
    content = unit.content
    return not (
        term.exact.isdisjoint(content.exact)
        and term.stems.isdisjoint(content.stems)
        and term.parts.isdisjoint(compound_parts(unit))
    )


def _choose_window(text: str, marks: list[Mark], max_length: int) -> tuple[int, int]:
    if len(text) <= max_length:
        return 0, len(text)
    room = max(max_length - 2 * len(ELLIPSIS), 1)
    first, last = _densest(marks, room)
    # Words around what matched, more of them after it.
    start = max(0, min(first - (room - (last - first)) // 3, len(text) - room))
    end = min(len(text), start + room)
    return _to_words(text, start, end, keep=(first, last))


def _densest(marks: list[Mark], room: int) -> tuple[int, int]:
    """Return the stretch that meets most terms, then has most marks, then comes first."""
    best, stretch = (0, 0), (0, 0)
    for index, mark in enumerate(marks):
        inside = [other for other in marks[index:] if other.end <= mark.start + room]
        worth = (len({other.term for other in inside}), len(inside))
        if inside and worth > best:
            best, stretch = worth, (mark.start, max(other.end for other in inside))
    return stretch


def _to_words(text: str, start: int, end: int, *, keep: tuple[int, int]) -> tuple[int, int]:
    first, last = keep
    if start > 0 and not text[start - 1].isspace():
        gap = re.search(r"\s+", text[start:first])
        start = start + gap.end() if gap else start
    if end < len(text) and not text[end].isspace():
        gap = re.search(r"\s+\S*$", text[max(last, start) : end])
        end = max(last, start) + gap.start() if gap else end
    return start, end


def _cut(text: str, marks: list[Mark], start: int, end: int) -> Iterator[tuple[str, bool]]:
    position = start
    for mark in marks:
        if mark.start < position or mark.end > end:
            continue
        yield text[position : mark.start], False
        yield text[mark.start : mark.end], True
        position = mark.end
    yield text[position:end], False


def _join(pieces: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    joined: list[tuple[str, bool]] = []
    for piece, matched in pieces:
        if piece and joined and joined[-1][1] == matched and not matched:
            joined[-1] = (joined[-1][0] + piece, matched)
        elif piece:
            joined.append((piece, matched))
    return joined

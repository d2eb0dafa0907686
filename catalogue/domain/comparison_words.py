"""Two texts side by side, word by word: what stays, what is new, what goes."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

PieceKind = Literal["same", "added", "removed"]

_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_PLACEHOLDERS = re.compile(r"(%\(\w+\)s)")
#: below this share of common words a text counts as written anew
COMMON = 0.25
#: characters of unchanged text that stay visible around a change
CONTEXT = 160


@dataclass(frozen=True)
class Piece:
    """A stretch of plain text; the template escapes it and marks what is not the same."""

    kind: PieceKind
    text: str


Line = tuple[Piece, ...]


def say(text: str, kind: PieceKind = "same") -> Line:
    return (Piece(kind, text),) if text else ()


def compare_texts(before: str, after: str) -> Line:
    if not before or not after:
        return (*say(before, "removed"), *say(after, "added"))
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    start = _count_same(old, new)
    end = _count_same(old[start:][::-1], new[start:][::-1])
    middle = _compare_tokens(old[start : len(old) - end], new[start : len(new) - end])
    return (*say("".join(old[:start])), *middle, *say("".join(old[len(old) - end :])))


def compare_lists(before: Iterable[str], after: Iterable[str]) -> Line:
    """Names, separated by commas; their order says nothing."""
    before, after = list(before), list(after)
    found: list[Piece] = [Piece("same" if name in before else "added", name) for name in after]
    found += [Piece("removed", name) for name in before if name not in after]
    line: list[Piece] = []
    for position, piece in enumerate(found):
        line += [Piece("same", ", "), piece] if position else [piece]
    return tuple(line)


def fill_sentence(sentence: str, **values: tuple[PieceKind, str]) -> Line:
    """A translated sentence with named places, whose fillings keep their marks."""
    line: list[Piece] = []
    for part in _PLACEHOLDERS.split(sentence):
        kind, text = values[part[2:-2]] if _PLACEHOLDERS.fullmatch(part) else ("same", part)
        line += say(text, kind)
    return tuple(line)


def shorten(line: Line) -> Line:
    """Long unchanged stretches lose their middle: the reader looks for what is different."""
    last = len(line) - 1
    return tuple(
        Piece("same", _cut(piece.text, keep_start=position > 0, keep_end=position < last))
        if piece.kind == "same"
        else piece
        for position, piece in enumerate(line)
    )


def _cut(text: str, *, keep_start: bool, keep_end: bool) -> str:
    if len(text) <= 2 * CONTEXT or not (keep_start or keep_end):
        return text
    start = text[:CONTEXT].rsplit(" ", 1)[0] + " " if keep_start else ""
    end = " " + text[-CONTEXT:].split(" ", 1)[-1] if keep_end else ""
    return f"{start}…{end}"


def _count_same(old: list[str], new: list[str]) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(old), len(new)))


def _compare_tokens(old: list[str], new: list[str]) -> Line:
    # only words are landmarks: two sentences have nothing in common because both have gaps and dots
    matcher = difflib.SequenceMatcher(_is_between_words, old, new)
    opcodes = matcher.get_opcodes()
    kept = sum(_count_words(old[i1:i2]) for kind, i1, i2, _j1, _j2 in opcodes if kind == "equal")
    if kept < COMMON * max(_count_words(old), _count_words(new)):
        # a word here and there that stayed would only confuse
        return (*say("".join(old), "removed"), *say("".join(new), "added"))
    pieces: list[Piece] = []
    for kind, i1, i2, j1, j2 in _join_over_gaps(opcodes, old):
        if kind == "equal":
            pieces += say("".join(old[i1:i2]))
        else:
            pieces += [*say("".join(old[i1:i2]), "removed"), *say("".join(new[j1:j2]), "added")]
    return tuple(pieces)


def _join_over_gaps(opcodes, old: list[str]) -> Iterator[tuple]:
    """Changes that no word keeps apart read as one."""
    waiting: tuple | None = None
    for kind, i1, i2, j1, j2 in opcodes:
        is_gap = kind == "equal" and waiting is not None and i2 < len(old) and all(map(_is_between_words, old[i1:i2]))
        if kind != "equal" or is_gap:
            waiting = ("change", waiting[1] if waiting else i1, i2, waiting[3] if waiting else j1, j2)
            continue
        if waiting:
            yield waiting
            waiting = None
        yield kind, i1, i2, j1, j2
    if waiting:
        yield waiting


def _count_words(tokens: list[str]) -> int:
    return sum(not _is_between_words(token) for token in tokens)


def _is_between_words(token: str) -> bool:
    return not (token[0].isalnum() or token[0] == "_")

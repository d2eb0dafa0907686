"""Cut a text into words with their places in the original, so that what matched can be shown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .fold import fold

LONGEST_TOKEN = 64
MOST_PARTS = 6
CACHE_SIZE = 50_000


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shape:
    """What a stretch of text without white space is made of, with places counted from its own beginning.

    The same for every occurrence of the stretch, hence cached.
    """

    #: "Deutsch-Kurs": deutsch, kurs
    parts: tuple[Token, ...]
    #: further forms of the whole: deutschkurs
    whole: tuple[Token, ...] = ()
    #: "word" has stems; "level" and "number" are searched exactly
    kind: str = "word"


# Marks of decomposed letters and of Arabic, and characters nobody sees.
INSIDE = (
    "\u0300-\u036f\u0483-\u0487\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
    "\x00-\x08\x0e-\x1b\x7f"
)
# Bounded, so that no stretch of text becomes one endless word.
CHAIN = rf"[^\W_](?:[^\W_]|[{INSIDE}]){{0,99}}+"
PLAIN = rf"{CHAIN}(?:['’ʼ‘·]{CHAIN}){{0,3}}+"
LETTERS_3 = r"(?<=[^\W\d_][^\W\d_][^\W\d_])"
PERSON_2 = r"(?<=er|or|nt|st|og|nd|eg|zt|ar|at)"
END = r"(?![^\W_])"
# "Lehrer:innen", "Schüler:innenrat", "Lehrer/-in", "Kolleg(inn)en", "jede:r", "Kind(er)": fold() makes one word of
# each.
GENDER = (
    rf"(?:{LETTERS_3}[:*_](?:innen{PLAIN}|innen|in|(?:e|r|n|s|m|en|er|es|em)){END}"
    rf"|{LETTERS_3}/-?innen{END}|{LETTERS_3}{PERSON_2}/-?in{END}"
    rf"|{LETTERS_3}\((?:innen|in|e|en|er|n|s)\){END}|{LETTERS_3}\(inn\)en{END})?"
)
LEVEL = rf"[A-C][0-2](?:\.[1-9])?+{END}\+?"
# In small letters only with a decimal: "a 1 hour lesson" is no level.
SPACED_LEVEL = rf"(?-i:[A-C]\ [0-2](?:\.[1-9])?|[a-c]\ [0-2]\.[1-9]){END}(?!\.\d)"
SIGNED = rf"[^\W\d_](?:\#|\+\+){END}"
OLDER = rf"\d{{2}}(?:\ ?\+|[\ -]?plus{END})"
FIGURES = rf"\d++(?:[.,:]\d++)+{END}"
WORD = rf"(?:{LEVEL}|{PLAIN}{GENDER})"
SCANNER = re.compile(
    rf"(?<![^\W_])(?:(?P<level>{LEVEL}|{SPACED_LEVEL})(?![-‐‑][^\W_])|(?P<older>{OLDER})|(?P<figures>{FIGURES})"
    rf"|(?P<signed>{SIGNED}))|(?P<word>{WORD}(?:[-‐‑]{WORD}){{0,7}}+)",
    re.IGNORECASE,
)
PART = re.compile(WORD, re.IGNORECASE)
LEVEL_WORD = re.compile(LEVEL, re.IGNORECASE)
NOT_WORD = re.compile(r"[\W_]+")


def tokenize(text: str) -> list[Token]:
    """Return all tokens in reading order; a hyphenated word gives its parts and, at the same place, the joined form."""
    return [
        Token(token.text, start + token.start, start + token.end)
        for start, _, kind, surface in scan(text)
        for shape in (read_shape(kind, surface),)
        for token in (*shape.parts, *shape.whole)
    ]


def scan(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield start, end, kind and surface of each word."""
    for match in SCANNER.finditer(text):
        yield *match.span(), match.lastgroup, match[0]


@lru_cache(maxsize=CACHE_SIZE)
def read_shape(kind: str, surface: str) -> Shape:
    return READERS[kind](surface)


def _clean(surface: str) -> str:
    # Folding a ligature such as U+FDFA can bring white space and punctuation of its own.
    return NOT_WORD.sub("", fold(surface))[:LONGEST_TOKEN]


def _level_forms(surface: str) -> tuple[str, ...]:
    """Whoever asks for A1 also wants A1.1, and B1+ is B1 as well."""
    level = fold(surface).replace(" ", "")
    return tuple(dict.fromkeys((level, level.rstrip("+"), level[:2])))


def _read_level(surface: str) -> Shape:
    first, *more = (Token(form, 0, len(surface)) for form in _level_forms(surface))
    return Shape((first,), tuple(more), "level")


def _read_older(surface: str) -> Shape:
    figure = fold(surface[:2])
    return Shape((Token(f"{figure}plus", 0, len(surface)),), (Token(figure, 0, len(surface)),), "number")


def _read_figures(surface: str) -> Shape:
    parts = tuple(Token(fold(part[0]), *part.span()) for part in re.finditer(r"\d+", surface))
    return Shape((Token(fold(surface)[:LONGEST_TOKEN], 0, len(surface)),), parts[:MOST_PARTS], "number")


def _read_signed(surface: str) -> Shape:
    return Shape((Token(fold(surface), 0, len(surface)),), (), "number")


def _read_word(surface: str) -> Shape:
    parts: list[Token] = []
    levels: list[Token] | None = None
    for part in PART.finditer(surface):
        if LEVEL_WORD.fullmatch(part[0]):
            first, *more = (Token(form, *part.span()) for form in _level_forms(part[0]))
            parts.append(first)
            levels = [*(levels or ()), *more]
        elif text := _clean(part[0]):
            parts.append(Token(text, *part.span()))
    whole = tuple(levels or ())
    if 1 < len(parts) <= MOST_PARTS and levels is None:
        whole = (Token("".join(part.text for part in parts)[:LONGEST_TOKEN], 0, len(surface)),)
    kind = "number" if len(parts) == 1 and parts[0].text.isdigit() else "word"
    return Shape(tuple(parts), whole, kind)


READERS = {
    "level": _read_level,
    "older": _read_older,
    "figures": _read_figures,
    "signed": _read_signed,
    "word": _read_word,
}

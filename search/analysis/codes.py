"""Course numbers: the same whatever their punctuation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .data import load_toml
from .fold import fold

SHORTEST_CODE = 4
LONGEST_CODE = 24
FEWEST_DIGITS = 3
PUNCTUATION = re.compile(r"[\W_]+")
CHUNK = re.compile(r"[^\s.,;:/()\-–_#+]+")
# What looks like a number of ours and is none: dates, times, years, telephone numbers, sums with a unit.
DATE_OR_TIME = re.compile(
    r"\s*(?:\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})?|\d{4}-\d{2}-\d{2}|\d{1,2}[:.]\d{2}(?:\s*-\s*\d{1,2}[:.]\d{2})?)\s*"
)
YEAR = re.compile(r"(?:19|20)\d\d")
MEASURE = re.compile(r"\d+(?:x|h|m|km|kg|g|l|min|std|uhr|euro|eur|plus|jahre?|ue|tage?|mal|er|ten?|st|nd|rd|th)")
PUNCTUATED = re.compile(r"[^\W_]+(?:[-–./_][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    start: int
    end: int


@cache
def small_words() -> frozenset[str]:
    """Words short enough for a part of a code."""
    return frozenset(load_toml("stopwords")["beside_numbers"].split())


def normalize_code(text: str) -> str:
    # Punctuation goes first, or "MU-E302" and "MUE302" would fold differently.
    return PUNCTUATION.sub("", fold(PUNCTUATION.sub("", text)))


def looks_like_code(text: str) -> bool:
    """Tell whether a whole text can only be a course number, for example "MI 302.121 H"."""
    chunks = CHUNK.findall(text)
    code = normalize_code(text)
    if not SHORTEST_CODE <= len(code) <= LONGEST_CODE or DATE_OR_TIME.fullmatch(text):
        return False
    if any(chunk.casefold() in small_words() for chunk in chunks):
        return False
    if not all(len(chunk) <= 3 or any(char.isdigit() for char in chunk) for chunk in chunks):
        return False
    return _is_code(code)


def _is_code(code: str) -> bool:
    digits = sum(char.isdigit() for char in code)
    if digits < FEWEST_DIGITS or YEAR.fullmatch(code) or MEASURE.fullmatch(code):
        return False
    return digits > FEWEST_DIGITS or digits < len(code)


def find_codes(text: str) -> Iterator[Code]:
    """Yield the course numbers in a query: the whole of it, or the words among others that mix letters and digits."""
    if looks_like_code(text):
        inner = re.search(r"\S(?:.*\S)?", text, re.DOTALL)
        yield Code(normalize_code(text), *inner.span())
        return
    for start, end in _mixed_runs(text):
        if looks_like_code(text[start:end]):
            yield Code(normalize_code(text[start:end]), start, end)


def _mixed_runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of neighbouring chunks that hold both letters and digits ("mi302 121h")."""
    run: list[int] = []
    for match in PUNCTUATED.finditer(text):
        mixed = any(char.isalpha() for char in match[0]) and any(char.isdigit() for char in match[0])
        if run and not (mixed and text[run[1] : match.start()] == " "):
            yield run[0], run[1]
            run = []
        if mixed:
            run = [run[0] if run else match.start(), match.end()]
    if run:
        yield run[0], run[1]

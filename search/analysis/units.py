"""The words of a text with all that matching needs to know about them."""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from .compounds import component_key, pairs_within, split_compound
from .stems import CACHE_SIZE, detect_script, stems_of, transliterate
from .tokens import Shape, read_shape, scan
from .words import QUERY_LANGUAGES, joining_words, soft_stems, stop_words, stop_words_of

#: Stop words of every language count, and Latin words may be German: how queries are read.
ANY = "any"
ADJECTIVE = re.compile(r"[a-zäöüß]+(?:e|er|en|em|es)")
MOST_STOP_WORDS_BETWEEN = 3


class Gap(IntEnum):
    """What stands between a word and the one before it."""

    NEXT = 0
    #: comma, slash, "und": both belong to the same neighbours
    LIST = 1
    #: end of a sentence or a line
    BREAK = 2


@dataclass(frozen=True, slots=True)
class Atom:
    text: str
    stems: tuple[str, ...]
    stop: bool


@dataclass(frozen=True, slots=True)
class Content:
    """What a word says wherever it stands."""

    atoms: tuple[Atom, ...]
    exact: tuple[str, ...]
    stems: tuple[str, ...]
    #: the parts of a hyphenated word in one
    joined: str = ""
    #: component keys: one for a simple component, several for a compound
    keys: tuple[str, ...] = ()
    #: the keys stand for the whole word
    covered: bool = False
    #: pairs the keys form among themselves
    pairs: tuple[str, ...] = ()
    stop: bool = False
    joining: bool = False
    adjective: bool = False
    number: bool = False


class Unit(NamedTuple):
    """One word at its place; a tuple because a text has very many of them."""

    content: Content
    start: int
    end: int
    gap: Gap
    #: the first half of "Deutsch- und Nähkurs"
    elliptic: bool = False
    #: the content this one was put in place of ("ältere Menschen" for Senioren)
    original: tuple[Content, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        return self.content.keys


BREAK = re.compile(r"[.!?;•|\n\r\u2028\u2029]")
LIST = re.compile(r"[,/&+]")


def build_units(text: str, language: str = "de", *, limit: int | None = None) -> list[Unit]:
    units: list[Unit] = []
    last = 0
    for start, end, kind, surface in scan(text):
        content = read_content(surface, kind, language)
        if not content.atoms:
            continue
        elliptic = text.startswith("-", end) and not text[end + 1 : end + 2].isalnum()
        units.append(Unit(content, start, end, _gap(text[last:start]) if units else Gap.BREAK, elliptic))
        last = end
        if limit and len(units) == limit:
            break
    return units


def _gap(between: str) -> Gap:
    if between == " ":
        return Gap.NEXT
    if BREAK.search(between):
        return Gap.BREAK
    return Gap.LIST if LIST.search(between) else Gap.NEXT


@lru_cache(maxsize=CACHE_SIZE)
def read_content(surface: str, kind: str, language: str) -> Content:
    shape = read_shape(kind, surface)
    stops = stop_words(*QUERY_LANGUAGES) if language == ANY else stop_words_of(language)
    if not shape.parts:
        return Content((), (), ())
    single = len(shape.parts) == 1
    atoms = tuple(_read_atom(part.text, shape.kind, language, stops) for part in shape.parts)
    texts = [token.text for token in (*shape.parts, *shape.whole)]
    stop = single and atoms[0].stop
    in_latin = [] if stop else [form for text in texts for form in transliterate(text)]
    joined = "" if single else _joined(shape)
    joined_stems = stems_of(joined, _stemmer(language)) if joined else ()
    found = () if stop or shape.kind != "word" or language not in ("de", ANY) else _keys(shape)
    keys = tuple(key for part in found for key in part)
    return Content(
        atoms=atoms,
        exact=tuple(dict.fromkeys([*texts, *in_latin])),
        stems=tuple(dict.fromkeys([*(stem for atom in atoms if not atom.stop for stem in atom.stems), *joined_stems])),
        joined=joined,
        keys=keys,
        covered=bool(found) and all(found),
        pairs=pairs_within(keys),
        stop=stop,
        joining=single and atoms[0].text in joining_words(),
        adjective=language == "de" and not keys and _is_adjective(surface, atoms),
        number=shape.kind != "word",
    )


def _joined(shape: Shape) -> str:
    """Return the joined form if there is one: "B1-Kurs" has none."""
    form = "".join(part.text for part in shape.parts)
    return next((token.text for token in shape.whole if form.startswith(token.text)), "")


def _is_adjective(surface: str, atoms: tuple[Atom, ...]) -> bool:
    """Go by the ending; "ohne" and "keine" are among the soft words."""
    return bool(ADJECTIVE.fullmatch(surface)) and not soft_stems().intersection(atoms[0].stems)


def _stemmer(language: str) -> str:
    return "de" if language == ANY else language


def _read_atom(text: str, kind: str, language: str, stops: frozenset[str]) -> Atom:
    stems = stems_of(text, _stemmer(language)) if kind == "word" else ()
    return Atom(text, stems, kind == "word" and text in stops)


def _keys(shape: Shape) -> tuple[tuple[str, ...], ...]:
    """Return the component keys of each part; the joined form goes first if it is listed (Hip-Hop)."""
    if detect_script(shape.parts[0].text) != "latin":
        return ()
    for token in shape.whole:
        if key := component_key(token.text):
            return ((key,),)
    found = tuple(word_keys(part.text) for part in shape.parts)
    return found if any(found) else ()


def word_keys(word: str) -> tuple[str, ...]:
    key = component_key(word)
    return (key,) if key else split_compound(word)


def move(units: list[Unit], *, start: int, end: int, gap: Gap, original: tuple[Content, ...]) -> list[Unit]:
    """Put units made from another text at a place of this one."""
    return [
        unit._replace(start=start, end=end, gap=gap if index == 0 else unit.gap, original=original)
        for index, unit in enumerate(units)
    ]

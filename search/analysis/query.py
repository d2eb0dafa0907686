"""What a person typed, as terms every one of which a document has to meet."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from .codes import Code, find_codes
from .compounds import SHORTEST_PART, component_key, pair, segment
from .phrases import replace_phrases
from .stems import stem, stems_of
from .synonyms import (
    NOTHING,
    Alternatives,
    expand_pair,
    expand_single,
    merge,
    read_pair,
    read_single,
    synonym_phrases,
)
from .tokens import tokenize
from .translations import FOREIGN_LANGUAGES, translate_units
from .units import ANY, MOST_STOP_WORDS_BETWEEN, Content, Gap, Unit, build_units
from .words import soft_stems

MOST_CHARACTERS = 300
MOST_TOKENS = 24
QUOTED = re.compile(r"[\"„“”«»]([^\"„“”«»]+)[\"„“”«»]")
#: Numbers up to four figures are ages, times and years: they add to the score but shut nothing out.
SOFT_NUMBER = re.compile(r"\d{1,4}|\d{1,2}[:.]\d{2}")


@dataclass(frozen=True, slots=True)
class Term:
    """One wish, met by a document that has any token of `exact`, `stems`, `pairs` or `parts` in the field so named."""

    text: str
    exact: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    pairs: frozenset[str] = frozenset()
    #: found inside compounds: the weakest match
    parts: frozenset[str] = frozenset()
    #: that one of `pairs` which was asked for; the others are its synonyms
    pair: str = ""
    #: tokens of the field `exact` that only add to the score, never decide
    boost: frozenset[str] = frozenset()
    optional: bool = False
    start: int = 0
    end: int = 0
    #: the two words of a pair as terms of their own, for whoever finds no document with the pair
    fallback: tuple["Term", ...] = ()

    @property
    def alternatives(self) -> frozenset[str]:
        """All tokens that make a document match, with their field: x: exact, s: stems, p: pairs, c: parts."""
        fields = (("x", self.exact), ("s", self.stems), ("p", self.pairs), ("c", self.parts))
        return frozenset(f"{name}:{token}" for name, tokens in fields for token in tokens)


@dataclass(frozen=True, slots=True)
class AnalyzedQuery:
    text: str
    terms: tuple[Term, ...] = ()
    #: course numbers in the query, normalised; also among the `exact` tokens of their terms
    codes: frozenset[str] = frozenset()
    #: quoted word sequences as `exact` tokens, for scoring
    phrases: tuple[tuple[str, ...], ...] = ()
    #: the query was longer than what is read
    truncated: bool = False

    @property
    def required(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.optional)

    @property
    def optional(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.optional)


@dataclass(slots=True)
class _Draft:
    """A term in the making: one or two component keys, or a word outside the lists."""

    units: list[Unit]
    keys: tuple[str, ...] = ()
    soft: bool = False
    found: Alternatives = field(default=NOTHING)


def analyze_query(text: str, language: str = "de") -> AnalyzedQuery:
    """Read at most 300 characters and 24 words of a query; `language` is that of the page it was typed on."""
    read = text[:MOST_CHARACTERS]
    codes = list(find_codes(read))
    units, cut = _read_units(read, codes, language)
    if codes or not all(unit.content.stop for unit in units):
        drafts = list(_drafts_of(units))
    else:
        drafts = [_exact_draft(unit) for unit in units]
    terms = [*(_code_term(code, read) for code in codes), *(_finish(draft, read) for draft in drafts)]
    return AnalyzedQuery(
        text=read,
        terms=_settle(terms),
        codes=frozenset(code.text for code in codes),
        phrases=tuple(_quoted(read)),
        truncated=cut or len(text) > MOST_CHARACTERS,
    )


def _read_units(text: str, codes: list[Code], language: str) -> tuple[list[Unit], bool]:
    units = build_units(_blank(text, codes), ANY, limit=MOST_TOKENS + 1)
    kept, tokens = [], 0
    for unit in units:
        tokens += len(unit.content.atoms)
        if tokens > MOST_TOKENS:
            break
        kept.append(unit)
    translated = translate_units(kept, language=language, sources=FOREIGN_LANGUAGES)
    return replace_phrases(translated, {"de": synonym_phrases()}), len(kept) < len(units)


def _blank(text: str, codes: list[Code]) -> str:
    for code in codes:
        text = text[: code.start] + " " * (code.end - code.start) + text[code.end :]
    return text


def _drafts_of(units: list[Unit]) -> Iterator[_Draft]:
    for run in _runs(units):
        keys = tuple(key for unit in run for key in unit.keys)
        owners = [unit for unit in run for _ in unit.keys]
        if not run[0].content.covered:
            yield from _plain_drafts(run[0])
            continue
        position = 0
        for part in segment(keys):
            members = owners[position : position + len(part)]
            position += len(part)
            # A pair is a wish of its own ("Anfängerkurs"), a single word may be one that everybody uses.
            yield _Draft(list(dict.fromkeys(members)), part, soft=len(part) == 1 and part[0] in soft_stems())


def _runs(units: list[Unit]) -> Iterator[list[Unit]]:
    """Yield the words that may form pairs: neighbouring simple components, or a compound by itself."""
    run: list[Unit] = []
    gap, stop_words = Gap.NEXT, 0
    for unit in units:
        gap = max(gap, unit.gap)
        if unit.content.stop:
            stop_words += 1
            if unit.content.joining or stop_words > MOST_STOP_WORDS_BETWEEN:
                gap = Gap.BREAK
            continue
        simple = unit.content.covered and len(unit.keys) == 1
        if run and not (simple and gap == Gap.NEXT):
            yield run
            run = []
        if simple:
            run.append(unit)
        else:
            yield [unit]
        gap, stop_words = Gap.NEXT, 0
    if run:
        yield run


def _plain_drafts(unit: Unit) -> Iterator[_Draft]:
    content = unit.content
    if len(content.atoms) == 1:
        yield _plain_draft(unit)
    elif _is_one_word(content):
        yield _Draft([unit], soft=stem(content.joined) in soft_stems(), found=_joined_alternatives(content))
    else:
        for atom in content.atoms:
            if not atom.stop:
                own = (
                    Alternatives(stems=frozenset(atom.stems))
                    if atom.stems
                    else Alternatives(exact=frozenset({atom.text}))
                )
                found = own | _joined_alternatives(content) | merge(expand_single(each) for each in atom.stems)
                found |= Alternatives(parts=frozenset(filter(None, [component_key(atom.text)])))
                yield _Draft([unit], soft=bool(soft_stems().intersection(atom.stems)), found=found)


def _is_one_word(content: Content) -> bool:
    """ "E-Mail" is never an "E", and a listed word is one; of other words ("Garath-Treff") each part counts."""
    if not content.joined:
        return False
    short = any(len(atom.text) < SHORTEST_PART for atom in content.atoms)
    return short or all(atom.stop for atom in content.atoms) or bool(expand_single(stem(content.joined)))


def _joined_alternatives(content: Content) -> Alternatives:
    if not content.joined:
        return NOTHING
    stems = frozenset(stems_of(content.joined))
    found = Alternatives(exact=frozenset({content.joined}), stems=stems)
    return found | merge(expand_single(each) for each in stems)


def _plain_draft(unit: Unit) -> _Draft:
    content = unit.content
    if content.number:
        soft = bool(SOFT_NUMBER.fullmatch(content.atoms[0].text))
        exact = frozenset(content.exact[:1])
        return _Draft([unit], soft=soft, found=Alternatives(exact=exact) | expand_single(f"={content.atoms[0].text}"))
    return _Draft([unit], soft=bool(soft_stems().intersection(content.stems)), found=_word_alternatives(content))


def _word_alternatives(content: Content) -> Alternatives:
    """A word outside the component lists: its stems, its other scripts and what the lists of synonyms say."""
    found = Alternatives(exact=frozenset(content.exact), stems=frozenset(content.stems))
    # A name in other letters has the synonyms of its Latin form.
    latin = [] if content.exact[0].isascii() else [form for form in content.exact[1:] if form.isascii()]
    return found | merge(expand_single(each) for each in (*content.stems, *latin))


def _exact_draft(unit: Unit) -> _Draft:
    """All words are stop words: then they are what is looked for."""
    return _Draft([unit], found=Alternatives(exact=frozenset(unit.content.exact)))


def _finish(draft: _Draft, text: str) -> Term:
    contents = [content for unit in draft.units for content in (unit.content, *unit.original)]
    raw = frozenset(token for content in contents for token in content.exact if not content.stop or len(contents) == 1)
    found = draft.found
    if len(draft.keys) == 2:
        found = read_pair(*draft.keys).alternatives | expand_pair(*draft.keys)
    elif draft.keys:
        found = _single_alternatives(draft.keys[0])
    if len(draft.keys) != 2:
        found = found | _own_words(draft.units[0])
    start, end = min(unit.start for unit in draft.units), max(unit.end for unit in draft.units)
    term = _make_term(text[start:end], found, start=start, end=end)
    fallback = tuple(
        replace(_make_term(term.text, _single_alternatives(key), start=start, end=end), boost=raw)
        for key in (sorted(draft.keys) if len(draft.keys) == 2 else ())
    )
    own = pair(*draft.keys) if len(draft.keys) == 2 else ""
    return replace(term, pair=own, boost=raw, optional=draft.soft, fallback=fallback)


def _make_term(text: str, found: Alternatives, *, start: int, end: int) -> Term:
    return Term(text, found.exact, found.stems, found.pairs, found.parts, start=start, end=end)


def _single_alternatives(key: str) -> Alternatives:
    return read_single(key).alternatives | expand_single(key)


def _own_words(unit: Unit) -> Alternatives:
    """A translated word still finds itself in translated titles, but a phrase of several words only as a whole."""
    if len(unit.original) != 1 or len(unit.original[0].atoms) != 1:
        return NOTHING
    [content] = unit.original
    return Alternatives(exact=frozenset(content.exact), stems=frozenset(content.stems))


def _code_term(code: Code, text: str) -> Term:
    exact = frozenset({code.text})
    return Term(text=text[code.start : code.end], exact=exact, boost=exact, start=code.start, end=code.end)


def _settle(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Drop repeated wishes; words that count little decide after all where nothing else is asked for."""
    single: dict[frozenset[str], Term] = {}
    for term in terms:
        single.setdefault(term.alternatives, term)
    found = list(single.values())
    if all(term.optional for term in found):
        found = [replace(term, optional=False) for term in found]
    return tuple(sorted(found, key=lambda term: term.start))


def _quoted(text: str) -> Iterator[tuple[str, ...]]:
    for match in QUOTED.finditer(text):
        words = tuple(token.text for token in tokenize(match[1]))
        if len(words) > 1:
            yield words

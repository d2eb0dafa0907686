"""The tokens of a document, one tuple for each field of the index."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from .compounds import is_pairable, pair, pairs_between
from .phrases import replace_phrases
from .synonyms import synonym_phrases
from .tokens import tokenize
from .translations import FOREIGN_LANGUAGES, translate_units
from .units import MOST_STOP_WORDS_BETWEEN, Gap, Unit, build_units, word_keys

MOST_IN_LIST = 8
MOST_DENSE = 12


@dataclass(frozen=True, slots=True)
class TextTokens:
    """`exact`, `stems` and `parts` in the order of the text and with repetitions, `pairs` once each."""

    exact: tuple[str, ...]
    stems: tuple[str, ...]
    pairs: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is and, where listed phrases occur, as it reads with their German equivalents."""

    units: list[Unit]
    replaced: list[Unit]
    #: those of `replaced` that are not in `units`
    added: list[Unit]


@dataclass(slots=True)
class _Group:
    """Words that belong to the same neighbours: "Nähen, Stricken und Häkeln"."""

    units: list[Unit] = field(default_factory=list)
    #: follows the group before it without a break
    tied: bool = False

    def lets_through(self, before: "_Group") -> bool:
        """Tell whether what follows still belongs to what stands before.

        So across an adjective, and across the second half of a compound in two words ("Kurs Deutsch für Kinder").
        """
        if len(self.units) > 1:
            return False
        [unit] = self.units
        return unit.content.adjective or any(pairs_between(left.keys, unit.keys) for left in before.units)


def analyze_text(text: str, language: str = "de", *, dense: bool = False, translate: bool = True) -> TextTokens:
    """Return the tokens of a document's text.

    `dense` is for titles and other short texts: every two known components form a pair, however far apart.
    `translate` adds German words for listed foreign ones; needless where the same text is there in German, and a
    risk there: a list of words does not know which meaning of a word a text has.
    """
    reading = read_text(text, language, translate=translate)
    exact: list[str] = []
    stems: list[str] = []
    parts: list[str] = []
    for unit in reading.units:
        exact += unit.content.exact
        stems += unit.content.stems
        parts += compound_parts(unit)
    for unit in reading.added:
        stems += unit.content.stems
        parts += compound_parts(unit)
    pairs = dict.fromkeys(token for token, _, _ in find_pairs(reading, dense=dense))
    return TextTokens(tuple(exact), tuple(stems), tuple(pairs), tuple(parts))


def read_text(text: str, language: str, *, translate: bool = True) -> Reading:
    units = build_units(text, language)
    if language in FOREIGN_LANGUAGES:
        replaced = translate_units(units, language=language, sources=(language,)) if translate else units
    else:
        replaced = replace_phrases(units, {"de": synonym_phrases()})
    return Reading(units, replaced, [unit for unit in replaced if unit.original])


def compound_parts(unit: Unit) -> tuple[str, ...]:
    return unit.keys if len(unit.keys) > 1 else ()


def find_pairs(reading: Reading, *, dense: bool = False) -> Iterator[tuple[str, Unit, Unit]]:
    """Yield each pair token with the two words that form it (twice the same one for a compound)."""
    yield from _pairs_of(reading.units, dense=dense)
    if reading.added:
        yield from _pairs_of(reading.replaced, dense=dense)


def _pairs_of(units: list[Unit], *, dense: bool) -> Iterator[tuple[str, Unit, Unit]]:
    for unit in units:
        for token in unit.content.pairs:
            yield token, unit, unit
    groups = _group(units)
    for group in groups:
        yield from _pairs_in_list(group.units)
    for before, after in _neighbours(groups):
        for left, right in product(before.units, after.units):
            yield from _pairs_between(left, right)
    if dense:
        known = [unit for unit in units if unit.keys][:MOST_DENSE]
        for left, right in combinations(known, 2):
            yield from _pairs_between(left, right)


def _pairs_between(left: Unit, right: Unit) -> Iterator[tuple[str, Unit, Unit]]:
    if left.content.keys and right.content.keys:
        for token in pairs_between(left.content.keys, right.content.keys):
            yield token, left, right


def _pairs_in_list(units: list[Unit]) -> Iterator[tuple[str, Unit, Unit]]:
    for index, left in enumerate(units[:-1]):
        yield from _pairs_between(left, units[index + 1])
        # "Deutsch- und Nähkurse": the first half shares the head of the next compound.
        whole = (
            next((unit for unit in units[index + 1 :] if len(unit.keys) > 1), None)
            if left.elliptic and left.keys
            else None
        )
        if whole and is_pairable(left.keys[-1], whole.keys[-1]):
            yield pair(left.keys[-1], whole.keys[-1]), left, whole


def _group(units: Iterable[Unit]) -> list[_Group]:
    groups: list[_Group] = []
    gap, stop_words = Gap.BREAK, 0
    for unit in units:
        gap = max(gap, unit.gap)
        if unit.content.joining:
            gap = max(gap, Gap.LIST)
        elif unit.content.stop:
            stop_words += 1
            if stop_words > MOST_STOP_WORDS_BETWEEN:
                gap = Gap.BREAK
        else:
            if gap == Gap.LIST and len(groups[-1].units) < MOST_IN_LIST:
                groups[-1].units.append(unit)
            else:
                groups.append(_Group([unit], tied=gap != Gap.BREAK))
            gap, stop_words = Gap.NEXT, 0
    return groups


def _neighbours(groups: Sequence[_Group]) -> Iterator[tuple[_Group, _Group]]:
    """Yield groups that follow each other, also across one adjective ("Betreuung kleiner Kinder")."""
    for index, group in enumerate(groups):
        if not group.tied:
            continue
        yield groups[index - 1], group
        if groups[index - 1].tied and groups[index - 1].lets_through(groups[index - 2]):
            yield groups[index - 2], group


def cross_pairs(left: str, right: str) -> tuple[str, ...]:
    """Return the pairs between two texts about one thing, such as a title and the name of a target group."""
    sides = [[keys for token in tokenize(text) if (keys := word_keys(token.text))] for text in (left, right)]
    found = {
        pair(one, other): None
        for before, after in product(*sides)
        for one, other in product(before, after)
        if is_pairable(one, other)
    }
    return tuple(found)

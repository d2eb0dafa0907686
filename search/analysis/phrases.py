"""Find listed phrases in a text, whatever their inflection and the stop words in between."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .stems import stem
from .units import Atom, Unit, build_units, move


@dataclass(frozen=True, slots=True)
class Phrase:
    stems: tuple[str, ...]
    #: German text that says the same
    target: str
    language: str = "de"
    #: only when the whole text is in that language
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    start: int
    end: int
    phrase: Phrase


Wanted = Callable[[Found, Sequence[Atom]], bool]


class PhraseTable:
    """Phrases by the first of their stems, longest first."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_first: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            self._by_first.setdefault(phrase.stems[0], []).append(phrase)
        for found in self._by_first.values():
            found.sort(key=lambda phrase: (-len(phrase.stems), phrase.target))

    def has_start(self, stem: str) -> bool:
        return stem in self._by_first

    def match(self, atoms: Sequence[Atom], stems: Sequence[str], index: int) -> Iterator[Found]:
        for phrase in self._by_first.get(stems[index], ()):
            if end := _end_of(phrase, atoms, stems, index):
                yield Found(index, end, phrase)


def _end_of(phrase: Phrase, atoms: Sequence[Atom], stems: Sequence[str], index: int) -> int:
    place = index
    for wanted in phrase.stems:
        while place > index and place < len(atoms) and atoms[place].stop and stems[place] != wanted:
            place += 1
        if place == len(atoms) or stems[place] != wanted:
            return 0
        place += 1
    return place


def phrase_stems(text: str, language: str) -> tuple[str, ...]:
    """Return the stems of a listed phrase; stop words only where hardly anything else is left."""
    atoms = [atom for unit in build_units(text, language) for atom in unit.content.atoms]
    full = [atom for atom in atoms if not atom.stop]
    return tuple(stem(atom.text, language) for atom in (full if len(full) > 1 else atoms))


def replace_phrases(
    units: list[Unit], tables: dict[str, PhraseTable], *, is_wanted: Wanted = lambda found, atoms: True
) -> list[Unit]:
    """Return the units with every listed phrase replaced by the units of its German target.

    `tables` go by language; a longer phrase wins over a shorter one, then the earlier table.
    """
    atoms = [atom for unit in units for atom in unit.content.atoms]
    stems = {name: [stem(atom.text, name) for atom in atoms] for name in tables}
    if not any(tables[name].has_start(each) for name, found in stems.items() for each in found):
        return units
    starts = _unit_starts(units)
    result: list[Unit] = []
    index = 0
    while index < len(atoms):
        here = starts[index]
        found = (
            found
            for name, table in tables.items()
            for found in table.match(atoms, stems[name], index)
            if found.end in starts and is_wanted(found, atoms)
        )
        best = max(found, key=lambda each: each.end, default=None)
        if best is None:
            result.append(units[here])
            index += len(units[here].content.atoms)
        else:
            result += _target_units(best, units[here : starts[best.end]])
            index = best.end
    return result


def _target_units(found: Found, covered: list[Unit]) -> list[Unit]:
    return move(
        build_units(found.phrase.target),
        start=covered[0].start,
        end=covered[-1].end,
        gap=covered[0].gap,
        original=tuple(content for unit in covered for content in (unit.original or (unit.content,))),
    )


def _unit_starts(units: list[Unit]) -> dict[int, int]:
    """Map the index of each unit's first atom (and the end) to the index of the unit."""
    starts = {}
    position = 0
    for number, unit in enumerate(units):
        starts[position] = number
        position += len(unit.content.atoms)
    return starts | {position: len(units)}

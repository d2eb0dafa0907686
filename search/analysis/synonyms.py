"""Words that mean the same in this field, from the curated lists in search/data/synonyms.toml."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from itertools import islice, product

from .compounds import is_pairable, pair, segment
from .data import load_toml
from .fold import fold
from .phrases import Phrase, PhraseTable, phrase_stems
from .stems import stem
from .units import Unit, build_units

MOST_PAIRS = 48


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Tokens any of which makes a document match, by the field they stand in."""

    exact: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    pairs: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()

    def __or__(self, other: "Alternatives") -> "Alternatives":
        return Alternatives(
            self.exact | other.exact, self.stems | other.stems, self.pairs | other.pairs, self.parts | other.parts
        )

    def __bool__(self) -> bool:
        return bool(self.exact or self.stems or self.pairs or self.parts)


NOTHING = Alternatives()


def merge(alternatives: Iterable[Alternatives]) -> Alternatives:
    return reduce(Alternatives.__or__, alternatives, NOTHING)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word or compound as the lists know it: a token and the tokens that find it."""

    key: str
    alternatives: Alternatives


def read_single(key: str, *, exact: frozenset[str] = frozenset(), component: bool = True) -> Meaning:
    stems = frozenset({key})
    return Meaning(key, Alternatives(exact=exact, stems=stems, parts=stems if component else frozenset()))


def read_pair(left: str, right: str) -> Meaning:
    token = pair(left, right)
    return Meaning(token, Alternatives(pairs=frozenset({token})))


def read_unit(unit: Unit) -> Meaning | None:
    """Return the meaning of one listed word; none for a compound that is searched as several words."""
    content = unit.content
    if content.covered:
        segments = segment(content.keys)
        if len(segments) > 1:
            return None
        return read_pair(*segments[0]) if len(segments[0]) == 2 else read_single(segments[0][0])
    if content.number or not content.stems:
        text = content.atoms[0].text
        return Meaning(f"={text}", Alternatives(exact=frozenset({text})))
    # As written, too: a name in other letters is only found as written.
    word = content.joined or content.atoms[0].text
    return read_single(stem(word), exact=frozenset({word}), component=False)


@cache
def read_member(text: str) -> Meaning | None:
    """Return the meaning of a list entry; none where it is a phrase."""
    units = [unit for unit in build_units(text) if not unit.content.stop]
    return read_unit(units[0]) if len(units) == 1 else None


def _groups() -> list[list[str]]:
    lists = load_toml("synonyms")
    return [*lists["groups"], *lists["names"]]


@lru_cache(maxsize=1)
def synonyms() -> dict[str, Alternatives]:
    """Map each listed key to all it finds: its groups and, one way, what is narrower."""
    found: dict[str, Alternatives] = {}
    for group in _groups():
        members = [meaning for word in group if (meaning := read_member(word))]
        everything = merge(member.alternatives for member in members)
        for member in members:
            found[member.key] = found.get(member.key, NOTHING) | everything
    two_way = dict(found)
    for word, narrower in load_toml("synonyms")["narrower"].items():
        below = merge(_required(each).alternatives for each in narrower)
        for same in _same_as(_required(word).key, two_way):
            found[same] = found.get(same, _required(word).alternatives) | below
    return found


def _same_as(key: str, two_way: dict[str, Alternatives]) -> list[str]:
    """What is narrower than a word is narrower than those of its group that find it and are found by it."""
    mine = two_way.get(key)
    return [other for other, theirs in two_way.items() if theirs == mine] if mine else [key]


def _required(word: str) -> Meaning:
    meaning = read_member(word)
    if meaning is None:
        raise ValueError(f'search/data/synonyms.toml: "{word}" must be one word or a compound of two listed words')
    return meaning


@lru_cache(maxsize=1)
def synonym_phrases() -> PhraseTable:
    """Phrases that stand for the first word of their group ("ältere Menschen" for Senioren)."""
    return PhraseTable(
        Phrase(stems=phrase_stems(phrase, "de"), target=group[0])
        for group in _groups()
        for phrase in group[1:]
        if read_member(phrase) is None
    )


@lru_cache(maxsize=1)
def listed_stems() -> frozenset[str]:
    """Stems of the German single words in the lists: words nobody should translate into German."""
    words = [word for group in _groups() for word in group if " " not in word and "-" not in word]
    return frozenset(stem(fold(word)) for word in words)


@lru_cache(maxsize=10_000)
def expand_single(key: str) -> Alternatives:
    return synonyms().get(key, NOTHING)


@lru_cache(maxsize=10_000)
def expand_pair(left: str, right: str) -> Alternatives:
    """Return the pairs of all that the two components may be replaced by, and the synonyms of the compound itself."""
    sides = (_replacements(left), _replacements(right))
    possible = (pair(one, other) for one, other in product(*sides) if is_pairable(one, other))
    pairs = [pair(left, right), *islice(possible, MOST_PAIRS)]
    return merge(synonyms().get(each, NOTHING) for each in pairs) | Alternatives(pairs=frozenset(pairs))


def _replacements(key: str) -> list[str]:
    """The component and the single words that may stand for it, in the same order for each of them."""
    return sorted({key, *expand_single(key).parts})

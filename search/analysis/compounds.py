"""German compounds, taken apart with a word list of our own and nothing else."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from .data import load_toml
from .fold import fold
from .stems import CACHE_SIZE, stem

SHORTEST_COMPOUND = 6
LONGEST_COMPOUND = 40
SHORTEST_PART = 3
MOST_PARTS = 3
LINKS = ("", "s", "n", "en", "er", "es", "e", "ns")


@dataclass(frozen=True, slots=True)
class Components:
    """Component keys (stems) by what they may do; `forms` maps a first part as written to its key."""

    modifiers: frozenset[str]
    heads: frozenset[str]
    loose_modifiers: frozenset[str]
    loose_heads: frozenset[str]
    languages: frozenset[str]
    #: heads that a language does not go with
    services: frozenset[str]
    forms: dict[str, str]
    #: Last parts as listed: one of three letters must be such a word and not an inflected one ("Tensid-e" is no Idee).
    last: frozenset[str]
    whole: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        return self.modifiers | self.heads | self.loose_modifiers | self.loose_heads


@lru_cache(maxsize=1)
def components() -> Components:
    lists = load_toml("compounds")
    named = {name: _words(lists[name]) for name in lists if name not in ("forms", "whole")}
    extra = {_fold_word(word): forms for word, forms in lists["forms"].items()}
    first = [*named["modifiers"], *named["both"], *named["topics"], *named["loose_modifiers"]]
    last = [*named["heads"], *named["both"], *named["topics"], *named["loose_heads"]]
    return Components(
        modifiers=_keys([*named["modifiers"], *named["both"], *named["topics"]]),
        heads=_keys([*named["heads"], *named["both"]]),
        loose_modifiers=_keys(named["loose_modifiers"]),
        loose_heads=_keys([*named["loose_heads"], *named["topics"]]),
        languages=_keys(_split_words(lists["topics"]["languages"])),
        services=_keys(_split_words(lists["both"]["service"] + lists["heads"]["service"])),
        forms=_first_forms(first, extra),
        last=frozenset(last),
        whole=frozenset(stem(word) for word in _words(lists["whole"])),
    )


def _words(table: dict[str, str]) -> list[str]:
    return [word for text in table.values() for word in _split_words(text)]


def _split_words(text: str) -> list[str]:
    return [_fold_word(word) for word in text.split()]


def _fold_word(word: str) -> str:
    return fold(word).replace("-", "")


def _keys(words: list[str]) -> frozenset[str]:
    return frozenset(map(stem, words))


def _first_forms(words: list[str], extra: dict[str, str]) -> dict[str, str]:
    forms: dict[str, str] = {}
    for word in words:
        key = stem(word)
        roots = [word, *fold(extra.get(word, "")).split()]
        if word.endswith("e"):
            roots.append(word[:-1])
        for form in (root + link for root in roots for link in LINKS):
            forms.setdefault(form, key)
    # A listed word is always itself: "kinder" must not become a form of something else.
    return forms | {word: stem(word) for word in words}


@lru_cache(maxsize=CACHE_SIZE)
def component_key(word: str) -> str:
    """Return the key of a word that is a listed component itself, otherwise an empty string."""
    key = stem(word)
    return key if key in _all_keys() else ""


@lru_cache(maxsize=1)
def _all_keys() -> frozenset[str]:
    return components().all


@lru_cache(maxsize=CACHE_SIZE)
def split_compound(word: str) -> tuple[str, ...]:
    """Return the component keys of a folded compound, first to last; nothing for any other word."""
    if not (SHORTEST_COMPOUND <= len(word) <= LONGEST_COMPOUND and word.isascii() and word.isalpha()):
        return ()
    if component_key(word) or stem(word) in components().whole:
        return ()
    for count in range(2, MOST_PARTS + 1):
        if parts := _split(word, count):
            return parts
    return ()


def _split(word: str, count: int) -> tuple[str, ...]:
    if count == 1:
        key = stem(word)
        return (key,) if key in _last_keys() and (len(word) > SHORTEST_PART or word in components().last) else ()
    # The longest last part first: "Hausaufgabenhilfe" is Hausaufgabe + Hilfe.
    for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        first = components().forms.get(word[:cut])
        if first and (rest := _split(word[cut:], count - 1)):
            return (first, *rest)
    return ()


@lru_cache(maxsize=1)
def _last_keys() -> frozenset[str]:
    return components().heads | components().loose_heads


def pair(left: str, right: str) -> str:
    """Return the token two component keys share, in whichever order they stand."""
    return "+".join(sorted((left, right)))


@lru_cache(maxsize=CACHE_SIZE)
def is_pairable(left: str, right: str) -> bool:
    """Tell whether two components may form one compound whose meaning needs both side by side."""
    return _may_precede(left, right) or _may_precede(right, left)


def _may_precede(first: str, last: str) -> bool:
    known = components()
    if first == last or first not in known.modifiers or last not in known.heads:
        return False
    return not (first in known.languages and last in known.services)


def pairs_within(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(pair(left, right) for left, right in combinations(keys, 2) if is_pairable(left, right))


@lru_cache(maxsize=CACHE_SIZE)
def pairs_between(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    """Return the pairs of two neighbouring words, each given by its component keys.

    What follows is tied to the whole of what stands before ("Deutschkurs für Kinder" is a Kurs for Kinder and
    Deutsch for Kinder), but a compound that follows only by its head: "Kurs mit Kinderbetreuung" is no Kinderkurs.
    """
    if not left or not right:
        return ()
    before = left[-1:] if len(right) > 1 else left
    found = (pair(one, right[-1]) for one in before if is_pairable(one, right[-1]))
    return tuple(dict.fromkeys(found))


def segment(keys: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Cut a run of neighbouring components into pairs and single ones, pairs in compound order first.

    The same for "Kinder Deutsch Kurs" and "Deutsch Kurs Kinder": the course is one of German, and it is for children.
    """
    best: list[tuple[int, list[tuple[str, ...]]]] = [(0, [])]
    for index, key in enumerate(keys):
        worth, parts = best[index]
        choice = (worth, [*parts, (key,)])
        if index and (bond := _bond(keys[index - 1], key)):
            worth, parts = best[index - 1]
            choice = max(choice, (worth + bond, [*parts, (keys[index - 1], key)]), key=lambda option: option[0])
        best.append(choice)
    return best[-1][1]


def _bond(left: str, right: str) -> int:
    if _may_precede(left, right):
        return 2
    return 1 if _may_precede(right, left) else 0

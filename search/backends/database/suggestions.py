"""What somebody may be about to type: names and titles with a word that begins like this."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from search.analysis import fold, normalize_code
from search.backends.database.counting import get_used_values
from search.backends.database.matching import Matcher
from search.backends.database.ordering import get_ranks
from search.backends.database.store import Snapshot
from search.facets import FACETS_BY_NAME, PAGE_TYPE
from search.hits import localize_path
from search.query import Query
from search.results import Suggestion

SHORTEST_PREFIX = 2
LONGEST_PREFIX = 80
MAX_SUGGESTIONS = 8
#: kinds in the order to show, with how many of each there may be
KINDS = {
    "code": 8,
    "subject": 3,
    "target_group": 2,
    "offering": 8,
    "page": 2,
    "venue": 2,
    "lecturer": 2,
}
KIND_RANKS = {kind: rank for rank, kind in enumerate(KINDS)}
NAMED_FACETS = ("subject", "target_group", "venue", "lecturer")
WORD_START = re.compile(r"(?<![^\W_])[^\W_]")


class Entry(NamedTuple):
    """One way to begin a suggestion. There are many, and they are sorted: a tuple is the fastest to compare."""

    key: str
    kind_rank: int
    #: 0 where the text itself begins so, 1 inside
    is_inside: int
    #: what starts sooner comes first
    rank: int
    text: str
    kind: str
    #: page id or facet value
    target: str


def find_suggestions(snapshot: Snapshot, prefix: str, *, language: str) -> list[Suggestion]:
    keys = {" ".join(fold(prefix[:LONGEST_PREFIX]).split())}
    if any(char.isdigit() for char in prefix):
        keys.add(normalize_code(prefix))
    entries = snapshot.remember(("suggestions", language), lambda: _collect_entries(snapshot, language))
    found = [entry for key in keys if len(key) >= SHORTEST_PREFIX for entry in _find(entries, key)]
    found.sort(key=lambda entry: (entry.kind_rank, entry.is_inside, entry.rank, entry.key, entry.target))
    return [_build_suggestion(snapshot, entry) for entry in pick_entries(found)]


def _find(entries: list[Entry], key: str) -> list[Entry]:
    first = bisect_left(entries, key, key=lambda entry: entry.key)
    last = bisect_left(entries, key + "\U0010ffff", key=lambda entry: entry.key)
    return entries[first:last]


def pick_entries(found: list[Entry]) -> Iterator[Entry]:
    """Each text once, not too many of a kind."""
    seen, kinds = set(), Counter()
    for entry in found:
        text = entry.text.casefold()
        if text not in seen and kinds[entry.kind] < KINDS[entry.kind]:
            seen.add(text)
            kinds[entry.kind] += 1
            yield entry
        if len(seen) == MAX_SUGGESTIONS:
            return


def _build_suggestion(snapshot: Snapshot, entry: Entry) -> Suggestion:
    if entry.kind in NAMED_FACETS:
        query = Query.build(selections={entry.kind: [entry.target]})
        return Suggestion(entry.text, entry.kind, query=query.to_query_string())
    position = snapshot.index.positions.get(int(entry.target))
    path = snapshot.index.facts[position].path if position is not None else ""
    return Suggestion(entry.text, entry.kind, url=localize_path(path) if path else "")


def _collect_entries(snapshot: Snapshot, language: str) -> list[Entry]:
    return sorted({*_collect_names(snapshot), *_collect_titles(snapshot, language)})


def _collect_names(snapshot: Snapshot) -> Iterator[Entry]:
    for name in NAMED_FACETS:
        options = FACETS_BY_NAME[name].get_options()
        used = set(_get_used(snapshot, name))
        for rank, option in enumerate(options.values()):
            if option.value in used:
                # the German name finds it in every language
                for text in {option.label, str(option.name)}:
                    yield from make_entries(fold(text), rank, option.label, name, option.value)


def _get_used(snapshot: Snapshot, name: str) -> list[str]:
    if FACETS_BY_NAME[name].level == "offering":
        return get_used_values(snapshot, name)
    return [value for plane in snapshot.planes for value in list(plane.facets.get(name, {}))]


def _collect_titles(snapshot: Snapshot, language: str) -> Iterator[Entry]:
    ranks = get_ranks(snapshot)
    shown = Matcher(snapshot, Query.build(selections={"type": [PAGE_TYPE]})).get_universe()
    for position in shown:
        facts = snapshot.index.facts[position]
        kind = "page" if facts.type == PAGE_TYPE else "offering"
        title = facts.titles.get(language, facts.titles["de"])[0]
        for code in {language, "de"} & set(facts.titles):
            yield from make_entries(facts.titles[code][1], ranks[position], title, kind, str(facts.page_id))
        if facts.code_key:
            yield Entry(facts.code_key, KIND_RANKS["code"], 0, ranks[position], facts.code, "code", str(facts.page_id))


def make_entries(key: str, rank: int, text: str, kind: str, target: str) -> Iterator[Entry]:
    for match in WORD_START.finditer(key):
        yield Entry(key[match.start() :], KIND_RANKS[kind], int(match.start() > 0), rank, text, kind, target)

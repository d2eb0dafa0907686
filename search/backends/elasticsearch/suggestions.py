"""What somebody may be about to type: names from memory, titles and course numbers from the engine, in one request."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from elasticsearch.dsl import A, Q, Search

from search.analysis import fold, normalize_code
from search.backends.database.suggestions import (
    KIND_RANKS,
    LONGEST_PREFIX,
    NAMED_FACETS,
    SHORTEST_PREFIX,
    Entry,
    make_entries,
    pick_entries,
)
from search.backends.elasticsearch.conditions import Conditions
from search.backends.elasticsearch.mapping import LANGUAGES
from search.backends.elasticsearch.ordering import get_start_order
from search.facets import FACETS_BY_NAME, PAGE_TYPE
from search.hits import localize_path
from search.query import Query
from search.results import Suggestion

#: hits looked at: more than are shown, because many of them may bear the same title
MAX_HITS = 60
SHOWN_FIELDS = ["card.id", "card.title", "card.translations", "card.path", "card.type", "card.code"]


@dataclass(frozen=True)
class SuggestionRequest:
    prefix: str
    language: str
    today: date

    @cached_property
    def keys(self) -> tuple[str, ...]:
        keys = {" ".join(fold(self.prefix[:LONGEST_PREFIX]).split())}
        if self._is_number:
            keys.add(normalize_code(self.prefix[:LONGEST_PREFIX]))
        return tuple(sorted(key for key in keys if len(key) >= SHORTEST_PREFIX))

    @property
    def _is_number(self) -> bool:
        return any(char.isdigit() for char in self.prefix)

    @cached_property
    def _languages(self) -> tuple[str, ...]:
        return tuple(sorted({self.language, "de"} & set(LANGUAGES)))

    @cached_property
    def _names(self) -> list[Entry]:
        """Names that begin so; whether an offering bears them, the engine has to say."""
        return [
            entry
            for name in NAMED_FACETS
            for rank, option in enumerate(FACETS_BY_NAME[name].get_options().values())
            # the German name finds it in every language
            for text in sorted({option.label, str(option.name)})
            for entry in make_entries(fold(text), rank, option.label, name, option.value)
            if entry.key.startswith(self.keys)
        ]

    def get_body(self) -> dict:
        universe = Conditions(Query.build(selections={"type": [PAGE_TYPE]}), self.today).get_universe()
        search = Search().query(Q("bool", filter=universe, must=[Q("dis_max", queries=list(self._match()))]))
        search = search.sort({"_score": "desc"}, *get_start_order(self.today))
        search = search.extra(size=MAX_HITS, track_total_hits=False).source(SHOWN_FIELDS)
        if not self._is_number:
            # two courses of one title make one suggestion, but two numbers make two
            search = search.extra(collapse={"field": "title_key"})
        self._count_names(search)
        return search.to_dict()

    def _match(self) -> Iterator[Q]:
        for key in self.keys:
            yield _score(Q("prefix", code_key=key), 4)
            for language in self._languages:
                yield _score(Q("prefix", **{f"begins.{language}": key}), 2)
                yield _score(Q("prefix", **{f"starts.{language}": key}), 1)

    def _count_names(self, search: Search) -> None:
        values: dict[str, set[str]] = {}
        for entry in self._names:
            values.setdefault(entry.kind, set()).add(entry.target)
        everything = A("global")
        for name, wanted in values.items():
            if FACETS_BY_NAME[name].level == "offering":
                counted = Q("terms", **{f"facets.{name}": sorted(wanted)})
                filters = {value: Q("term", **{f"facets.{name}": value}) for value in sorted(wanted)}
            else:
                filters = {
                    value: Q("nested", path="runs", query=Q("term", **{f"runs.facets.{name}": value}))
                    for value in sorted(wanted)
                }
                counted = Q("bool", should=list(filters.values()))
            everything.bucket(name, A("filter", filter=counted)).bucket("used", A("filters", filters=filters))
        if values:
            search.aggs["names"] = everything

    def read(self, answer: dict) -> list[Suggestion]:
        found = [*self._read_names(answer), *self._read_hits(answer)]
        found.sort(key=lambda entry: (entry.kind_rank, entry.is_inside, entry.rank, entry.key, entry.target))
        paths = {str(hit["_source"]["card"]["id"]): hit["_source"]["card"]["path"] for hit in answer["hits"]["hits"]}
        return [_build_suggestion(entry, paths) for entry in pick_entries(found)]

    def _read_names(self, answer: dict) -> Iterator[Entry]:
        for entry in self._names:
            if answer["aggregations"]["names"][entry.kind]["used"]["buckets"][entry.target]["doc_count"]:
                yield entry

    def _read_hits(self, answer: dict) -> Iterator[Entry]:
        for rank, hit in enumerate(answer["hits"]["hits"]):
            card = hit["_source"]["card"]
            kind = "page" if card["type"] == PAGE_TYPE else "offering"
            titles = {"de": card["title"], **{language: texts[0] for language, texts in card["translations"].items()}}
            shown = titles.get(self.language) or card["title"]
            entries = [
                entry
                for language in self._languages
                if titles.get(language)
                for entry in make_entries(fold(titles[language]), rank, shown, kind, str(card["id"]))
            ]
            code = normalize_code(card["code"])
            if code:
                entries.append(Entry(code, KIND_RANKS["code"], 0, rank, card["code"], "code", str(card["id"])))
            yield from (entry for entry in entries if entry.key.startswith(self.keys))


def _score(condition: Q, boost: int) -> Q:
    return Q("constant_score", filter=condition, boost=boost)


def _build_suggestion(entry: Entry, paths: dict[str, str]) -> Suggestion:
    if entry.kind in NAMED_FACETS:
        query = Query.build(selections={entry.kind: [entry.target]})
        return Suggestion(entry.text, entry.kind, query=query.to_query_string())
    path = paths[entry.target]
    return Suggestion(entry.text, entry.kind, url=localize_path(path) if path else "")

"""What a search answers, the same from every backend."""

from dataclasses import dataclass, field
from typing import NamedTuple

from search.hits import Hit
from search.query import Query


class FacetValue(NamedTuple):
    value: str
    label: str
    count: int
    selected: bool
    #: value this one lies below (subjects, levels), or nothing
    parent: str = ""


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    #: several values may be chosen
    multiple: bool
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class Suggestion:
    text: str
    #: offering, subject, target_group, venue, lecturer or code
    kind: str
    #: address of the offering, empty where ``query`` is the way
    url: str = ""
    #: query string for the finder
    query: str = ""


@dataclass(frozen=True)
class Results:
    query: Query
    hits: tuple[Hit, ...]
    total: int
    facets: tuple[Facet, ...]
    backend: str
    #: "did you mean": a text that finds something where this one finds nothing
    suggestion: str = ""
    #: the text really searched for, where an unknown word was read as a known one
    corrected: str = ""
    #: nothing holds all words: these hits hold all but one
    relaxed: bool = False
    facets_by_name: dict[str, Facet] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self):
        self.facets_by_name.update({facet.name: facet for facet in self.facets})

    @property
    def page(self) -> int:
        return self.query.page

    @property
    def page_size(self) -> int:
        return self.query.page_size

    @property
    def page_count(self) -> int:
        return max(1, -(-self.total // self.query.page_size))

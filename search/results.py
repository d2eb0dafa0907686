"""What a search answers, the same from every backend."""

from dataclasses import dataclass, field
from datetime import date, datetime

from search.query import Query


@dataclass(frozen=True)
class FacetValue:
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
class Label:
    """A facet value with its name; templates print the name."""

    value: str
    label: str

    def __str__(self):
        return self.label


@dataclass(frozen=True)
class NextMeeting:
    start: datetime
    end: datetime | None
    #: whether the hour is known
    has_time: bool
    #: "Dienstag, 5. Mai, 10 bis 11:30 Uhr" in the active language
    text: str


@dataclass(frozen=True)
class RunCard:
    number: str
    status: str
    start: date | None
    end: date | None
    weekdays: tuple[str, ...]
    times: tuple[str, ...]
    venue: Label | None
    district: Label | None
    price: str | None
    reduced_price: str | None
    price_text: str
    availability: Label


@dataclass(frozen=True)
class HitImage:
    url: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class Hit:
    """One card: the facts for machines, then the same in words of the active language."""

    id: int
    type: str
    type_label: str
    code: str
    title: str
    #: language of the title
    lang: str
    summary: str
    summary_lang: str
    url: str
    image: HitImage | None
    subject: Label | None
    target_groups: tuple[Label, ...]
    level: str
    languages: tuple[Label, ...]
    lecturers: tuple[Label, ...]
    next_meeting: NextMeeting | None
    #: those that are not over, all of a past offering
    runs: tuple[RunCard, ...]
    age_from: int | None
    age_to: int | None
    childcare: bool
    accessible: bool
    format: Label | None
    #: of the run with the best chance
    availability: Label | None
    is_past: bool
    #: "dienstags, 9:30 bis 12 Uhr"
    when: str
    #: "Beginn: Dienstag, 1. Dezember"
    begin: str
    where: str
    price: str
    spoken: str
    age: str
    #: states in words; ``value`` chooses the colour
    badges: tuple[Label, ...]
    features: tuple[str, ...]
    #: ((text, whether it matched), ...), empty without a text query
    highlight_title: tuple[tuple[str, bool], ...] = ()
    highlight_summary: tuple[tuple[str, bool], ...] = ()


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

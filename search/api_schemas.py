"""Shapes of the API's answers (design, section 7). A name stands beside its value, so nobody has to look it up."""

from datetime import date, datetime

from ninja import Schema


class LabelOut(Schema):
    value: str
    label: str


class FacetValueOut(LabelOut):
    count: int
    selected: bool
    #: value this one lies below, empty on the first level
    parent: str


class FacetOut(Schema):
    name: str
    label: str
    multiple: bool
    values: list[FacetValueOut]


class ImageOut(Schema):
    url: str
    alt: str
    width: int
    height: int


class RunOut(Schema):
    number: str
    status: str
    start: date | None
    end: date | None
    weekdays: list[str]
    times: list[str]
    venue: LabelOut | None
    district: LabelOut | None
    #: in euros, with a point
    price: str | None
    reduced_price: str | None
    availability: str


class ResultOut(Schema):
    id: int
    type: str
    code: str
    title: str
    summary: str
    #: language of title and summary: German where no translation exists
    lang: str
    url: str
    image: ImageOut | None
    subject: LabelOut | None
    target_groups: list[LabelOut]
    level: str
    languages: list[LabelOut]
    lecturers: list[LabelOut]
    next_meeting: datetime | None
    runs: list[RunOut]


class ResultsOut(Schema):
    total: int
    page: int
    page_size: int
    backend: str
    #: canonical query string of what was searched
    query: str
    #: a text that finds something, where this one finds nothing
    suggestion: str
    facets: list[FacetOut]
    results: list[ResultOut]


class FacetsOut(Schema):
    total: int
    backend: str
    query: str
    facets: list[FacetOut]


class OfferingOut(ResultOut):
    """One offering with all that its page says, as plain text."""

    body: str
    easy_language: str
    prerequisites: str
    material: str
    certificate: str
    accessibility_notes: str
    registration: str
    registration_url: str
    registration_phone: str
    contact: str
    partners: list[str]
    project_results: str


class SuggestionOut(Schema):
    text: str
    kind: str
    #: the kind in words, in the language asked for
    label: str
    #: where it leads; empty where the query is the way
    url: str
    #: query string for the finder and this API
    query: str


class SuggestionsOut(Schema):
    backend: str
    suggestions: list[SuggestionOut]


class ErrorsOut(Schema):
    """Messages by parameter, in the language asked for."""

    errors: dict[str, list[str]]


class MessageOut(Schema):
    detail: str

"""Names of facet values, held in memory: a page of results looks up none of them in the database."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from cms.languages import get_interface_language, pick_translation
from cms.translated_pages import only_originals
from search.memory import Remembered, look_once


@dataclass(frozen=True)
class Option:
    """One value a facet may take."""

    value: str
    #: German name, or a lazy text that gettext translates
    name: Any
    #: names in other languages, where the name is data and no text of the interface
    names: Mapping[str, str] = field(default_factory=dict)
    parent: str = ""

    @property
    def label(self) -> str:
        """In the active language."""
        return pick_translation(self.names, "") or str(self.name)


@dataclass(frozen=True)
class Label:
    """A facet value with its name; templates print the name."""

    value: str
    label: str

    def __str__(self):
        return self.label


Options = Mapping[str, Option]
Tables = Mapping[str, Options]


@dataclass(frozen=True)
class _Book:
    """The names as they are at one version."""

    tables: Tables
    #: (facet, language) -> value -> label, filled on first use
    labels: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    #: kind of text -> what was written with these names
    written: dict[str, dict] = field(default_factory=dict)


_pinned: ContextVar[_Book | None] = ContextVar("search_labels", default=None)


def get_tables() -> Tables:
    """Options of subjects, target_groups, venues, districts, lecturers and funders in the order to show."""
    return _get_book().tables


def get_labels(name: str, load_options: Callable[[], Options]) -> Mapping[str, str]:
    """value -> label in the active language, in the order of the options."""
    labels = _get_book().labels
    key = (name, get_interface_language())
    if key not in labels:
        labels[key] = {value: option.label for value, option in load_options().items()}
    return labels[key]


def get_written(kind: str, *, most: int) -> dict:
    """A place for texts that hold names; empty again as soon as one of them changes, or when there are too many."""
    texts = _get_book().written.setdefault(kind, {})
    if len(texts) >= most:
        texts.clear()
    return texts


@contextmanager
def pin_tables() -> Iterator[None]:
    """Look for changed names once, not for every label within: whoever answers a request wraps it in this."""
    with look_once():
        token = _pinned.set(_get_book())
        try:
            yield
        finally:
            _pinned.reset(token)


def _get_book() -> _Book:
    return _pinned.get() or _books.get()


_books = Remembered(lambda: _Book(_load_tables()))


def make_options(choices) -> Options:
    """Options of a plain list of (value, label)."""
    return MappingProxyType({str(value): Option(str(value), label) for value, label in choices})


def _load_tables() -> Tables:
    from catalogue.models import Funder, Lecturer, TargetGroupPage, Venue

    venues = list(Venue.objects.all())
    groups = only_originals(TargetGroupPage.objects.live()).public().order_by("path")
    tables = {
        "subjects": _load_subjects(),
        "target_groups": [Option(page.slug, page.title, page.get_names()) for page in groups],
        "venues": [Option(venue.slug, venue.name, venue.get_names()) for venue in venues],
        "districts": [
            Option(slug, name)
            for name, slug in sorted({(v.district, v.district_slug) for v in venues if v.district_slug})
        ],
        # who has not agreed to be named is no value anybody could ask for
        "lecturers": [Option(person.slug, person.full_name) for person in Lecturer.objects.public()],
        "funders": [
            Option(funder.slug, funder.name, funder.get_names())
            for funder in Funder.objects.filter(kind=Funder.Kind.FUNDER)
        ],
    }
    return MappingProxyType(
        {name: MappingProxyType({option.value: option for option in options}) for name, options in tables.items()}
    )


def _load_subjects() -> list[Option]:
    """Each parent followed by its children."""
    from catalogue.models import Subject

    subjects = list(Subject.objects.all())
    slugs = {subject.pk: subject.slug for subject in subjects}
    children = {}
    for subject in subjects:
        children.setdefault(subject.parent_id, []).append(subject)
    ordered = [member for parent in children.get(None, []) for member in (parent, *children.get(parent.pk, []))]
    return [
        Option(subject.slug, subject.name, subject.get_names(), parent=slugs.get(subject.parent_id, ""))
        for subject in ordered
    ]

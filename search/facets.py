"""The facets of the finder as backends, forms and pages read them. They are declared as fields of ``cms.extend``.

A value that lies below another one (A1.1 below A1) is stored together with it, so asking for the upper
one finds the lower ones without any rule at the time of the search.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from cms import extend
from search.labels import Label, Options, get_labels, make_options

PAGE_TYPE = "page"


@dataclass(frozen=True)
class FacetDefinition:
    name: str
    label: Any
    #: what must satisfy all conditions together: the offering, one run of it, one meeting of that run
    level: Literal["offering", "run", "meeting"]
    #: value -> option in the order to show, read at each use because taxonomies change
    load_options: Callable[[], Options]
    #: values of an offering (page, relations) or of a run (run, relations); None where the values follow
    #: from meetings or from the day
    collect: Callable[[Any, Any], Iterable[str]] | None = None
    multiple: bool = True
    #: shown also when no offering has any of the values
    is_fixed: bool = False
    #: values are data of the centre and change while the site runs
    is_data: bool = False
    #: a plugin's: its names are words to be found by, too
    is_added: bool = False
    #: heading of the finder it stands below
    group: str = "more"

    @classmethod
    def from_field(cls, name: str, field: extend.Field) -> "FacetDefinition":
        return cls(
            name=name,
            label=field.label,
            level=field.level,
            load_options=_make_loader(name, field.choices),
            collect=field.value and _make_collector(name, field.value),
            multiple=field.multiple,
            is_fixed=field.is_fixed,
            is_data=callable(field.choices),
            is_added=extend.fields.get_owner(name) != extend.CORE,
            group=field.group,
        )

    def get_options(self) -> Options:
        return self.load_options()

    def get_labels(self) -> Mapping[str, str]:
        """value -> label in the active language; the same mapping until a name changes."""
        return get_labels(self.name, self.load_options)


def _make_loader(name: str, choices) -> Callable[[], Options]:
    if not callable(choices):
        options = _to_options(choices)
        return lambda: options
    if extend.fields.get_owner(name) == extend.CORE:
        return lambda: _to_options(choices())

    def load() -> Options:
        try:
            return _to_options(choices())
        except Exception:  # noqa: BLE001 -- whatever a stranger's function raises, the finder goes on without the values
            extend.fields.log_failure(name)
            return {}

    return load


def _to_options(choices) -> Options:
    return choices if isinstance(choices, Mapping) else make_options(choices)


def _make_collector(name: str, value: Callable) -> Callable[[Any, Any], tuple[str, ...]]:
    """A plugin's value that fails is missing in that document alone; one of the core's is our own fault."""
    if extend.fields.get_owner(name) == extend.CORE:
        return lambda owner, relations: _to_values(value(owner, relations))

    def collect(owner, relations) -> tuple[str, ...]:
        try:
            return _to_values(value(owner, relations))
        except Exception:  # noqa: BLE001 -- whatever a stranger's function raises, indexing goes on
            extend.fields.log_failure(name)
            return ()

    return collect


def _to_values(found) -> tuple[str, ...]:
    """Each once; a single value may come alone."""
    if found is None:
        return ()
    values = [found] if isinstance(found, str) or not isinstance(found, Iterable) else found
    return tuple(dict.fromkeys(str(value) for value in values if value not in (None, "")))


class _Reading:
    """What is made of the registered fields, made anew when one is added: in a running site, once."""

    def __init__(self):
        self._version = -1

    def refresh(self) -> "_Reading":
        version = extend.fields.version
        if version != self._version:
            fields = extend.fields.items()
            facets = tuple(FacetDefinition.from_field(name, field) for name, field in fields if field.facet)
            self.facets = facets
            self.by_name = {facet.name: facet for facet in facets}
            self.offering = tuple(facet for facet in facets if facet.level == "offering")
            self.run = tuple(facet for facet in facets if facet.level == "run")
            self.texts = tuple((name, _make_collector(name, field.value)) for name, field in fields if not field.facet)
            self._version = version
        return self


_reading = _Reading()


class _List(Sequence):
    def __init__(self, name: str):
        self._name = name

    def __getitem__(self, index):
        return getattr(_reading.refresh(), self._name)[index]

    def __iter__(self) -> Iterator:
        return iter(getattr(_reading.refresh(), self._name))

    def __len__(self) -> int:
        return len(getattr(_reading.refresh(), self._name))


class _Table(Mapping):
    def __getitem__(self, name: str) -> FacetDefinition:
        return _reading.refresh().by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_reading.refresh().by_name)

    def __len__(self) -> int:
        return len(_reading.refresh().by_name)

    def __contains__(self, name) -> bool:
        return name in _reading.refresh().by_name


FACETS: Sequence[FacetDefinition] = _List("facets")
FACETS_BY_NAME: Mapping[str, FacetDefinition] = _Table()
OFFERING_FACETS: Sequence[FacetDefinition] = _List("offering")
RUN_FACETS: Sequence[FacetDefinition] = _List("run")
#: (name, function) of the texts that plugins want offerings to be found by
TEXT_FIELDS: Sequence[tuple[str, Callable]] = _List("texts")
#: the only facet of a run whose values change by mere lapse of time
DATED_FACET = "availability"


def get_label(facet_name: str, value: str) -> str:
    """Name of a value in the active language, the value itself where it has no name any more."""
    return FACETS_BY_NAME[facet_name].get_labels().get(value, value)


def make_label(facet_name: str, value: str) -> Label:
    return Label(value, get_label(facet_name, value))

"""What a package may add that Wagtail has no hook for: typed, named lists of what belongs to whom.

The core registers its own facets, blocks, exporters and enquiry handlers here as well. Every app does so in a module
``extensions``, which is read once when the site starts: after all models, before everything else.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import translation
from django.utils.html import conditional_escape
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.text import get_valid_filename
from wagtail.blocks import Block

logger = logging.getLogger(__name__)

T = TypeVar("T")
R = TypeVar("R")

#: owner of everything that no plugin registered
CORE = "kintop-katalog"

_owner: ContextVar[str] = ContextVar("extend_owner", default=CORE)


@contextmanager
def owned_by(owner: str) -> Iterator[None]:
    """What is registered within belongs to this plugin."""
    token = _owner.set(owner)
    try:
        yield
    finally:
        _owner.reset(token)


class Point(Generic[T]):
    """A list that grows while the site starts and is only read afterwards. The core's entries come first."""

    def __init__(self, kind: type[T], *, what: str, logs_once: bool = False):
        self.kind = kind
        #: what an entry is called in messages
        self.what = what
        #: for what is asked with every page: a failure is told once in the life of a process
        self.logs_once = logs_once
        self._told: set[str] = set()
        #: grows with each change: whoever keeps something made of the entries notices that it is old
        self.version = 0
        self._entries: dict[str, T] = {}
        self._owners: dict[str, str] = {}
        self._lock = threading.Lock()

    def add(self, name: str, entry: T) -> None:
        owner = _owner.get()
        if not isinstance(entry, self.kind):
            raise TypeError(
                f"{owner}: the {self.what} {name!r} is no {self.kind.__name__} but {type(entry).__name__}: {entry!r}"
            )
        if owner != CORE and name != owner and not name.startswith(f"{owner}_"):
            raise ValueError(f"{owner}: the {self.what} {name!r} must be called {owner}_{name}, or just {owner}.")
        with self._lock:
            if name in self._entries:
                raise ValueError(
                    f"The {self.what} {name!r} is there twice: from {self._owners[name]} and from {owner}."
                )
            self._entries[name] = entry
            self._owners[name] = owner
            self.version += 1

    def get(self, name: str) -> T | None:
        return self._entries.get(name)

    def get_owner(self, name: str) -> str:
        return self._owners.get(name, CORE)

    def items(self) -> list[tuple[str, T]]:
        entries = list(self._entries.items())
        return sorted(entries, key=lambda item: self._owners[item[0]] != CORE)

    def get_names(self, owner: str) -> list[str]:
        return [name for name, _entry in self.items() if self._owners[name] == owner]

    def each(self, call: Callable[[T], R]) -> Iterator[tuple[str, R]]:
        """(name, result) of every entry; one that fails is logged with its owner and left out."""
        for name, entry in self.items():
            try:
                result = call(entry)
            except Exception:  # noqa: BLE001 -- what a plugin raises is its own affair, the site goes on
                self.log_failure(name)
            else:
                yield name, result

    def log_failure(self, name: str) -> None:
        """Within the handling of the exception."""
        if self.logs_once and name in self._told:
            return
        self._told.add(name)
        logger.exception(  # noqa: LOG004 -- called where it is handled
            "%s: the %s %r failed and is left out", self.get_owner(name), self.what, name
        )

    def forget(self, owner: str) -> None:
        """Take out everything of an owner."""
        with self._lock:
            for name in [name for name, other in self._owners.items() if other == owner]:
                self._remove(name)
            self.version += 1

    @contextmanager
    def temporarily(self, name: str, entry: T, *, owner: str = CORE) -> Iterator[None]:
        """For tests."""
        with owned_by(owner):
            self.add(name, entry)
        try:
            yield
        finally:
            with self._lock:
                self._remove(name)
                self.version += 1

    def _remove(self, name: str) -> None:
        del self._entries[name], self._owners[name]
        self._told.discard(name)


Choices = Iterable[tuple[str, Any]]


@dataclass(frozen=True)
class Field:
    """Something offerings are found by: its values in the index, its name and the names of its values.

    ``value`` gets the offering (or the run, for ``level="run"``) and the rows that belong to the offering, fetched for
    many offerings at once: a value that asks the database by itself makes indexing slow. It returns one value, several
    or none.
    """

    label: Any
    value: Callable[[Any, Any], Any] | None
    #: (value, name) in the order to show, or a function that reads them where they may change while the site runs
    choices: Choices | Callable[[], Mapping[str, Any]] = ()
    #: what must satisfy all conditions together: the offering, one run of it, one meeting of that run
    level: Literal["offering", "run", "meeting"] = "offering"
    #: something to narrow the search by, with counts; otherwise its values are texts whose words find the offering
    facet: bool = True
    multiple: bool = True
    #: shown also when no offering has any of the values
    is_fixed: bool = False
    #: heading of the finder it stands below: what, whom, language, when, where, how or more
    group: str = "more"

    def __post_init__(self):
        if _owner.get() != CORE and (self.value is None or self.level == "meeting"):
            raise ValueError(f"{_owner.get()}: the field {str(self.label)!r} needs values of an offering or of a run.")


@dataclass(frozen=True)
class Export:
    """What is to be exported: the offerings a query finds."""

    #: search.query.Query
    query: Any
    #: in the order of the query, fetched in chunks as they are asked for
    offerings: Iterable[Any]
    total: int
    language: str
    site_url: str
    title: str


class Exporter:
    """A format in which one can take the results of a search away: a file or a feed."""

    #: what people click on
    label: Any = ""
    content_type: str = "application/octet-stream"
    #: of the file, without a dot
    extension: str = ""
    #: last part of the address, /angebote/export/<slug>/; empty: the name it is registered under
    slug: str = ""
    #: saved as a file, or opened in place (a feed)
    as_attachment: bool = True

    def render(self, export: Export) -> Iterable[bytes]:
        """The file in pieces, so that it never lies in memory as a whole."""
        raise NotImplementedError

    def respond(self, request, export: Export) -> HttpResponse:
        """To be overridden where the answer is no file, for example a page that tells how far the work has come."""
        chunks = self._render_in_language(export)
        # what fails at once fails before anything was sent: an error page instead of half a file
        first = next(chunks, b"")
        response = StreamingHttpResponse(_chain(first, chunks), content_type=self.content_type)
        disposition = content_disposition_header(self.as_attachment, self.get_filename(export))
        if disposition:
            response["Content-Disposition"] = disposition
        return response

    def get_filename(self, export: Export) -> str:
        name = " ".join("".join(c if c.isprintable() and c not in '\\/:*?"<>|' else " " for c in export.title).split())
        name = name.strip(". ")[:80] or get_valid_filename(self.slug or "export")
        return f"{name}.{self.extension}" if self.extension else name

    def _render_in_language(self, export: Export) -> Iterator[bytes]:
        chunks = iter(self.render(export))
        while True:
            # not around the whole loop: between two pieces the language is somebody else's
            with translation.override(export.language):
                chunk = next(chunks, None)
            if chunk is None:
                return
            yield chunk


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


class EnquiryHandler:
    """What happens with an enquiry. It runs when the enquiry is already stored, so none is ever lost.

    One that needs no enquiry, because it has its own form, accepts none and names the way there.
    """

    #: a subclass of home.forms.EnquiryForm that asks what this handler needs; None: the core's form
    form_class: type | None = None

    def accepts(self, offering) -> bool:
        """Whether enquiries about this offering concern it; ``None`` for those about no offering."""
        return True

    def handle(self, enquiry) -> None:
        raise NotImplementedError

    def get_join_action(self, offering, availability: str | None) -> Any:
        """A catalogue.domain.joining.JoinAction where one takes part by a form of this handler's own, else None.

        Asked for whole lists: the runs are those of catalogue.domain.cards.get_card_runs, no query is wanted here.
        """
        return None


class PageEnding:
    """Something between the content of a public page and its footer. Every visitor waits for it: no database."""

    def draw(self, request, page) -> str:
        """HTML marked as safe, or nothing. Everything else is escaped."""
        raise NotImplementedError


fields: Point[Field] = Point(Field, what="field")
blocks: Point[Block] = Point(Block, what="block")
exporters: Point[Exporter] = Point(Exporter, what="exporter")
enquiries: Point[EnquiryHandler] = Point(EnquiryHandler, what="enquiry handler")
page_endings: Point[PageEnding] = Point(PageEnding, what="page ending", logs_once=True)
POINTS: tuple[Point, ...] = (fields, blocks, exporters, enquiries, page_endings)


def list_exporters() -> dict[str, Exporter]:
    """slug -> exporter. Where two want one address the core keeps it, then the first; a system check tells."""
    found: dict[str, Exporter] = {}
    for name, exporter in exporters.items():
        found.setdefault(exporter.slug or name, exporter)
    return found


def draw_page_endings(request, page) -> SafeString:
    """What stands below a page; what fails is left out."""
    return SafeString("".join(html for _name, html in page_endings.each(lambda ending: _draw(ending, request, page))))


def _draw(ending: PageEnding, request, page) -> str:
    # escaped while it is guarded: a lazy text may fail only now
    return conditional_escape(ending.draw(request, page))


def find_exporter(slug: str) -> Exporter | None:
    return list_exporters().get(slug)

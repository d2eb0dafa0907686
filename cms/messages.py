"""The texts of the interface and their translations: collected, compared and compiled without any system tool.

The core and each plugin have their own, so that a plugin's go with its package. Babel does what GNU gettext does for
Django's ``makemessages`` and ``compilemessages``, which a fresh machine lacks.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize
from jinja2.ext import babel_extract

ROOT = Path(settings.BASE_DIR)
#: folders without texts of the interface: a new plugin brings its own
UNREAD = {"migrations", "data", "skeleton", "tests"}
APPS = ("cms", "media", "catalogue", "search", "home")
KEYWORDS = {
    **dict.fromkeys(("_", "_lazy", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
WIDTH = 120
#: without dates: a file that says nothing new is not to change
HEADER = {
    "project": "Kin-Top",
    "version": "1",
    "charset": "utf-8",
    "msgid_bugs_address": "",
    "last_translator": "",
    "language_team": "",
    "creation_date": datetime(2026, 1, 1, tzinfo=UTC),
    "revision_date": datetime(2026, 1, 1, tzinfo=UTC),
}


def get_languages() -> list[str]:
    """Those the German source texts are translated into."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


@dataclass(frozen=True)
class Origin:
    """Where texts come from: the core, or one plugin."""

    name: str
    #: places of texts are told from here
    root: Path
    packages: tuple[str, ...]
    locale: Path

    def get_path(self, language: str) -> Path:
        return self.locale / language / "LC_MESSAGES" / "django.po"


def get_core() -> Origin:
    return Origin("", ROOT, APPS, Path(settings.LOCALE_PATHS[0]))


def get_plugin(folder: Path) -> Origin:
    """A plugin by the folder of its distribution; package and folder have one name."""
    folder = Path(folder).resolve()
    return Origin(folder.name, folder, (folder.name,), folder / folder.name / "locale")


def list_origins() -> list[Origin]:
    """The core and the plugins that come with it, installed or not."""
    return [get_core(), *(get_plugin(path.parent) for path in sorted(ROOT.glob("plugins/*/pyproject.toml")))]


def collect_messages(origin: Origin | None = None) -> Catalog:
    """All texts of programs and templates, with the places they stand at."""
    origin = origin or get_core()
    found = Catalog(**HEADER)
    plain, counted = set(), set()
    for path in _list_sources(origin):
        method, text = _read_source(path)
        place = str(path.relative_to(origin.root))
        for _line, message, comments, context in extract(
            method, BytesIO(text.encode()), keywords=KEYWORDS, comment_tags=("Translators:",)
        ):
            if isinstance(message, tuple):
                counted.add((message[0], context))
            else:
                plain.add((message, context))
            # without line numbers: moving a line is no change of a text
            found.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    if both := plain & counted:
        # gettext would find the text that is counted, and nothing for the plain one
        raise ValueError(f"counted in one place and not in another: {sorted(both, key=str)}. Cure: give one a context.")
    return found


def _read_source(path: Path) -> tuple:
    """(how Babel reads it, text)."""
    text = path.read_text()
    if "jinja2" in path.parts:
        return babel_extract, text
    if path.suffix == ".html":
        # as Django sees it; without indentation, which means nothing there but something to Python
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    return "python", text


def _list_sources(origin: Origin) -> Iterator[Path]:
    for package in origin.packages:
        for path in sorted((origin.root / package).rglob("*")):
            inside = path.relative_to(origin.root).parts
            # other text files are licences and the like
            is_read = path.suffix in {".py", ".html"} or (path.suffix == ".txt" and "templates" in inside)
            if is_read and UNREAD.isdisjoint(inside):
                yield path


def read_translations(language: str, origin: Origin | None = None) -> Catalog:
    path = (origin or get_core()).get_path(language)
    if not path.exists():
        return Catalog(locale=language, fuzzy=False, header_comment="# Texts of the interface.", **HEADER)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update_translations(language: str, messages: Catalog, origin: Origin | None = None) -> Catalog:
    """Add what is new and drop what is gone; nothing is guessed from similar texts.

    What a plugin says in the words of the core it says so in all languages.
    """
    origin = origin or get_core()
    catalog = read_translations(language, origin)
    # a copy: what is written into it for one language must not stand in the next
    catalog.update(deepcopy(messages), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    if origin != get_core():
        _take_over(catalog, read_translations(language))
    path = origin.get_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=WIDTH, sort_output=True, include_lineno=False)
    return catalog


def _take_over(catalog: Catalog, core: Catalog) -> None:
    known = {_get_key(message): message.string for message in core if message.id and is_translated(message)}
    for message in catalog:
        if message.id and not is_translated(message) and _get_key(message) in known:
            message.string = known[_get_key(message)]


def is_translated(message: Message) -> bool:
    """In all its forms."""
    texts = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return bool(texts) and all(texts)


def compile_translations(language: str, origin: Origin | None = None) -> Path:
    """The file gettext reads; it is made on each machine and not kept with the sources."""
    origin = origin or get_core()
    target = origin.get_path(language).with_suffix(".mo")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        write_mo(file, read_translations(language, origin))
    return target


def compile_everything() -> None:
    for origin in list_origins():
        for language in get_languages():
            compile_translations(language, origin)


def find_problems(language: str, messages: Catalog, origin: Origin | None = None) -> list[str]:
    """Missing, empty, uncertain and left-over texts, and translations that lose or invent a placeholder."""
    translations = read_translations(language, origin)
    known = {_get_key(message): message for message in translations if message.id}
    wanted = {_get_key(message): message for message in messages if message.id}
    problems = [f"missing: {key[0]!r}" for key in wanted.keys() - known.keys()]
    problems += [f"no longer used: {key[0]!r}" for key in known.keys() - wanted.keys()]
    for key in wanted.keys() & known.keys():
        problems += [f"{problem}: {key[0]!r}" for problem in _judge(known[key])]
    return sorted(problems)


def _judge(message: Message) -> Iterator[str]:
    sources = message.id if isinstance(message.id, tuple) else (message.id,)
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    if not all(texts):
        yield "empty"
        return
    if message.fuzzy:
        yield "uncertain"
    allowed = {name for source in sources for name in PLACEHOLDER.findall(source)}
    needed = set(PLACEHOLDER.findall(sources[-1]))
    for text in texts:
        found = set(PLACEHOLDER.findall(text))
        # "one course" may do without its number
        if found - allowed or (needed - found and len(texts) == 1):
            yield "other placeholders"


def _get_key(message: Message) -> tuple:
    return (message.id, message.context)

"""The texts of the interface and their translations: collected, compared and compiled without any system tool.

Babel does what GNU gettext does for Django's ``makemessages`` and ``compilemessages``, which a fresh machine lacks.
"""

import re
from collections.abc import Iterator
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
UNREAD = {"migrations", "data", "skeleton"}
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


def get_path(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def collect_messages() -> Catalog:
    """All texts of the program and its templates, with the places they stand at."""
    found = Catalog(**HEADER)
    plain, counted = set(), set()
    for path in _list_sources():
        method, text = _read_source(path)
        place = str(path.relative_to(ROOT))
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


def _list_sources() -> Iterator[Path]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and UNREAD.isdisjoint(path.parts):
                yield path


def read_translations(language: str) -> Catalog:
    path = get_path(language)
    if not path.exists():
        return Catalog(locale=language, fuzzy=False, header_comment="# Texts of the interface.", **HEADER)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update_translations(language: str, messages: Catalog) -> Catalog:
    """Add what is new and drop what is gone; nothing is guessed from similar texts."""
    catalog = read_translations(language)
    catalog.update(messages, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    path = get_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=WIDTH, sort_output=True, include_lineno=False)
    return catalog


def compile_translations(language: str) -> Path:
    """The file gettext reads; it is made on each machine and not kept with the sources."""
    for path in _list_plugin_paths(language):
        with path.open("rb") as source, path.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source, locale=language))
    target = get_path(language).with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, read_translations(language))
    return target


def _list_plugin_paths(language: str) -> list[Path]:
    """Those of the plugins in this repository; others bring what gettext reads in their package."""
    return sorted(ROOT.glob(f"plugins/*/*/locale/{language}/LC_MESSAGES/django.po"))


def find_problems(language: str, messages: Catalog) -> list[str]:
    """Missing, empty, uncertain and left-over texts, and translations that lose or invent a placeholder."""
    translations = read_translations(language)
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

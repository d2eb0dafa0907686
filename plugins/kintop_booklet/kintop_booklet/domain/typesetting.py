"""From content to PDF: texts travel as data, never as markup, and every letter has a glyph."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from unicodedata import category, normalize

import typst
from anyascii import anyascii
from fontTools.ttLib import TTFont

PACKAGE = Path(__file__).resolve().parent.parent
SOURCES = PACKAGE / "typesetting"
FONTS = PACKAGE / "fonts"
#: accepted by the compiler or there is no file: structure, alternative texts, language, all glyphs
STANDARDS = ["ua-1"]
#: characters that steer how others are joined or broken and have no shape of their own
SHAPELESS = frozenset("\n\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069")

#: fields that lead somewhere and are not read
ADDRESSES = frozenset(["key", "url", "qr", "file"])
#: what no rule of hyphenation divides may be broken anywhere
ENDLESS = re.compile(r"\S{46,}")


class TypesettingError(Exception):
    """The compiler refused; its words are for whoever maintains the templates."""


def typeset(template: str, content, *, files: dict[str, bytes]) -> bytes:
    """A PDF/UA document of this content, an instance of the dataclasses of ``content``."""
    return _compile(template, content, files, pdf_standards=STANDARDS)


def draw_pages(template: str, content, *, files: dict[str, bytes], dpi: int = 80) -> list[bytes]:
    """The same pages as pictures, for those who work on the templates."""
    pages = _compile(template, content, files, format="png", ppi=dpi)
    return pages if isinstance(pages, list) else [pages]


def _compile(template: str, content, files: dict[str, bytes], **options):
    # the compiler takes pictures from a folder only, and reads nothing outside of it
    with TemporaryDirectory(prefix="kintop-booklet-") as folder:
        root = Path(folder)
        for source in SOURCES.glob("*.typ"):
            copyfile(source, root / source.name)
        for name, data in files.items():
            (root / name).write_bytes(data)
        (root / "data.json").write_text(json.dumps(make_printable(_read_content(content))))
        try:
            return typst.compile(
                root / f"{template}.typ", root=root, font_paths=[FONTS], ignore_system_fonts=True, **options
            )
        except (typst.TypstError, RuntimeError) as error:
            raise TypesettingError(str(error)) from error


def _read_content(content) -> dict:
    return {name: value for name, value in asdict(replace(content, files={})).items() if name != "files"}


def make_printable(value):
    """The same content in letters that our fonts have; other scripts are transliterated, signs left out."""
    match value:
        case str():
            text = normalize("NFC", value)
            if not get_covered_letters().issuperset(text):
                text = "".join(_replace_letters(text))
            return ENDLESS.sub(_break_up, text)
        case dict():
            return {name: part if name in ADDRESSES else make_printable(part) for name, part in value.items()}
        case list() | tuple():
            return [make_printable(part) for part in value]
    return value


def _break_up(match) -> str:
    word = match.group()
    return "\u200b".join(word[start : start + 12] for start in range(0, len(word), 12))


def find_missing_letters(text: str) -> str:
    """Those no font of ours can show, in the order of their first appearance."""
    return "".join(dict.fromkeys(sign for sign in text if sign not in get_covered_letters()))


def _replace_letters(text: str) -> Iterator[str]:
    covered = get_covered_letters()
    for sign in text:
        if sign in covered:
            yield sign
        elif sign.isspace():
            yield " "
        elif category(sign)[0] in "LN":
            yield "".join(letter for letter in anyascii(sign) if letter in covered)


@lru_cache(maxsize=1)
def get_covered_letters() -> frozenset[str]:
    covered = set(SHAPELESS)
    for path in FONTS.glob("*400Regular.ttf"):
        with TTFont(path, lazy=True) as font:
            covered.update(map(chr, font.getBestCmap()))
    return frozenset(covered - set(map(chr, range(32))) | {"\n"})

"""The promises of the style sheets that a machine can check: contrast, weight, letters."""

import re
from itertools import product
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "cms/static/cms"
SHEETS = ("site.css", "layout.css", "components.css", "print.css")
HEX = r"(#[0-9a-f]{6})"
#: (what is written or drawn, what it stands on, least ratio of WCAG 2.2)
TEXT = [
    *product(("ink", "soft", "link", "coral", "brand"), ("paper", "sand", "card"), (4.5,)),
    ("ink", "mark", 4.5),
    *((tone, f"{tone}-bg", 4.5) for tone in ("good", "warn", "bad", "calm")),
    ("bad", "paper", 4.5),
    ("bad", "card", 4.5),
    ("on-brand", "brand", 4.5),
    ("on-brand", "brand-deep", 4.5),
    # initials of people
    ("on-brand", "plum", 4.5),
    ("on-brand", "leaf", 4.5),
]
SHAPES = [
    *product(("field-line", "focus", "brand"), ("paper", "sand", "card"), (3,)),
]


def read_sheet(name: str) -> str:
    return (STATIC / name).read_text()


def read_tokens() -> dict[str, dict[str, str]]:
    sheet = read_sheet("site.css")
    both = re.findall(rf"--([a-z-]+): light-dark\({HEX}, {HEX}\);", sheet)
    return {
        "plain": dict(re.findall(rf"--([a-z-]+): {HEX};", sheet)),
        "light": {name: light for name, light, _ in both},
        "dark": {name: dark for name, _, dark in both},
    }


def get_luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def get_contrast(one: str, other: str) -> float:
    darker, lighter = sorted((get_luminance(one), get_luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_wcag_says():
    assert round(get_contrast("#ffffff", "#000000"), 2) == 21
    assert round(get_contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_have_the_contrast_of_level_aa(scheme):
    tokens = read_tokens()[scheme]

    too_weak = {
        f"{front} on {back}": round(ratio, 2)
        for front, back, least in TEXT + SHAPES
        if (ratio := get_contrast(tokens[front], tokens[back])) < least
    }

    assert too_weak == {}


def test_browsers_that_know_one_scheme_see_the_light_one():
    tokens = read_tokens()

    assert len(tokens["light"]) > 20
    assert tokens["plain"] == tokens["light"]


def test_no_part_brings_a_colour_of_its_own():
    # white is the ground of codes and logos that others drew
    own = {
        (name, colour)
        for name in ("layout.css", "components.css")
        for colour in re.findall(r": ?[^;{}]*?(#[0-9a-fA-F]{3,8})\b", re.sub(r"/\*.*?\*/", "", read_sheet(name)))
    }

    assert own == {("components.css", "#fff")}


def test_every_token_in_use_is_set():
    sheets = "".join(read_sheet(name) for name in SHEETS)

    used, known = set(re.findall(r"var\((--[a-z0-9-]+)", sheets)), set(re.findall(r"(--[a-z0-9-]+):", sheets))

    assert used - known == set()
    assert known & set(re.findall(r"^    (--[a-z0-9-]+):", read_sheet("site.css"), re.MULTILINE)) - used == set()


def test_style_sheets_use_no_side_that_turns_with_the_language():
    fixed = r"(?:margin|padding|border)-(?:left|right)|(?<![a-z-])(?:left|right):|text-align: (?:left|right)"

    assert {name: re.findall(fixed, read_sheet(name)) for name in SHEETS} == {name: [] for name in SHEETS}


def test_what_the_style_sheets_point_to_is_there():
    places = {place for name in SHEETS for place in re.findall(r'url\("(?!data:)([^"]+)"\)', read_sheet(name))}

    assert len(places) > 5
    assert {place for place in places if not (STATIC / place).is_file()} == set()


def test_letters_are_small_and_free():
    fonts = sorted((STATIC / "fonts").glob("*.woff2"), key=lambda path: path.stem)

    assert [font.stem for font in fonts] == ["arabic", "cyrillic", "cyrillic-ext", "latin", "latin-ext"]
    assert {font.name for font in fonts if font.read_bytes()[:4] != b"wOF2"} == set()
    # what a German page loads
    assert sum(font.stat().st_size for font in fonts if font.stem.startswith("latin")) < 50_000
    assert max(font.stat().st_size for font in fonts) < 35_000
    licences = sorted((STATIC / "fonts").glob("LICENSE-*.txt"))
    assert [path.stem.removeprefix("LICENSE-") for path in licences] == [
        "atkinson-hyperlegible-next",
        "golos-text",
        "vazirmatn",
    ]
    assert {path.stem for path in licences if "SIL Open Font License, Version 1.1" not in path.read_text()} == set()


def test_ranges_of_the_letters_do_not_overlap():
    seen: dict[int, str] = {}
    doubled = set()
    for file, ranges in re.findall(
        r'url\("fonts/([a-z-]+)\.woff2"\).*?unicode-range: ([^;]+);', read_sheet("site.css")
    ):
        for span in ranges.split(", "):
            first, _, last = span.removeprefix("U+").partition("-")
            for code in range(int(first, 16), int(last or first, 16) + 1):
                if seen.setdefault(code, file) != file:
                    doubled.add((hex(code), file, seen[code]))

    assert doubled == set()
    assert {letter: seen.get(ord(letter)) for letter in "äß€ğışїґъعپ"} == {
        "ä": "latin", "ß": "latin", "€": "latin", "ğ": "latin-ext", "ı": "latin", "ş": "latin-ext",
        "ї": "cyrillic", "ґ": "cyrillic", "ъ": "cyrillic", "ع": "arabic", "پ": "arabic",
    }  # fmt: skip


def test_style_sheets_are_small():
    """Uncompressed; no screen waits for the one for paper."""
    *for_screens, for_paper = ((STATIC / name).stat().st_size for name in SHEETS)

    assert (sum(for_screens) <= 40 * 1024, for_paper < 2_000) == (True, True)

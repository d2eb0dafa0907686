"""Where the letters of a PDF stand: what lies beyond the margins, on other letters, or is divided at a line's end."""

from collections import defaultdict
from io import BytesIO
from itertools import pairwise

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer

from kintop_booklet.tests.printing import read_pdf

MM = 72 / 25.4
#: of booklet.typ; pages left and right mirror each other, covers have the narrow margin on both sides
INNER, OUTER = 17 * MM, 19 * MM
#: a letter may bulge out of its own width
TOLERANCE = 0.6


def list_overfull(data: bytes) -> list[str]:
    """Letters of a booklet left or right of the text area of their page: ``number: letter``.

    Those of the tabs at the edge are turned.
    """
    pages = list(extract_pages(BytesIO(data)))
    found = []
    for number, page in enumerate(pages, start=1):
        left, right = (INNER, OUTER) if number % 2 else (OUTER, INNER)
        if number in (1, len(pages)):
            left = right = INNER
        found += [
            f"{number}: {letter.get_text()}"
            for letter in list_letters(page)
            if not is_turned(letter)
            and not left - TOLERANCE <= letter.x0 <= letter.x1 <= page.width - right + TOLERANCE
        ]
    return found


def list_overprinted(data: bytes) -> list[str]:
    """Letters on the same line that cover each other by half: a text that ran into its neighbour."""
    return [pair for page in extract_pages(BytesIO(data)) for pair in _find_overprinted(page)]


def _find_overprinted(page) -> list[str]:
    lines = defaultdict(list)
    for letter in list_letters(page):
        # accents that stand for themselves have no width
        if not is_turned(letter) and letter.width > 0.5:
            lines[round(letter.y0 * 2)].append(letter)
    return [
        f"{page.pageid}: {before.get_text()}{after.get_text()}"
        for line in lines.values()
        for before, after in pairwise(sorted(line, key=lambda letter: letter.x0))
        if before.x1 - after.x0 > min(before.width, after.width) / 2
    ]


def list_divided(data: bytes) -> list[str]:
    """The beginnings of words at the ends of lines, with their hyphen."""
    lines = (line for page in read_pdf(data).pages for line in page.extract_text().splitlines())
    return [line.split()[-1] for line in lines if line.strip().endswith("-")]


def is_turned(letter) -> bool:
    across, upwards = letter.matrix[:2]
    return abs(upwards) > abs(across)


def count_letters(data: bytes) -> int:
    return sum(1 for page in extract_pages(BytesIO(data)) for _letter in list_letters(page))


def list_letters(item):
    if isinstance(item, LTChar):
        if item.get_text().strip():
            yield item
    elif isinstance(item, LTContainer):
        for part in item:
            yield from list_letters(part)

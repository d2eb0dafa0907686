"""Course numbers of the demo: "D204-H26" is German (D), second subject (2), fourth course, autumn 2026."""

from collections import defaultdict
from datetime import date

from catalogue.domain.codes import normalize_code

from .files import DemoData


def describe_term(day: date) -> str:
    """ "F27" for spring, "H26" for autumn; a term begins in January and in August."""
    return f"{'F' if day.month < 8 else 'H'}{day.year % 100:02d}"


class CodeMaker:
    """Numbers are given in the order of the data files, so a key keeps its number from run to run.

    ``taken`` are the normalised codes of offerings that are not the demo's.
    """

    def __init__(self, data: DemoData, *, today: date, taken=()):
        self.today = today
        self.taken = set(taken)
        self._letters = {}
        self._blocks = {}
        self._counters = defaultdict(int)
        blocks = defaultdict(int)
        for row in data.subjects:
            if row.get("parent"):
                letter = row["parent"][0].upper()
                blocks[letter] += 1
                self._letters[row["slug"]] = letter
                self._blocks[row["slug"]] = blocks[letter]

    def make_code(self, *, subject: str, start: date | None, is_project: bool = False) -> str:
        letter, block = ("P", 1) if is_project else (self._letters[subject], self._blocks[subject])
        while True:
            self._counters[letter, block] += 1
            number = block * 100 + self._counters[letter, block]
            code = f"{letter}{number}-{describe_term(start or self.today)}"
            if normalize_code(code) not in self.taken:
                return code

    def make_long_code(self, *, subject: str, start: date, number: int) -> str:
        """For load tests: a running number of its own, far above all others."""
        return f"{self._letters[subject]}{10_000 + number}-{describe_term(start)}"

"""The judged queries, and how good a list of hits is by them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from math import log2
from pathlib import Path

from .demo_facts import Facts

QUERIES = Path(__file__).parent / "queries.toml"
BEST = 3
#: hits that count for nDCG, and for recall
FIRST, SEEN = 10, 20
#: what should be found; merely related pages need not
GOOD = 2


@dataclass(frozen=True)
class Judged:
    """One query with the grade of every page that is worth anything for it."""

    text: str
    language: str
    kind: str
    #: slug -> 1..3
    grades: dict[str, int]

    @property
    def is_hopeless(self) -> bool:
        """There is nothing to be found, and to say so is the right answer."""
        return not self.grades


@dataclass(frozen=True)
class Score:
    judged: Judged
    #: slugs, the first twenty
    hits: tuple[str, ...]
    total: int
    ndcg: float
    recall: float


@cache
def load_queries() -> tuple[dict, ...]:
    with QUERIES.open("rb") as file:
        return tuple(tomllib.load(file)["query"])


def judge(pages: dict[str, Facts]) -> list[Judged]:
    return [_judge(row, pages) for row in load_queries()]


def _judge(row: dict, pages: dict[str, Facts]) -> Judged:
    named = {slug: grade for grade in range(BEST + 1) for slug in row.get(str(grade), ())}
    grades = {}
    for slug, page in pages.items():
        by_rule = max((rule["grade"] for rule in row.get("rules", ()) if page.satisfies(rule)), default=0)
        if grade := named.get(slug, by_rule):
            grades[slug] = grade
    return Judged(_get_text(row, pages), row.get("language", "de"), row["kind"], grades)


def _get_text(row: dict, pages: dict[str, Facts]) -> str:
    if "q" in row:
        return row["q"]
    code = pages[row["code_of"]].code if row["code_of"] in pages else "?"
    return code.lower().replace("-", " ") if row.get("spelling") == "loose" else code


def score(judged: Judged, hits: list[str], total: int) -> Score:
    """nDCG@10 against the best possible order of all judged pages, and recall@20 of the good ones."""
    shown = tuple(hits[:SEEN])
    if judged.is_hopeless:
        found = float(total == 0)
        return Score(judged, shown, total, found, found)
    gained = _gain([judged.grades.get(slug, 0) for slug in shown])
    possible = _gain(sorted(judged.grades.values(), reverse=True))
    good = {slug for slug, grade in judged.grades.items() if grade >= GOOD}
    recall = len(good.intersection(shown)) / min(len(good), SEEN) if good else 1.0
    return Score(judged, shown, total, gained / possible, recall)


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:FIRST]))


def mean(values) -> float:
    values = list(values)
    return sum(values) / len(values) if values else 0.0

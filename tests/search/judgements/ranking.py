"""Ask a backend every judged query."""

from django.utils import translation

from search.query import Query

from .demo_facts import Facts
from .judging import SEEN, Judged, Score, score


def measure(backend, judged: list[Judged], pages: dict[str, Facts]) -> list[Score]:
    slugs = {page.pk: slug for slug, page in pages.items()}
    return [_measure(backend, query, slugs) for query in judged]


def _measure(backend, judged: Judged, slugs: dict[int, str]) -> Score:
    with translation.override(judged.language):
        results = backend.search(Query(q=judged.text, page_size=SEEN))
    return score(judged, [slugs.get(hit.id, f"#{hit.id}") for hit in results.hits], results.total)


def find_hits(backend, text: str, pages: dict[str, Facts], *, language: str = "de") -> list[str]:
    """Slugs of the first twenty hits."""
    return list(measure(backend, [Judged(text, language, "", {})], pages)[0].hits)

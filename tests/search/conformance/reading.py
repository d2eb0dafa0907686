"""Hits as somebody reads them, for comparing what two backends answer."""

from search.hits import Hit

FACTS = ("id", "type", "code", "level", "age_from", "age_to", "image")
#: of the document, in which each backend keeps what it alone needs, and what is read below
UNREAD = ("fingerprint", "all_runs")
WORDS = tuple(
    name for name, value in vars(Hit).items() if isinstance(value, property) and name[0] != "_" and name not in UNREAD
)


def read_hits(results) -> list[dict]:
    return [_read_hit(hit) for hit in results.hits]


def _read_hit(hit: Hit) -> dict:
    read = {name: getattr(hit, name) for name in (*FACTS, *WORDS)}
    return {**read, "runs": [run.facts for run in hit.runs], "all_runs": [run.facts for run in hit.all_runs]}

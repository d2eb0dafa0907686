"""Parts of a request in the engine's own words.

Plain dictionaries, because every search builds about a hundred of them: as objects of the DSL they took longer than
all the rest of our work for a search.
"""

from collections.abc import Iterable

Clause = dict


def term(field: str, value) -> Clause:
    return {"term": {field: value}}


def one_of(field: str, values: Iterable) -> Clause:
    return {"terms": {field: list(values)}}


def between(field: str, **bounds) -> Clause:
    """Bounds are ``gte``, ``gt``, ``lte`` and ``lt``."""
    return {"range": {field: bounds}}


def exists(field: str) -> Clause:
    return {"exists": {"field": field}}


def all_of(clauses: list[Clause]) -> Clause:
    return {"bool": {"filter": clauses}} if clauses else {"match_all": {}}


def any_of(clauses: list[Clause]) -> Clause:
    return {"bool": {"should": clauses}}


def none_of(clauses: list[Clause]) -> Clause:
    return {"bool": {"must_not": clauses}}


def nested(path: str, clause: Clause) -> Clause:
    return {"nested": {"path": path, "query": clause}}


def constant(clause: Clause, boost: float) -> Clause:
    """Scores every match with the same number."""
    return {"constant_score": {"filter": clause, "boost": boost}}


def best_of(clauses: list[Clause], **options) -> Clause:
    """The score of the best one; ``tie_breaker`` adds a share of the others'."""
    return {"dis_max": {"queries": clauses, **options}}


def score_among(filters: list[Clause], scored: Clause) -> Clause:
    """What meets the filters; the score comes from the other clause alone, which need not match."""
    return {"bool": {"filter": filters, "should": [scored]}}

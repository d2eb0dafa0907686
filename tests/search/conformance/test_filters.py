"""Every backend finds and counts what the oracle finds and counts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from search.query import Query
from tests.search.conformance import oracle

TODAY = timezone.localdate()


def days(count):
    return TODAY + timedelta(days=count)


#: conditions by themselves; the matrix combines each with each
CONDITIONS = {
    "type": {"selections": {"type": ["course", "project"]}},
    "page": {"selections": {"type": ["page"]}},
    "subject": {"selections": {"subject": ["lernen"]}},
    "child subject": {"selections": {"subject": ["musik"]}},
    "target group": {"selections": {"target_group": ["frauen", "senioren"]}},
    "level": {"selections": {"level": ["A1"]}},
    "language": {"selections": {"language": ["uk", "ru"]}},
    "support": {"selections": {"support_language": ["tr"]}},
    "age": {"age": 8},
    "old": {"age": 70},
    "district": {"selections": {"district": ["garath"]}},
    "venue": {"selections": {"venue": ["bibliothek", "turnhalle"]}},
    "weekday": {"selections": {"weekday": ["tue", "sat"]}},
    "daytime": {"selections": {"daytime": ["evening"]}},
    "week": {"date_from": days(1), "date_to": days(8)},
    "from": {"date_from": days(20)},
    "to": {"date_to": days(12)},
    "past days": {"date_from": days(-60), "date_to": days(-10)},
    "format": {"selections": {"format": ["online", "hybrid"]}},
    "free": {"selections": {"price": ["free"]}},
    "reduced": {"selections": {"price": ["reduced"]}},
    "childcare": {"selections": {"childcare": ["1"]}},
    "accessible": {"selections": {"accessible": ["1"]}},
    "availability": {"selections": {"availability": ["free", "few"]}},
    "cancelled": {"selections": {"status": ["cancelled"]}},
    "lecturer": {"selections": {"lecturer": ["olena-kowalenko"]}},
    "funder": {"selections": {"funder": ["stadt"]}},
    "task area": {"selections": {"task_area": ["social_space"]}},
    "archive": {"archive": True},
    "text": {"q": "Nähen"},
    "two words": {"q": "Deutsch Frauen"},
    "too many words": {"q": "Gitarre Nachhilfe Computer"},
    "attribute": {"q": "kostenlos abends"},
}


def combine(*conditions) -> Query:
    values, selections = {}, {}
    for condition in conditions:
        selections.update(condition.get("selections", {}))
        values.update({name: value for name, value in condition.items() if name != "selections"})
    return Query.build(selections=selections, **values)


QUERIES = {"everything": combine()}
for _name, _condition in CONDITIONS.items():
    QUERIES[_name] = combine(_condition)
    for _other, _second in CONDITIONS.items():
        if _name < _other:
            QUERIES[f"{_name} + {_other}"] = combine(_condition, _second)
#: several conditions on one run and one meeting at once
QUERIES |= {
    "same meeting": combine(CONDITIONS["weekday"], CONDITIONS["daytime"], CONDITIONS["week"]),
    "same run": combine(CONDITIONS["district"], CONDITIONS["free"], CONDITIONS["availability"]),
    "same run and meeting": combine(
        CONDITIONS["district"], CONDITIONS["free"], CONDITIONS["weekday"], CONDITIONS["from"]
    ),
    "all of it": combine(
        CONDITIONS["subject"],
        CONDITIONS["accessible"],
        CONDITIONS["weekday"],
        CONDITIONS["to"],
        CONDITIONS["archive"],
    ),
}


def test_filters_agree_with_the_oracle(backend, documents):
    wrong = {}
    for name, query in QUERIES.items():
        expected = oracle.find(documents, query, TODAY)
        results = backend.search(query)
        shown = {hit.id for hit in results.hits}
        complete = shown == expected if len(expected) <= query.page_size else shown < expected
        if results.total != len(expected) or not complete:
            wrong[name] = (results.total, len(expected))

    assert wrong == {}


@pytest.mark.parametrize("number", range(3))
def test_facet_counts_agree_with_the_oracle(backend, documents, number):
    """A third of the matrix each, so that workers share the load."""
    wrong = {}
    for name, query in list(QUERIES.items())[number::3]:
        expected = oracle.count_facets(documents, query, TODAY)
        for facet in backend.search(query).facets:
            counts = {value.value: value.count for value in facet.values if value.count}
            if counts != expected[facet.name]:
                wrong[name, facet.name] = (counts, expected[facet.name])

    assert wrong == {}


def test_sample_has_cases_for_every_condition(documents):
    empty = [name for name, values in CONDITIONS.items() if not oracle.find(documents, combine(values), TODAY)]

    # days that are over are found in the archive only
    assert empty == ["past days"]

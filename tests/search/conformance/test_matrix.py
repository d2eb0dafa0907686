"""A matrix of filters, dates and texts: every backend gives the totals and counts of the oracle."""

from django.utils import timezone

from tests.search.conformance import oracle
from tests.search.conformance.matrix import COUNT, make_queries

#: the rest has words that nobody knows; what they are read as the oracle does not say
FEWEST = 500


def test_matrix_agrees_with_the_oracle(backend, documents, record_property):
    today = timezone.localdate()
    wrong, read_otherwise, with_text = {}, 0, 0
    for query in make_queries():
        results = backend.search(query)
        if results.corrected:
            read_otherwise += 1
            continue
        with_text += bool(query.q)
        counts = {
            facet.name: {value.value: value.count for value in facet.values if value.count} for facet in results.facets
        }
        expected = (len(oracle.find(documents, query, today)), oracle.count_facets(documents, query, today))
        if (results.total, counts) != expected:
            wrong[query.to_query_string()] = (results.total, expected[0])

    compared = COUNT - read_otherwise
    name = backend.address.product if hasattr(backend, "address") else backend.name
    record_property("conformance", f"{name}: {compared} queries compared, {with_text} of them with a text")
    assert wrong == {}
    assert compared >= FEWEST

"""Whatever stands in an address, the finder and the API answer, and never with a server error."""

import os
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.factories import CoursePageFactory, RunFactory, SubjectFactory, VenueFactory
from search.facets import FACETS
from search.query import PARAMETERS

EXAMPLES = int(os.environ.get("KINTOP_FUZZ_EXAMPLES", "200"))
FUZZ = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

known_values = st.one_of(*(st.sampled_from(list(facet.load_options())) for facet in FACETS if facet.is_fixed))
values = st.one_of(
    st.text(max_size=30),
    known_values,
    st.sampled_from(["deutsch", "garath", "1", "0", "-1", "2026-09-01", "2026-13-01", "9" * 40, "\0", "\ud800", "A1"]),
    st.dates().map(str),
    st.integers().map(str),
)
parameters = st.lists(st.tuples(st.one_of(st.sampled_from(PARAMETERS), st.text(max_size=5)), values), max_size=8)


@pytest.fixture
def catalogue(tree, reindex):
    course = CoursePageFactory(parent=tree.courses, subject=SubjectFactory(slug="deutsch"), age_from=6)
    RunFactory(offering=course, venue=VenueFactory(slug="garath"), meetings=3)
    reindex()


def encode(pairs):
    return urlencode(pairs, errors="replace")


@FUZZ
@given(pairs=parameters)
def test_finder_always_answers(client, catalogue, pairs):
    assert client.get(f"/angebote/?{encode(pairs)}").status_code == 200


@FUZZ
@given(pairs=parameters, language=st.sampled_from(["", "de", "en", "ar"]))
def test_api_always_answers(client, catalogue, pairs, language):
    response = client.get(f"/api/v1/offerings/?{encode(pairs)}", headers={"Accept-Language": language})

    assert response.status_code in (200, 400)
    assert ("errors" in response.json()) == (response.status_code == 400)


@FUZZ
@given(text=st.text(max_size=400))
def test_texts_and_prefixes_always_answer(client, catalogue, text):
    quoted = quote(text.encode("utf-8", "replace"))

    assert client.get(f"/angebote/?q={quoted}").status_code == 200
    assert client.get(f"/api/v1/suggest/?q={quoted}").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "x" * 10_000,
        "q=" + "wort+" * 2_000,
        "q=" + "%F0%9F%99%82" * 200,
        "q=%ff%fe",
        "&".join(["type=course"] * 500),
        "&".join(f"subject=s{number}" for number in range(500)),
        "page=10000&page_size=100",
        "page=%2B1",
        "from=2026-09-01&from=x",
        "q=(((((((((((((((((((((a",
        "q=a*b*c*d*e*f*g*h",
        "%00=1",
        "=",
        "&&&",
    ],
)
def test_hostile_addresses_are_answered(client, catalogue, query):
    assert client.get(f"/angebote/?{query}").status_code == 200
    assert client.get(f"/api/v1/offerings/?{query}").status_code in (200, 400)

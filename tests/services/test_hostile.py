"""Whatever stands in an address, a genuine engine answers it: nothing is left to the database."""

from urllib.parse import quote, urlencode

import pytest
from django.http import QueryDict

from catalogue.factories import CoursePageFactory, RunFactory
from catalogue.models import Subject
from search.query import Query

SUBJECTS = [f"thema-{number}" for number in range(1000)]
RIGHT_TO_LEFT = "Deutsch \u202eعربي\u202c שלום\u200f kurs \u2067أهلا\u2069"
TEXTS = {
    "query language": '(title:* OR _id:[0 TO 9]) AND NOT "a~2" && /.*/ || {"match_all": {}} \\ + - = > < ! ^ ~ * ?',
    "unbalanced": "((((((((((\"a '[{ \\",
    "script": "{{7*7}} ${jndi:x} <script>alert(1)</script> '; DROP TABLE search_searchentry; --",
    "10 kB of one word": "x" * 10_000,
    "10 kB of words": "Deutsch " * 1_250,
    "10 kB of different words": " ".join(f"wort{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}a" for n in range(1_300)),
    "10 kB of compounds": "Kinderbetreuungskurs" * 500,
    "emoji": "💃🏽 Nähen 👩‍👩‍👧‍👦 🏳️‍🌈 " + "🙂" * 100,
    "right to left": RIGHT_TO_LEFT,
    "combining": "N" + "a\u0308" * 50 + "hen" + "\u0301" * 60,
    "nothing but signs": "!!! ??? §§§ ---",
    "control characters": "Nähen\x01\x02\x1b\x7f\ufeff\u2028",
    "the last code points": "\U0010ffff \ufffe \ufdd0 Nähen",
}
QUERIES = {
    **{name: urlencode({"q": text}) for name, text in TEXTS.items()},
    "1,000 known values": urlencode({"subject": SUBJECTS}, doseq=True),
    "1,000 unknown values": urlencode({"venue": SUBJECTS}, doseq=True),
    "1,000 facets": urlencode({f"facet{number}": "x" for number in range(1_000)}),
    "unknown sort": "sort=zufall",
    "script as sort": "q=n%C3%A4hen&sort=" + quote('{"_script": {"script": "1"}}'),
    "half a character": "q=%ff%fe%ed%a0%80",
    "no character": "q=%00",
    "endless page": "page=" + "9" * 400,
    "page beyond what engines count": "page=9999&page_size=100",
    "last page there is": "page=100&page_size=100",
}


@pytest.fixture(scope="module", params=["elasticsearch", "opensearch"])
def product(request):
    return request.param, request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def site(product, make_site, tree):
    Subject.objects.bulk_create(Subject(name=slug, slug=slug) for slug in SUBJECTS)
    for number in range(3):
        course = CoursePageFactory(
            parent=tree.courses,
            title=f"Nähen {number}",
            subject=Subject.objects.get(slug=SUBJECTS[number]),
        )
        RunFactory(offering=course, meetings=2)
    site = make_site(product[0], [product[1]], "hostile")
    site.rebuild(force=True)
    return site


def test_engine_answers_every_address(client, site):
    """In one test, because making the index takes longer than all the questions."""
    wrong = {}
    for name, query in QUERIES.items():
        page, data = client.get(f"/angebote/?{query}"), client.get(f"/api/v1/offerings/?{query}")
        backends = {page["X-Search-Backend"], data.get("X-Search-Backend", site.engine.name)}
        if page.status_code != 200 or data.status_code not in (200, 400) or backends != {site.engine.name}:
            wrong[name] = (page.status_code, data.status_code, backends)

    assert wrong == {}


def test_engine_finds_what_the_database_finds(site):
    different = {}
    for name, text in QUERIES.items():
        query = Query.parse(QueryDict(text)).query
        engine, database = site.engine.search(query), site.database.search(query)
        if (engine.total, engine.facets) != (database.total, database.facets):
            different[name] = (engine.total, database.total)

    assert different == {}


@pytest.mark.parametrize("text", [TEXTS["emoji"], "\u202eNähen\u202c \u2067Nähen\u2069\u200f", "Na\u0308hen"])
def test_word_is_found_among_signs(site, text):
    assert site.engine.search(Query(q=text)).total == 3


def test_suggestions_answer_every_prefix(client, site):
    answers = {name: client.get("/api/v1/suggest/", {"q": text}).status_code for name, text in TEXTS.items()}

    assert answers == dict.fromkeys(TEXTS, 200)
    assert site.name == site.engine.name

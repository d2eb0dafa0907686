"""How good the finder is on the demo centre, by our own judgements; ``make relevance`` shows the details."""

import pytest

from search.backends.database import DatabaseBackend

from .judging import load_queries, mean
from .ranking import find_hits, measure

pytestmark = pytest.mark.django_db

FLOOR = 0.75


@pytest.fixture(scope="module")
def backend(demo):
    return DatabaseBackend()


def get_sources(slugs, demo, name):
    return [demo[slug].values.get(name, frozenset()) for slug in slugs]


def test_judgements_are_many_and_name_what_is_there(demo):
    rows = load_queries()
    texts = [row.get("q") or row["code_of"] for row in rows]
    assert (len(rows) >= 120, len(set(texts))) == (True, len(texts))


def test_judgements_are_for_something_unless_they_say_so(judged):
    hopeless = {row["q"] for row in load_queries() if row.get("nothing")}
    assert {query.text for query in judged if query.is_hopeless} == hopeless


def test_database_finds_what_people_want(backend, judged, demo):
    scores = measure(backend, judged, demo)
    found = {"nDCG@10": mean(score.ndcg for score in scores), "recall@20": mean(score.recall for score in scores)}
    assert {name: value for name, value in found.items() if value < FLOOR} == {}


@pytest.mark.parametrize("text", ["Deutschkurs", "Deutschkurse", "deutsch kurs", "Kurs Deutsch", "Deutschunterricht"])
def test_german_courses_come_first(backend, demo, text):
    subjects = get_sources(find_hits(backend, text, demo)[:10], demo, "subject")
    assert [subject for subject in subjects if "deutsch" not in subject] == []


@pytest.mark.parametrize("text", ["Nähkurs", "Kurs Nähen", "naehkurs"])
def test_sewing_courses_come_first_without_printing(backend, demo, text):
    hits = find_hits(backend, text, demo)
    subjects = get_sources(hits[:5], demo, "subject")
    assert ([subject for subject in subjects if "naehen" not in subject], "linolschnitt-holthausen" in hits) == (
        [],
        False,
    )


def test_yoga_in_the_evening_comes_first(backend, demo):
    assert find_hits(backend, "yoga abends", demo)[0] == "yoga-ukrainisch-deutsch"


@pytest.mark.parametrize("text", ["Laub", "Wechselkurs"])
def test_nothing_misleading_is_found(backend, demo, text):
    assert find_hits(backend, text, demo) == []


def test_free_german_courses_come_first_for_a_question(backend, demo):
    first = find_hits(backend, "Wo kann ich kostenlos Deutsch lernen?", demo)[0]
    is_free_course = demo[first].satisfies({"subject": "deutsch", "price": "free"})
    assert first == "deutsch-lernen" or is_free_course


def test_help_with_an_application_comes_first_for_a_question(backend, demo):
    first = find_hits(backend, "Wer hilft mir bei einem Antrag?", demo)[0]
    assert first in {"hilfe-bei-antraegen", "formularhilfe-garath"}


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Kinderbetreuung", "kinderbetreuung"),
        ("Wo finde ich Hilfe bei Briefen vom Amt?", "hilfe-bei-antraegen"),
        ("Wie melde ich mich an?", "anmeldung-und-kosten"),
        ("Düsselpass Ermäßigung", "anmeldung-und-kosten"),
        ("Impressum", "impressum"),
        ("Datenschutz", "datenschutz"),
    ],
)
def test_content_page_comes_first(backend, demo, text, slug):
    assert find_hits(backend, text, demo)[0] == slug

import re
from datetime import date, time, timedelta
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.utils import timezone

from catalogue.factories import (
    CoursePageFactory,
    LecturerFactory,
    MeetingFactory,
    OfferingTranslationFactory,
    ProjectPageFactory,
    RunFactory,
    SubjectFactory,
    TargetGroupPageFactory,
    VenueFactory,
)
from media.factories import ImageFactory
from search.reference import write_html

TODAY = timezone.localdate()
START = TODAY + timedelta(days=3)
URL = "/api/v1/offerings/"


@pytest.fixture
def course(tree, reindex):
    course = CoursePageFactory(
        parent=tree.courses,
        title="Deutsch A1.1",
        code="D204-H26",
        slug="deutsch",
        summary="Der erste Schritt.",
        kind="course",
        level="A1.1",
        subject=SubjectFactory(name="Deutsch lernen", slug="deutsch", name_en="Learn German"),
        target_groups=[TargetGroupPageFactory(parent=tree.target_groups, title="Frauen", slug="frauen")],
        lecturers=[LecturerFactory(first_name="Olena", last_name="Kowalenko", slug="olena-kowalenko")],
        image=ImageFactory(),
        body=[("text", "<p>Wir <b>üben</b> zusammen.</p>")],
        easy_language="Sie lernen Deutsch.",
        prerequisites="Keine.",
    )
    venue = VenueFactory(name="Salon", slug="salon", district="Garath")
    run = RunFactory(
        offering=course,
        start_date=START,
        end_date=START + timedelta(days=30),
        venue=venue,
        price="25.00",
        reduced_price=0,
        seats_max=12,
        seats_taken=2,
    )
    MeetingFactory(run=run, date=START, start_time=time(9, 30), end_time=time(12))
    OfferingTranslationFactory(offering=course, language="en", title="German A1.1", summary="First steps.")
    reindex()
    return course


def test_list_has_the_documented_shape(client, course):
    response = client.get(URL, {"level": "a1", "weekday": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]})

    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["X-Search-Backend"] == "database"
    assert response["Cache-Control"] == "public, max-age=60"
    data = response.json()
    facets = data.pop("facets")
    [result] = data.pop("results")
    assert data == {
        "total": 1,
        "page": 1,
        "page_size": 20,
        "backend": "database",
        "query": "level=A1&weekday=fri&weekday=mon&weekday=sat&weekday=sun&weekday=thu&weekday=tue&weekday=wed",
        "suggestion": "",
    }
    assert facets[3] == {
        "name": "level",
        "label": "Sprachniveau",
        "multiple": True,
        "values": [
            {"value": "A1", "label": "A1", "count": 1, "selected": True, "parent": ""},
            {"value": "A1.1", "label": "A1.1", "count": 1, "selected": False, "parent": "A1"},
        ],
    }
    image = result.pop("image")
    assert image["url"].startswith("http://testserver/media/")
    assert (image["alt"], image["width"], image["height"]) == (course.image.default_alt_text, 64, 40)
    assert result == {
        "id": course.pk,
        "type": "course",
        "code": "D204-H26",
        "title": "Deutsch A1.1",
        "summary": "Der erste Schritt.",
        "lang": "de",
        "url": "http://testserver/angebote/kurse/deutsch/",
        "subject": {"value": "deutsch", "label": "Deutsch lernen"},
        "target_groups": [{"value": "frauen", "label": "Frauen"}],
        "level": "A1.1",
        "languages": [{"value": "de", "label": "Deutsch"}],
        "lecturers": [{"value": "olena-kowalenko", "label": "Olena Kowalenko"}],
        "next_meeting": timezone.make_aware(timezone.datetime.combine(START, time(9, 30))).isoformat(),
        "runs": [
            {
                "number": "1",
                "status": "planned",
                "start": START.isoformat(),
                "end": (START + timedelta(days=30)).isoformat(),
                "weekdays": [("mon", "tue", "wed", "thu", "fri", "sat", "sun")[START.weekday()]],
                "times": ["09:30-12:00"],
                "venue": {"value": "salon", "label": "Salon"},
                "district": {"value": "garath", "label": "Garath"},
                "price": "25.00",
                "reduced_price": "0.00",
                "availability": "free",
            }
        ],
    }


@pytest.mark.parametrize(
    ("parameters", "headers"),
    [({"lang": "en"}, {}), ({}, {"Accept-Language": "en-GB,de;q=0.5"}), ({"lang": "en"}, {"Accept-Language": "tr"})],
)
def test_language_is_chosen_by_parameter_or_header(client, course, parameters, headers):
    response = client.get(URL, parameters, headers=headers)

    [result] = response.json()["results"]
    assert (result["title"], result["subject"]["label"]) == ("German A1.1", "Learn German")
    assert result["url"] == "http://testserver/en/angebote/kurse/deutsch/"
    assert response["Content-Language"] == "en"
    assert response["Vary"] == "Accept-Language"


def test_german_is_the_default_language(client, course):
    assert client.get(URL, headers={"Accept-Language": "xx,fr;q=0.4"})["Content-Language"] == "de"


def test_unknown_language_is_refused(client, course):
    response = client.get(URL, {"lang": "xx"})

    assert (response.status_code, list(response.json()["errors"])) == (400, ["lang"])


def test_impossible_values_are_refused_field_by_field(client, course):
    response = client.get(f"{URL}?from=gestern&type=kurs&page=0&unknown=1&subject=nix")

    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["type", "subject", "from", "page"]
    assert "Cache-Control" not in response


def test_unknown_parameters_are_ignored(client, course):
    assert client.get(f"{URL}?utm_source=x&fbclid=y").json()["total"] == 1


def test_page_beyond_the_end_is_empty(client, course):
    data = client.get(URL, {"page": 9}).json()

    assert (data["total"], data["page"], data["results"]) == (1, 9, [])


def test_one_offering_has_its_texts(client, course):
    data = client.get(f"{URL}{course.pk}/").json()

    assert (data["title"], data["body"], data["easy_language"]) == (
        "Deutsch A1.1", "Wir üben zusammen.", "Sie lernen Deutsch.",
    )  # fmt: skip
    assert (data["prerequisites"], data["registration"], data["partners"]) == ("Keine.", "enquiry", [])


def test_past_project_has_its_period_over_and_no_runs(client, tree, reindex):
    project = ProjectPageFactory(parent=tree.projects, period_end=date(2020, 1, 1), results="Ein Fest")
    reindex()

    data = client.get(f"{URL}{project.pk}/").json()

    assert (data["runs"], data["next_meeting"], data["project_results"]) == ([], None, "Ein Fest")


@pytest.mark.parametrize("pk", ["0", "999999", "99999999999999999999999999"])
def test_unknown_offering_is_not_found(client, course, pk):
    response = client.get(f"{URL}{pk}/")

    assert (response.status_code, response.json()) == (404, {"detail": "Dieses Angebot gibt es nicht."})


def test_pages_and_drafts_are_no_offerings(client, tree, reindex):
    page = TargetGroupPageFactory(parent=tree.target_groups)
    draft = CoursePageFactory(parent=tree.courses, live=False)
    reindex()

    assert [client.get(f"{URL}{each.pk}/").status_code for each in (page, draft)] == [404, 404]


@pytest.mark.parametrize("path", ["offerings/null/", "offerings/-1/", "nix/", "offerings/\n/"])
def test_unknown_address_is_told_as_json(client, db, path):
    response = client.get(f"/api/v1/{quote(path)}")

    assert (response.status_code, response["Content-Type"]) == (404, "application/json")


def test_facets_alone(client, course):
    data = client.get("/api/v1/facets/", {"type": "course", "page": 3}).json()

    assert (data["total"], data["query"]) == (1, "type=course")
    assert [facet["name"] for facet in data["facets"]][:3] == ["type", "subject", "target_group"]


def test_suggestions(client, course):
    data = client.get("/api/v1/suggest/", {"q": "deu"}).json()

    assert [(each["kind"], each["text"]) for each in data["suggestions"]] == [
        ("subject", "Deutsch lernen"),
        ("offering", "Deutsch A1.1"),
    ]
    assert client.get("/api/v1/suggest/").json()["suggestions"] == []


def test_too_many_requests_are_refused(client, course, settings):
    settings.KINTOP_RATES = {**settings.KINTOP_RATES, "api": "1/m"}
    cache.clear()

    statuses = [client.get(URL).status_code for _ in range(2)]

    cache.clear()
    assert statuses == [200, 429]


def test_documentation_names_addresses_and_parameters(client, tree):
    page = BeautifulSoup(client.get("/api/v1/docs").content, "html.parser")
    schema = client.get("/api/v1/openapi.json").json()

    assert [code.text for code in page.select("section p code")] == [f"GET {path}" for path in schema["paths"]]
    names = [[code.text for code in section.select("dt code")] for section in page.select("main section")]
    assert names == [
        [parameter["name"] for parameter in operation["get"]["parameters"]] for operation in schema["paths"].values()
    ]
    assert "(required)" in page.select_one("main section:nth-of-type(2) dt").text


def test_documentation_shows_the_introduction(client, tree):
    page = BeautifulSoup(client.get("/api/v1/docs").content, "html.parser")
    text = client.get("/api/v1/openapi.json").json()["info"]["description"]

    prose = page.select_one("main .prose")
    assert [link["href"] for link in prose.select("a")] == [
        *re.findall(r"\]\((/[^)]*)\)", text),
        "/api/v1/openapi.json",
    ]
    assert [sign for sign in ("**", "](", "`", "&amp;amp;") if sign in str(prose)] == []


def test_text_of_the_introduction_is_escaped():
    html = write_html("**<b>** und `<i>`\n\n- [<u>](/a?b&c)\n- [weg](javascript:alert)")

    assert html == (
        "<p><strong>&lt;b&gt;</strong> und <code>&lt;i&gt;</code></p>\n"
        '<ul><li><a href="/a?b&amp;c">&lt;u&gt;</a></li><li>[weg](javascript:alert)</li></ul>'
    )


def test_documentation_has_examples_that_work(client, course):
    text = client.get("/api/v1/openapi.json").json()["info"]["description"]
    examples = re.findall(r"\]\((/[^)]*)\)", text)

    assert len(examples) == 12
    assert {url: client.get(url).status_code for url in examples} == dict.fromkeys(examples, 200)


def test_documentation_needs_only_files_of_this_site(client, tree):
    page = BeautifulSoup(client.get("/api/v1/docs").content, "html.parser")

    sources = [tag.get("src") or tag["href"] for tag in page.select("[src], link[rel=stylesheet], link[rel=icon]")]
    assert sources != []
    assert [url for url in sources if not url.startswith("/static/")] == []


def test_openapi_names_parameters_and_answers(client, db):
    schema = client.get("/api/v1/openapi.json").json()

    operation = schema["paths"]["/api/v1/offerings/"]["get"]
    parameters = {parameter["name"]: parameter["schema"] for parameter in operation["parameters"]}
    assert parameters["weekday"]["items"]["enum"] == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    assert parameters["sort"]["enum"] == ["relevance", "start", "title", "price", "new"]
    assert "page" in parameters["type"]["items"]["enum"]
    assert sorted(operation["responses"]) == ["200", "400", "429"]


def test_list_costs_the_same_for_one_and_thirty(client, tree, reindex, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def add(count):
        for _ in range(count):
            course = CoursePageFactory(parent=tree.courses, subject=SubjectFactory(), image=ImageFactory())
            RunFactory(offering=course, venue=VenueFactory(), meetings=2)
        reindex()
        client.get(URL, {"page_size": 100})

    add(1)
    with CaptureQueriesContext(connection) as one:
        client.get(URL, {"page_size": 100})
    count = len(one)
    add(29)

    with django_assert_num_queries(count):
        assert len(client.get(URL, {"page_size": 100}).json()["results"]) == 30
    assert count <= 6


def test_root_leads_to_the_documentation(client, db):
    assert client.get("/api/v1/")["Location"] == "/api/v1/docs"

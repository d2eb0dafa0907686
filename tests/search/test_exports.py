"""What a search finds, taken away at /angebote/export/<format>/."""

import io
import json
from datetime import timedelta
from urllib.parse import quote

import feedparser
import icalendar
import openpyxl
import pytest
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import PageViewRestriction

from catalogue.factories import (
    CoursePageFactory,
    OfferingTranslationFactory,
    ProjectPageFactory,
    RunFactory,
    SubjectFactory,
)
from cms.extend import Exporter, exporters
from tests.pages import read, text_of

pytestmark = pytest.mark.django_db

URL = "/angebote/export"


@pytest.fixture
def courses(tree, reindex):
    subject = SubjectFactory(name="Handarbeit", slug="handarbeit")
    found = [
        CoursePageFactory(parent=tree.courses, title=title, code=code, subject=subject)
        for title, code in (("Nähen am Abend", "N1-30"), ("Stricken", "S1-30"), ("Nähen für Kinder", "N2-30"))
    ]
    for number, course in enumerate(found):
        start = timezone.localdate() + timedelta(days=10 - number)
        RunFactory(offering=course, start_date=start, meetings=1)
    ProjectPageFactory(parent=tree.projects, title="Nähcafé", code="P1")
    OfferingTranslationFactory(offering=found[0], language="en", title="Sewing in the evening")
    reindex()
    return found


def fetch(client, path, status=200, **headers):
    response = client.get(f"{URL}/{path}", headers=headers)
    assert response.status_code == status
    return response.getvalue() if status == 200 else response


def test_every_format_holds_all_hits_in_the_order_of_the_query(client, courses):
    query = "?q=nähen&type=course&sort=title&page_size=1&page=2"
    titles = ["Nähen am Abend", "Nähen für Kinder"]

    table = fetch(client, f"csv/{query}").decode("utf-8-sig").splitlines()
    sheet = openpyxl.load_workbook(io.BytesIO(fetch(client, f"xlsx/{query}"))).active
    calendar = icalendar.Calendar.from_ical(fetch(client, f"ics/{query}"))
    feed = feedparser.parse(fetch(client, f"rss/{query}"))
    data = json.loads(fetch(client, f"json/{query}"))

    assert [line.split(";")[1] for line in table[1:]] == titles
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == titles
    assert [str(event["summary"]) for event in calendar.walk("VEVENT")] == titles
    assert [entry.title for entry in feed.entries] == titles
    assert [result["title"] for result in data["results"]] == titles
    assert (data["total"], data["query"]) == (2, "q=n%C3%A4hen&type=course&sort=title")


def test_json_has_the_shape_of_the_api(client, courses):
    data = json.loads(fetch(client, "json/?sort=title"))

    assert data["results"] == client.get("/api/v1/offerings/?sort=title").json()["results"]


def test_pages_of_the_website_are_no_offerings(client, tree, courses):
    tree.team.title = "Nähen im Team"
    tree.team.save()

    assert json.loads(fetch(client, "json/?type=page"))["results"] == []
    assert {each["type"] for each in json.loads(fetch(client, "json/?q=nähen"))["results"]} == {"course", "project"}


def test_what_is_no_longer_public_is_gone_at_once(client, courses):
    PageViewRestriction.objects.create(page=courses[0], restriction_type="login")
    type(courses[2]).objects.filter(pk=courses[2].pk).update(live=False)

    lines = fetch(client, "csv/?type=course").decode().splitlines()

    assert [line.split(";")[1] for line in lines[1:]] == ["Stricken"]


@pytest.mark.parametrize(
    ("slug", "content_type", "disposition"),
    [
        ("ics", "text/calendar; charset=utf-8", "inline; filename*=utf-8''{}.ics"),
        ("rss", "application/rss+xml; charset=utf-8", "inline; filename*=utf-8''{}.xml"),
        ("csv", "text/csv; charset=utf-8", "attachment; filename*=utf-8''{}.csv"),
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "attachment; filename*=utf-8''{}.xlsx",
        ),
        ("json", "application/json", "inline; filename*=utf-8''{}.json"),
    ],
)
def test_answer_names_its_type_and_a_file_with_umlauts(client, courses, slug, content_type, disposition):
    response = client.get(f"{URL}/{slug}/?q=nähen&type=course")

    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == disposition.format(quote("Angebote nähen, Kurs"))
    assert response["X-Robots-Tag"] == "noindex"
    assert response["X-Search-Backend"] == "database"
    assert "Set-Cookie" not in response


def test_text_of_a_search_cannot_write_headers(client, courses):
    response = client.get(f"{URL}/csv/", {"q": 'a"\r\nSet-Cookie: x=1;/../\\b'})

    assert response["Content-Disposition"] == 'attachment; filename="Angebote a Set-Cookie x=1; .. b.csv"'
    assert "Set-Cookie" not in response


def test_file_is_in_the_language_of_its_address(client, courses):
    content = client.get("/en/angebote/export/csv/?sort=title").getvalue().decode("utf-8-sig")

    assert "Sewing in the evening" in content
    assert "/en/angebote/kurse/" in content
    assert not content.startswith("Kursnummer")


def test_impossible_values_are_refused_in_plain_words(client, courses):
    page = read(client, f"{URL}/ics/?type=kurs&from=gestern", status=400)

    assert text_of(page.h1) == "Diese Suche verstehen wir nicht"
    assert [text_of(line) for line in page.select("main li")] == [
        "Diesen Wert gibt es nicht: kurs",
        "Bitte schreiben Sie das Datum so: 2026-09-01.",
    ]


@pytest.mark.parametrize("slug", ["docx", "openvhs", "CSV"])
def test_unknown_format_is_not_found(client, courses, slug):
    fetch(client, f"{slug}/", status=404)


def test_format_of_a_plugin_is_there_without_further_ado(client, courses):
    class Titles(Exporter):
        label = "Titelliste"
        content_type = "text/plain; charset=utf-8"
        extension = "txt"
        slug = "titel"

        def render(self, export):
            for offering in export.offerings:
                yield f"{offering.title}\n".encode()

    with exporters.temporarily("kintop_x_titles", Titles(), owner="kintop_x"):
        content = fetch(client, "titel/?q=stricken")
        links = [text_of(link) for link in read(client, "/angebote/").select(".take-away a")]

    assert content == b"Stricken\n"
    assert links[-1] == "Titelliste"


@pytest.mark.parametrize("slug", ["ics", "rss", "csv", "xlsx", "json"])
def test_unchanged_file_is_not_sent_again(client, courses, slug):
    first = client.get(f"{URL}/{slug}/?q=nähen")
    again = client.get(f"{URL}/{slug}/?q=nähen", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert first["Cache-Control"] == again["Cache-Control"] == "public, max-age=300"


def test_every_change_of_an_offering_makes_the_file_another_one(client, courses):
    before = client.get(f"{URL}/ics/")["ETag"]
    course = courses[0]
    course.title = "Nähen in der Nacht"
    course.save_revision().publish()

    after = client.get(f"{URL}/ics/", headers={"If-None-Match": before})

    assert after.status_code == 200
    assert "Nähen in der Nacht" in after.getvalue().decode()


def test_etags_differ_by_format_language_and_query(client, courses):
    urls = [f"{URL}/ics/", f"{URL}/rss/", f"/en{URL}/ics/", f"{URL}/ics/?q=nähen", f"{URL}/ics/?q=stricken"]

    assert len({client.get(url)["ETag"] for url in urls}) == len(urls)


def test_head_has_the_headers_alone(client, courses):
    response = client.head(f"{URL}/csv/")
    full = client.get(f"{URL}/csv/")

    assert (response.status_code, response.content) == (200, b"")
    names = ("Content-Type", "Content-Disposition", "ETag", "Cache-Control")
    assert [response[name] for name in names] == [full[name] for name in names]


def test_nothing_is_written_here(client, courses):
    assert client.post(f"{URL}/csv/").status_code == 405


def test_too_many_requests_are_refused(client, courses, settings):
    settings.KINTOP_RATES = {**settings.KINTOP_RATES, "export": "2/m"}
    cache.clear()

    assert [client.get(f"{URL}/json/").status_code for _ in range(3)] == [200, 200, 429]


def test_finder_offers_its_hits_in_every_format(client, courses):
    page = read(client, "/angebote/?q=nähen&type=course&page_size=1&page=2")

    assert [(text_of(link), link["href"]) for link in page.select(".take-away li a")][:5] == [
        ("Termine für Ihren Kalender (ICS)", "/angebote/export/ics/?q=n%C3%A4hen&type=course"),
        ("Neues als Feed (RSS)", "/angebote/export/rss/?q=n%C3%A4hen&type=course&sort=new"),
        ("Tabelle für Excel (XLSX)", "/angebote/export/xlsx/?q=n%C3%A4hen&type=course"),
        ("Tabelle als Textdatei (CSV)", "/angebote/export/csv/?q=n%C3%A4hen&type=course"),
        ("Daten für Programme (JSON)", "/angebote/export/json/?q=n%C3%A4hen&type=course"),
    ]
    [feed] = page.select("link[rel=alternate][type='application/rss+xml']")
    assert feed["href"] == "/angebote/export/rss/?q=n%C3%A4hen&type=course&sort=new"


def test_all_hits_are_taken_whatever_the_page(client, courses):
    assert json.loads(fetch(client, "json/?page=9&page_size=1"))["total"] == 4

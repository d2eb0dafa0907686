"""<offering>/kalender.ics"""

from datetime import date

import icalendar
import pytest
from django.core.cache import cache
from wagtail.models import PageViewRestriction

from catalogue.factories import CoursePageFactory, OfferingTranslationFactory, ProjectPageFactory, RunFactory
from tests.pages import count_queries, read

pytestmark = pytest.mark.django_db

URL = "/angebote/kurse/naehen/kalender.ics"


@pytest.fixture
def course(tree):
    course = CoursePageFactory(parent=tree.courses, slug="naehen", title="Nähen am Abend")
    RunFactory(offering=course, start_date=date(2030, 1, 8), meetings=3)
    OfferingTranslationFactory(offering=course, language="en", title="Sewing")
    return course


def read_titles(response) -> list[str]:
    return [str(event["summary"]) for event in icalendar.Calendar.from_ical(response.content).walk("VEVENT")]


def test_offering_has_its_dates_at_a_fixed_address(client, course):
    response = client.get(URL)

    assert read_titles(response) == ["Nähen am Abend"] * 3
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == "inline; filename*=utf-8''N%C3%A4hen%20am%20Abend.ics"
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("public, max-age=300", "noindex")
    assert b"URL:http://testserver/angebote/kurse/naehen/\r\n" in response.content


def test_address_in_another_language_speaks_it(client, course):
    assert read_titles(client.get(f"/en{URL}")) == ["Sewing"] * 3


def test_page_leads_to_it_in_its_language(client, course):
    for prefix in ("", "/en"):
        page = read(client, f"{prefix}/angebote/kurse/naehen/")
        assert len(page.select(f"a[href='{prefix}{URL}']")) == 1


def test_page_without_dates_to_come_offers_none(client, tree, course):
    over = CoursePageFactory(parent=tree.courses, slug="alt")
    RunFactory(offering=over, start_date=date(2020, 1, 7))
    undated = ProjectPageFactory(parent=tree.projects, slug="karte")

    assert [read(client, each.url).select("a[href$='.ics']") for each in (over, undated)] == [[], []]


def test_only_public_offerings_have_a_calendar(client, tree, course):
    CoursePageFactory(parent=tree.courses, slug="entwurf", live=False)
    secret = CoursePageFactory(parent=tree.courses, slug="geheim")
    PageViewRestriction.objects.create(page=secret, restriction_type="login")

    paths = ["kurse/entwurf/", "kurse/geheim/", "kurse/nix/", "kurse/", ""]

    assert [client.get(f"/angebote/{path}kalender.ics").status_code for path in paths] == [404] * 5
    assert client.get("/team/kalender.ics").status_code == 404


def test_unchanged_calendar_is_not_sent_again(client, course):
    etag = client.get(URL)["ETag"]

    assert client.get(URL, headers={"If-None-Match": etag}).status_code == 304
    course.title = "Nähen bei Tag"
    course.save()
    assert client.get(URL, headers={"If-None-Match": etag}).status_code == 200


def test_head_and_post(client, course):
    assert (client.head(URL).status_code, client.post(URL).status_code) == (200, 405)


def test_too_many_requests_are_refused(client, course, settings):
    settings.KINTOP_RATES = {**settings.KINTOP_RATES, "export": "1/m"}
    cache.clear()

    assert [client.get(URL).status_code for _ in range(2)] == [200, 429]


def test_many_runs_cost_no_more_queries(client, course):
    few = count_queries(client, URL)
    for number in range(20):
        RunFactory(offering=course, start_date=date(2030, 2, 1), number=str(number), meetings=2)

    assert count_queries(client, URL) == few <= 16

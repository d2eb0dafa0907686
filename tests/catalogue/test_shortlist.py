from datetime import date

import icalendar
import pytest
from django.core.cache import cache
from wagtail.models import PageViewRestriction

from catalogue.domain.shortlist import MAX_OFFERINGS, read_shortlist
from catalogue.factories import (
    CoursePageFactory,
    OfferingTranslationFactory,
    ProjectPageFactory,
    RunFactory,
    SubjectFactory,
    VenueFactory,
)
from media.factories import ImageFactory
from tests.pages import count_queries, read, text_of

pytestmark = pytest.mark.django_db

URL = "/merkliste/"


@pytest.fixture
def courses(tree):
    found = [CoursePageFactory(parent=tree.courses, title=title) for title in ("Nähen", "Kochen", "Malen")]
    for course in found:
        RunFactory(offering=course, start_date=date(2030, 1, 8), meetings=2)
    return found


def make_url(*ids, path=URL) -> str:
    return f"{path}?{'&'.join(f'id={each}' for each in ids)}"


def read_titles(page) -> list[str]:
    return [text_of(title) for title in page.select("main .card__title")]


def test_list_shows_its_offerings_in_its_order(client, courses):
    sewing, cooking, painting = courses

    page = read(client, make_url(painting.pk, sewing.pk, painting.pk, cooking.pk))

    assert read_titles(page) == ["Malen", "Nähen", "Kochen"]
    assert text_of(page.select_one(".lead")) == "3 Angebote stehen auf dieser Liste."
    assert page.select_one("input#adresse")["value"] == "http://testserver" + make_url(
        painting.pk, sewing.pk, cooking.pk
    )
    assert page.select("noscript") != []


def test_offerings_of_all_kinds_can_be_kept(client, tree, courses):
    project = ProjectPageFactory(parent=tree.projects, title="Karte")

    assert read_titles(read(client, make_url(project.pk, courses[0].pk))) == ["Karte", "Nähen"]


def test_empty_list_explains_itself(client, tree):
    page = read(client, URL)

    assert text_of(page.select_one(".lead")) == "Hier ist noch nichts gemerkt."
    assert [link["href"] for link in page.select(".shortlist a.button")] == ["/angebote/"]
    assert "JavaScript ausgeschaltet" in text_of(page.noscript)


def test_what_is_not_public_or_nonsense_is_counted_and_not_named(client, tree, courses):
    draft = CoursePageFactory(parent=tree.courses, title="Entwurf", live=False)
    secret = CoursePageFactory(parent=tree.courses, title="Geheim")
    PageViewRestriction.objects.create(page=secret, restriction_type="login")

    page = read(
        client, make_url(draft.pk, courses[0].pk, secret.pk, tree.team.pk, 999_999, "x", "%3Cb%3E", "9" * 30, "١٢")
    )

    assert read_titles(page) == ["Nähen"]
    assert text_of(page.select_one(".notice--warning")) == "8 Angebote dieser Liste gibt es nicht mehr."
    assert "Entwurf" not in page.get_text()
    assert "Geheim" not in page.get_text()
    assert page.select("b") == []


def test_one_missing_offering_is_said_in_the_singular(client, courses):
    page = read(client, make_url(999_999))

    assert text_of(page.select_one(".notice--warning")) == "Ein Angebot dieser Liste gibt es nicht mehr."
    assert read_titles(page) == []


def test_list_holds_a_hundred_offerings(client, tree, courses):
    page = read(client, make_url(*range(500_000, 500_000 + MAX_OFFERINGS), courses[0].pk, courses[1].pk))

    assert read_titles(page) == []
    assert [text_of(notice) for notice in page.select(".notice--warning")] == [
        "100 Angebote dieser Liste gibt es nicht mehr.",
        "Auf der Merkliste ist Platz für 100 Angebote. Den Rest zeigen wir nicht.",
    ]


def test_surplus_counts_what_comes_after_the_limit():
    shortlist = read_shortlist(str(number) for number in range(1, 131))

    assert (len(shortlist.missing), shortlist.surplus, shortlist.query) == (MAX_OFFERINGS, 30, "")


def test_list_can_be_taken_into_a_calendar(client, courses):
    page = read(client, make_url(courses[1].pk, 999_999, courses[0].pk))
    [url] = [link["href"] for link in page.select(".shortlist__tools a")]

    response = client.get(url)

    assert url == make_url(courses[1].pk, courses[0].pk, path="/merkliste/kalender.ics")
    calendar = icalendar.Calendar.from_ical(response.content)
    assert [str(event["summary"]) for event in calendar.walk("VEVENT")] == ["Kochen"] * 2 + ["Nähen"] * 2
    assert str(calendar["name"]) == "Merkliste"
    assert response["Content-Disposition"] == 'inline; filename="Merkliste.ics"'


def test_list_in_another_language(client, courses):
    OfferingTranslationFactory(offering=courses[0], language="ar", title="الخياطة")

    page = read(client, f"/ar{make_url(courses[0].pk)}")

    assert page.html["dir"] == "rtl"
    assert read_titles(page) == ["الخياطة"]
    assert page.select_one(".shortlist__tools a")["href"].startswith("/ar/merkliste/kalender.ics?id=")


def test_nobody_is_recognised_and_nothing_is_indexed(client, courses):
    response = client.get(make_url(courses[0].pk))

    assert response["X-Robots-Tag"] == "noindex"
    assert response.cookies == {}


def test_titles_are_escaped(client, courses):
    courses[0].title = "<script>alert(1)</script>"
    courses[0].save()

    assert "<script>alert" not in client.get(make_url(courses[0].pk)).content.decode()


def test_every_page_leads_to_the_list(client, tree, courses):
    link = read(client, "/en/team/").select_one(".site-header a[data-shortlist]")

    assert (link["href"], link["data-limit"], link["rel"]) == ("/en/merkliste/", "100", ["nofollow"])


def test_cards_and_pages_say_which_offering_can_be_kept(client, courses, tree):
    from search.indexing import rebuild

    rebuild()
    sewing = courses[0]

    slot = read(client, sewing.url).select_one("main [data-offering]")
    cards = read(client, "/angebote/?q=Nähen").select(".card")
    pages = read(client, "/angebote/?type=page").select(".card")

    assert (slot["data-offering"], slot["data-title"]) == (str(sewing.pk), "Nähen")
    assert [card["data-offering"] for card in cards] == [str(sewing.pk)]
    assert pages != []
    assert [card for card in pages if card.has_attr("data-offering")] == []


def test_nothing_is_written_here(client, tree):
    assert client.post(URL).status_code == 405


def test_too_many_requests_are_refused(client, tree, settings):
    settings.KINTOP_RATES = {**settings.KINTOP_RATES, "search": "1/m", "export": "1/m"}
    cache.clear()

    assert [client.get(URL).status_code for _ in range(2)] == [200, 429]
    assert [client.get(f"{URL}kalender.ics").status_code for _ in range(2)] == [200, 429]


def test_list_costs_the_same_for_one_and_thirty(client, tree):
    ids = []
    for number in range(30):
        course = CoursePageFactory(
            parent=tree.courses, subject=SubjectFactory(), image=ImageFactory(colour=f"#{number:02x}6f78")
        )
        RunFactory(offering=course, venue=VenueFactory(), meetings=2)
        OfferingTranslationFactory(offering=course)
        ids.append(course.pk)

    assert count_queries(client, make_url(*ids)) == count_queries(client, make_url(ids[0])) <= 25
    calendar = "/merkliste/kalender.ics"
    assert count_queries(client, make_url(*ids, path=calendar)) == count_queries(
        client, make_url(ids[0], path=calendar)
    )

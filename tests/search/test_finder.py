from datetime import time, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from catalogue.factories import (
    CoursePageFactory,
    LecturerFactory,
    MeetingFactory,
    OfferingTranslationFactory,
    RunFactory,
    SubjectFactory,
    TargetGroupPageFactory,
    VenueFactory,
)
from media.factories import ImageFactory

TODAY = timezone.localdate()


@pytest.fixture
def course(tree):
    course = CoursePageFactory(
        parent=tree.courses,
        title="Nähen am Abend",
        summary="Hosen kürzen, Taschen nähen.",
        slug="naehen",
        kind="course",
        childcare=True,
        subject=SubjectFactory(name="Handarbeit", slug="handarbeit"),
        age_from=16,
    )
    run = RunFactory(
        offering=course,
        start_date=TODAY + timedelta(days=3),
        weekly_times="tue 18:00-20:00",
        venue=VenueFactory(name="Salon", slug="salon", district="Garath"),
        price=0,
        seats_max=10,
        seats_taken=8,
    )
    MeetingFactory(run=run, date=TODAY + timedelta(days=3), start_time=time(18), end_time=time(20))
    OfferingTranslationFactory(offering=course, language="en", title="Sewing", summary="Make bags.")
    return course


def test_finder_lists_offerings_with_facts(client, course, reindex):
    reindex()

    response = client.get("/angebote/")

    assert response.status_code == 200
    assert response["X-Search-Backend"] == "database"
    [hit] = response.context["results"].hits
    assert (hit.title, hit.url, hit.type_label, str(hit.subject)) == (
        "Nähen am Abend", "/angebote/kurse/naehen/", "Kurs", "Handarbeit",
    )  # fmt: skip
    assert (hit.when, hit.where, hit.price, hit.age) == (
        "dienstags, 18 bis 20 Uhr", "Salon, Garath", "kostenlos", "ab 16 Jahren",
    )  # fmt: skip
    assert [badge.value for badge in hit.badges] == ["few", "no-charge"]
    assert hit.features == ("mit Kinderbetreuung",)
    content = response.content.decode()
    for text in ("Nähen am Abend", "Nur noch wenige Plätze", "Salon, Garath", 'href="/angebote/kurse/naehen/"'):
        assert text in content


def test_finder_speaks_the_language_of_its_address(client, course, reindex):
    reindex()

    response = client.get("/en/angebote/")

    [hit] = response.context["results"].hits
    assert (hit.title, hit.lang, hit.summary, hit.url) == ("Sewing", "en", "Make bags.", "/en/angebote/kurse/naehen/")


def test_german_stands_in_where_a_translation_is_missing(client, course, reindex):
    reindex()

    response = client.get("/tr/angebote/")

    [hit] = response.context["results"].hits
    assert (hit.title, hit.lang) == ("Nähen am Abend", "de")
    assert '<a href="/tr/angebote/kurse/naehen/" lang="de">' in response.content.decode()


def test_words_that_matched_are_marked(client, course, reindex):
    reindex()

    response = client.get("/angebote/", {"q": "naehkurs"})

    [hit] = response.context["results"].hits
    assert hit.highlight_title == (("Nähen", True), (" am Abend", False))
    assert "<mark>Nähen</mark>" in response.content.decode()


def test_text_is_escaped(client, course, reindex):
    course.title = "Nähen <script>alert(1)</script>"
    course.save()
    reindex()

    for url in ("/angebote/", "/angebote/?q=Nähen", "/angebote/?q=<script>alert(2)</script>&type=<b>"):
        assert "<script>alert" not in client.get(url).content.decode()


def test_wrong_values_are_named_and_the_rest_is_searched(client, course, reindex):
    reindex()

    response = client.get("/angebote/?type=kurs&age=alt&childcare=1")

    assert response.status_code == 200
    assert response.context["errors"] == {
        "type": ["Diesen Wert gibt es nicht: kurs"],
        "age": ["Bitte schreiben Sie das Alter als Zahl von 0 bis 120."],
    }
    assert response.context["results"].total == 1
    assert "Diesen Wert gibt es nicht: kurs" in response.content.decode()


def test_page_beyond_the_end_leads_back(client, course, reindex):
    reindex()

    response = client.get("/angebote/?page=7&childcare=1")

    assert response.status_code == 200
    assert response.context["first_page_url"] == "/angebote/?childcare=1"
    assert 'href="/angebote/?childcare=1"' in response.content.decode()


def test_no_hits_name_ways_out(client, course, reindex):
    TargetGroupPageFactory(parent=course.get_parent(), slug="senioren", title="Senioren")
    reindex()

    response = client.get("/angebote/?q=Nähen&target_group=senioren&childcare=1")

    ways = [(way.label, way.url, way.count) for way in response.context["ways_out"]]
    assert ways == [
        ("ohne „Für wen“", "/angebote/?q=N%C3%A4hen&childcare=1", 1),
        ("ohne alle Filter", "/angebote/?q=N%C3%A4hen", 1),
    ]
    assert "Dazu haben wir gerade nichts gefunden." in response.content.decode()


def test_chips_lead_to_the_search_without_them(client, course, reindex):
    reindex()

    response = client.get("/angebote/?q=Nähen&type=course&subject=handarbeit&age=20&from=2026-01-01")

    assert [(chip.label, chip.url) for chip in response.context["chips"]] == [
        ("Kurs", "/angebote/?q=N%C3%A4hen&subject=handarbeit&age=20&from=2026-01-01"),
        ("Handarbeit", "/angebote/?q=N%C3%A4hen&type=course&age=20&from=2026-01-01"),
        ("20 Jahre", "/angebote/?q=N%C3%A4hen&type=course&subject=handarbeit&from=2026-01-01"),
        ("ab 1. Januar 2026", "/angebote/?q=N%C3%A4hen&type=course&subject=handarbeit&age=20"),
    ]


def test_groups_show_facets_in_use_open(client, course, reindex):
    reindex()

    response = client.get("/angebote/?type=course")

    groups = {group.name: group for group in response.context["groups"]}
    assert list(groups) == ["what", "whom", "language", "when", "where", "how", "more"]
    assert [name for name, group in groups.items() if group.is_active] == ["what"]
    assert [field.name for field in groups["what"].fields] == ["type", "subject"]


def test_form_keeps_what_it_does_not_show(client, course, reindex):
    reindex()

    content = client.get("/angebote/?sort=title&page_size=50").content.decode()

    assert '<input type="hidden" name="sort" value="title">' in content
    assert '<input type="hidden" name="page_size" value="50">' in content


def test_pagination_has_real_addresses(client, tree, reindex):
    for _ in range(9):
        CoursePageFactory(parent=tree.courses)
    reindex()

    response = client.get("/angebote/?page_size=1&page=5")

    pagination = response.context["pagination"]
    assert [link and link.label for link in pagination.pages] == ["1", None, "3", "4", "5", "6", "7", None, "9"]
    assert (pagination.previous_url, pagination.next_url) == (
        "/angebote/?page=4&page_size=1", "/angebote/?page=6&page_size=1",
    )  # fmt: skip
    assert (pagination.first, pagination.last) == (5, 5)


def test_picture_without_consent_is_not_shown(client, course, reindex):
    course.image = ImageFactory(with_people=True)
    course.save()
    reindex()
    [hit] = client.get("/angebote/").context["results"].hits
    assert hit.image.alt == course.image.default_alt_text

    course.image.consent_status = "withdrawn"
    course.image.save()
    [hit] = client.get("/angebote/").context["results"].hits
    assert hit.image is None


def test_too_many_requests_are_refused(client, course, settings, reindex):
    settings.KINTOP_RATES = {**settings.KINTOP_RATES, "search": "2/m"}
    cache.clear()

    statuses = [client.get("/angebote/").status_code for _ in range(3)]

    cache.clear()
    assert statuses == [200, 200, 429]


def add_courses(tree, count):
    for number in range(count):
        course = CoursePageFactory(
            parent=tree.courses,
            image=ImageFactory(colour=f"#1f6f{number + 16:02x}"),
            subject=SubjectFactory(),
            lecturers=[LecturerFactory()],
            target_groups=[TargetGroupPageFactory(parent=tree.target_groups)],
        )
        RunFactory(offering=course, venue=VenueFactory(), meetings=3)
        OfferingTranslationFactory(offering=course)


@pytest.mark.parametrize("query", ["", "?q=Kurs", "?weekday=mon&q=Kurs&archive=1"])
def test_finder_costs_the_same_for_one_and_thirty(client, tree, reindex, query, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = f"/angebote/{query}{'&' if query else '?'}page_size=100"
    add_courses(tree, 1)
    reindex()
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    count = len(one)
    add_courses(tree, 29)
    reindex()
    client.get(url)

    with django_assert_num_queries(count):
        response = client.get(url)
    assert count <= 25
    assert response.status_code == 200


def test_facet_with_very_many_values_is_a_select(client, tree, reindex):
    people = [LecturerFactory(slug=f"person-{number}") for number in range(31)]
    CoursePageFactory(parent=tree.courses, lecturers=people)
    reindex()

    response = client.get("/angebote/?lecturer=person-3&lecturer=person-7")

    field = next(field for group in response.context["groups"] for field in group.fields if field.name == "lecturer")
    assert (field.kind, field.chosen, field.kept) == ("select", "person-3", ["person-7"])
    assert '<input type="hidden" name="lecturer" value="person-7">' in response.content.decode()

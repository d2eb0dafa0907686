from datetime import time, timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from catalogue.factories import (
    CoursePageFactory,
    FunderFactory,
    LecturerFactory,
    MeetingFactory,
    OfferingTranslationFactory,
    ProjectPageFactory,
    RunFactory,
    SubjectFactory,
    TargetGroupPageFactory,
    VenueFactory,
)
from home.models import ContentPage
from media.factories import ImageFactory
from tests.pages import count_queries, read, text_of
from tests.translating import publish_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tree):
    tree.home.claim = "Voneinander lernen"
    tree.home.what = "Wir geben Kurse."
    tree.home.for_whom = "Für alle."
    tree.home.how = "Mit 80 Menschen."
    tree.home.save()
    return tree.home


def test_home_answers_the_three_questions(client, home):
    page = read(client, "/")

    assert page.h1.get_text() == "Voneinander lernen"
    answers = {
        text_of(part.h2): text_of(part.select_one(".lead"))
        for part in page.select("main section")
        if part.select_one(".lead")
    }
    assert answers == {
        "Was macht Kin-Top?": "Wir geben Kurse.",
        "Für wen ist das?": "Für alle.",
        "Wie leistet Kin-Top das?": "Mit 80 Menschen.",
    }
    assert page.select_one(".hero form")["action"] == "/angebote/"


def test_home_in_another_language_falls_back_to_german_per_text(client, home):
    publish_translation(home, "en", {"Voneinander lernen": "Learning from each other"})

    page = read(client, "/en/")

    assert (page.h1.get_text(), page.h1["lang"]) == ("Learning from each other", "en")
    assert page.select_one("section .lead")["lang"] == "de"


def test_figures_count_what_is_there(client, tree, home):
    CoursePageFactory(parent=tree.courses, teaching_languages=["de", "uk"], support_languages=["ar"])
    past = CoursePageFactory(parent=tree.courses, teaching_languages=["fr"])
    yesterday = timezone.localdate() - timedelta(days=1)
    RunFactory(offering=past, start_date=yesterday, end_date=yesterday)
    CoursePageFactory(parent=tree.courses, teaching_languages=["es"], live=False)
    LecturerFactory(consent_name=False)
    LecturerFactory(is_active=False)
    VenueFactory()
    VenueFactory(name="online", street="")

    TargetGroupPageFactory(parent=tree.target_groups)

    figures = [(text_of(link), link["href"]) for link in read(client, "/").select(".figures a")]

    assert figures == [
        ("1 Angebot", "/angebote/"),
        ("3 Sprachen", "/angebote/#filter-language"),
        ("1 Kursleitung", "/team/"),
        ("1 Zielgruppe", "/zielgruppen/"),
        ("1 Ort", "/angebote/#filter-where"),
    ]


def test_places_of_the_figures_exist(client, tree, home):
    course = CoursePageFactory(parent=tree.courses)
    RunFactory(offering=course, venue=VenueFactory(), meetings=1)
    course.save_revision().publish()
    LecturerFactory()
    TargetGroupPageFactory(parent=tree.target_groups)

    for link in read(client, "/").select(".figures a"):
        address, _mark, anchor = link["href"].partition("#")
        page = read(client, address)
        assert not anchor or page.find(id=anchor) is not None, link["href"]


def test_facts_are_remembered_until_something_changes(client, tree, home, django_assert_max_num_queries):
    course = CoursePageFactory(parent=tree.courses, title="Nähen")
    read(client, "/")
    with django_assert_max_num_queries(10):
        client.get("/")

    course.save_revision().publish()
    another = CoursePageFactory(parent=tree.courses, title="Singen")
    another.save_revision().publish()
    two = text_of(read(client, "/").select_one(".figures a"))
    another.unpublish()
    one = text_of(read(client, "/").select_one(".figures a"))

    assert (two, one) == ("2 Angebote", "1 Angebot")


def test_facts_are_remembered_for_each_language(client, tree, home):
    TargetGroupPageFactory(parent=tree.target_groups, title="Frauen", name_en="Women")

    names = [text_of(read(client, url).select_one(".tile")) for url in ("/", "/en/", "/")]

    assert names == ["Frauen", "Women", "Frauen"]


def test_facts_of_yesterday_are_read_anew(client, tree, home, monkeypatch):
    course = CoursePageFactory(parent=tree.courses)
    RunFactory(offering=course, start_date=timezone.localdate(), end_date=timezone.localdate())
    CoursePageFactory(parent=tree.courses)
    today = text_of(read(client, "/").select_one(".figures a"))
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *_args: tomorrow)

    assert (today, text_of(read(client, "/").select_one(".figures a"))) == ("2 Angebote", "1 Angebot")


def test_organisations_and_volunteers_find_their_forms(client, tree, home):
    for slug, kind in (("integrationsagentur", "service"), ("mitmachen", "volunteering"), ("hilfe", "")):
        tree.home.add_child(instance=ContentPage(title=slug, slug=slug, form=kind))

    links = [(text_of(link), link["href"]) for link in read(client, "/").select("#wie ~ .actions a")]

    assert links == [
        ("Für Organisationen: Leistung anfordern", "/integrationsagentur/#formular"),
        ("Selbst mitmachen", "/mitmachen/#formular"),
    ]


def test_home_without_content_is_still_a_page(client, tree):
    page = read(client, "/")

    assert page.select(".figures") == []
    assert page.select(".agenda") == []


def test_subjects_and_target_groups_are_links(client, tree, home):
    SubjectFactory(name="Singen", parent=SubjectFactory(name="Musik", slug="musik"))
    TargetGroupPageFactory(parent=tree.target_groups, title="Frauen", slug="frauen")
    hidden = TargetGroupPageFactory(parent=tree.target_groups, title="Intern")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)

    page = read(client, "/")

    assert [(text_of(link), link["href"]) for link in page.select(".topics a")] == [
        ("Musik", "/angebote/?subject=musik")
    ]
    assert [(text_of(link), link["href"]) for link in page.select(".tiles a")] == [("Frauen", "/zielgruppen/frauen/")]


def test_next_dates_are_those_one_can_join(client, tree, home):
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)

    def make(title, *, start=tomorrow, registration="enquiry", date=tomorrow, run=None, meeting=None):
        course = CoursePageFactory(parent=tree.courses, title=title, registration=registration)
        course_run = RunFactory(offering=course, start_date=start, **(run or {}))
        MeetingFactory(run=course_run, date=date, **(meeting or {}))

    make("Beginnt morgen")
    make("Offene Tür", start=today - timedelta(days=90), registration="open_door", meeting={"start_time": time(8)})
    make("Läuft seit Wochen", start=today - timedelta(days=90))
    make("Voll", run={"fully_booked": True})
    make("Abgesagt", run={"status": "cancelled"})
    make("Fällt aus", meeting={"status": "cancelled"})
    make("Verlegt", meeting={"status": "moved", "start_time": time(19)})
    make("Gestern", start=today - timedelta(days=1), date=today - timedelta(days=1))

    agenda = read(client, "/").select(".agenda li")

    assert [text_of(item.a) for item in agenda] == ["Offene Tür", "Beginnt morgen", "Verlegt"]
    assert [badge.get_text() for badge in agenda[2].select(".badge")] == ["verlegt"]


def test_next_dates_name_each_offering_once_and_six_at_most(client, tree, home):
    for number in range(8):
        course = CoursePageFactory(parent=tree.courses, title=f"Treff {number}", registration="open_door")
        RunFactory(offering=course, start_date=timezone.localdate(), meetings=3)

    titles = [text_of(item.a) for item in read(client, "/").select(".agenda li")]

    assert (len(titles), len(set(titles))) == (6, 6)


def test_projects_stand_under_the_four_task_areas(client, tree, home):
    for number in range(4):
        ProjectPageFactory(parent=tree.projects, title=f"Karte {number}", task_area="social_space")
    ended = timezone.localdate() - timedelta(days=1)
    ProjectPageFactory(parent=tree.projects, title="Zu Ende", task_area="social_space", period_end=ended)

    areas = {text_of(area.h4): len(area.select("li")) for area in read(client, "/").select(".area")}

    assert areas == {
        "Bürgerschaftliches Engagement": 0,
        "Interkulturelle Öffnung": 0,
        "Sozialraumorientierte Arbeit": 3,
        "Antidiskriminierungsarbeit": 0,
    }


def test_supporters_are_named_with_or_without_logo(client, tree, home):
    FunderFactory(name="Land", url="https://land.example/", logo=ImageFactory())
    FunderFactory(name="Stadt")
    FunderFactory(name="Still", is_shown_on_home=False)

    items = read(client, "/").select(".funders li")

    # the name stands beside the logo, so the logo has nothing to add
    assert [(text_of(item.strong), item.img and item.img["alt"]) for item in items] == [("Land", ""), ("Stadt", None)]


def test_home_needs_the_same_queries_for_one_and_for_thirty(client, tree, home):
    home.image = ImageFactory(colour="#ffff00")
    home.save()

    def make(count):
        for number in range(count):
            course = CoursePageFactory(parent=tree.courses, registration="open_door", subject=SubjectFactory())
            OfferingTranslationFactory(offering=course)
            RunFactory(offering=course, venue=VenueFactory(), meetings=2)
            ProjectPageFactory(parent=tree.projects)
            TargetGroupPageFactory(parent=tree.target_groups)
            FunderFactory(logo=ImageFactory(colour=f"#{number:02x}0000"))

    make(1)
    few = count_queries(client, "/")
    make(29)

    assert count_queries(client, "/") == few <= 25

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from catalogue.domain.cards import build_cards
from catalogue.factories import (
    CoursePageFactory,
    LecturerFactory,
    OfferingFactory,
    OfferingTranslationFactory,
    ProjectPageFactory,
    RunFactory,
    SubjectFactory,
    TargetGroupPageFactory,
    VenueFactory,
)
from catalogue.models import Offering
from media.factories import ImageFactory
from tests.pages import count_queries, read, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def women(tree):
    return TargetGroupPageFactory(
        parent=tree.target_groups,
        title="Frauen",
        slug="frauen",
        name_en="Women",
        intro="Unter Frauen.",
        intro_translations={"en": "Among women."},
    )


def test_target_group_groups_its_offerings_by_main_subject(client, tree, women):
    music = SubjectFactory(name="Musik", slug="musik", sort_order=2)
    singing = SubjectFactory(name="Singen", slug="singen", parent=music)
    german = SubjectFactory(name="Deutsch", slug="deutsch", sort_order=1)
    for title, subject in [("Chor", singing), ("Gitarre", music), ("Deutsch A1", german), ("Fest", None)]:
        CoursePageFactory(parent=tree.courses, title=title, subject=subject, target_groups=[women])
    CoursePageFactory(parent=tree.courses, title="Für andere", subject=music)

    page = read(client, "/zielgruppen/frauen/")

    sections = {
        text_of(section.h2): [text_of(title) for title in section.select(".card__title")]
        for section in page.select("section[aria-labelledby^=thema-]")
    }
    assert sections == {"Deutsch": ["Deutsch A1"], "Musik": ["Chor", "Gitarre"], "Weitere Angebote": ["Fest"]}
    assert [(text_of(link), link["href"]) for link in page.select("nav[aria-labelledby=themen] a")] == [
        ("Musik 2", "/angebote/?subject=musik&target_group=frauen"),
        ("Deutsch 1", "/angebote/?subject=deutsch&target_group=frauen"),
    ]
    assert page.select_one(".hero a.button")["href"] == "/angebote/?target_group=frauen"
    assert text_of(page.select_one(".hero a.button")) == "Alle 4 Angebote in der Suche ansehen"


def test_target_group_shows_at_most_24_and_says_how_many_there_are(client, tree, women):
    subject = SubjectFactory()
    for _number in range(26):
        CoursePageFactory(parent=tree.courses, subject=subject, target_groups=[women])

    page = read(client, "/zielgruppen/frauen/")

    assert len(page.select(".card")) == 24
    assert text_of(page.select_one("p.actions a")) == "Alle 26 Angebote ansehen"


def test_target_group_without_offerings_leads_to_all_offerings(client, women):
    page = read(client, "/zielgruppen/frauen/")

    assert page.select_one("main .notice a")["href"] == "/angebote/"


def test_target_group_speaks_the_visitors_language(client, women):
    page = read(client, "/en/zielgruppen/frauen/")

    assert page.h1.get_text() == "Women"
    assert (text_of(page.select_one(".lead")), page.select_one(".lead")["lang"]) == ("Among women.", "en")
    german = read(client, "/tr/zielgruppen/frauen/")
    assert (text_of(german.select_one(".lead")), german.select_one(".lead")["lang"]) == ("Unter Frauen.", "de")


def test_target_group_index_lists_what_is_public(client, tree, women):
    hidden = TargetGroupPageFactory(parent=tree.target_groups, title="Intern")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    TargetGroupPageFactory(parent=tree.target_groups, title="Entwurf", live=False)

    page = read(client, "/zielgruppen/")

    assert [text_of(title) for title in page.select(".card__title")] == ["Frauen"]


def test_team_names_who_agreed_and_shows_what_they_agreed_to(client, tree):
    subject = SubjectFactory(name="Musik")
    open_person = LecturerFactory(
        first_name="Mira", last_name="Offen", slug="mira", role="Musikerin", picture=ImageFactory()
    )
    LecturerFactory(
        first_name="Nora", last_name="Namen", slug="nora", consent_picture=False, picture=ImageFactory(colour="#000000")
    )
    LecturerFactory(first_name="Vera", last_name="Geheim", consent_name=False)
    LecturerFactory(first_name="Udo", last_name="Weg", is_active=False)
    CoursePageFactory(parent=tree.courses, subject=subject, lecturers=[open_person])

    people = read(client, "/team/").select(".person")

    assert [text_of(person.h2) for person in people] == ["Nora Namen", "Mira Offen"]
    assert [person.select_one("img") is not None for person in people] == [False, True]
    assert text_of(people[1].select_one(".person__subjects")) == "Musik"


def test_picture_of_a_person_needs_the_pictures_own_consent_too(client, tree):
    picture = ImageFactory(shows_people=True, consent_status="missing")
    LecturerFactory(slug="mira", picture=picture)

    assert read(client, "/team/").select(".person img") == []
    assert read(client, "/team/mira/").select(".profile img") == []


def test_profile_shows_text_and_languages_only_with_consent(client, tree):
    LecturerFactory(slug="mira", biography="Spielt Geige.", languages=["de", "uk"])
    LecturerFactory(
        slug="nora", biography="Geheim.", languages=["ar"], consent_biography=False, consent_languages=False
    )

    shown, hidden = read(client, "/team/mira/"), read(client, "/team/nora/")

    assert "Spielt Geige." in text_of(shown.select_one(".profile"))
    assert "Deutsch, Ukrainisch" in text_of(shown.select_one(".profile"))
    assert "Geheim." not in hidden.get_text()
    assert "Arabisch" not in text_of(hidden.main)


@pytest.mark.parametrize("values", [{"consent_name": False}, {"is_active": False}])
def test_profile_of_somebody_who_did_not_agree_is_not_found(client, tree, values):
    LecturerFactory(slug="vera", **values)

    assert client.get("/team/vera/").status_code == 404


def test_profile_lists_the_persons_current_offerings(client, tree):
    mira = LecturerFactory(slug="mira")
    CoursePageFactory(parent=tree.courses, title="Chor", lecturers=[mira])
    CoursePageFactory(parent=tree.courses, title="Entwurf", lecturers=[mira], live=False)
    past = CoursePageFactory(parent=tree.courses, title="Vorbei", lecturers=[mira])
    yesterday = timezone.localdate() - timedelta(days=1)
    RunFactory(offering=past, start_date=yesterday, end_date=yesterday)

    assert [text_of(title) for title in read(client, "/team/mira/").select(".card__title")] == ["Chor"]


def test_card_tells_when_where_what_it_costs_and_whether_there_is_a_place(tree):
    course = CoursePageFactory(
        parent=tree.courses,
        title="Nähen",
        kind="workshop",
        level="B1",
        subject=SubjectFactory(name="Handwerk"),
        teaching_languages=["de"],
        support_languages=["de", "uk"],
        age_from=16,
        childcare=True,
        image=ImageFactory(),
    )
    start = timezone.localdate() + timedelta(days=30)
    RunFactory(
        offering=course,
        start_date=start,
        weekly_times="tue 18:00-20:00",
        venue=VenueFactory(name="Werkstatt", district="Garath", is_accessible=True),
        meetings=1,
    )

    [card] = build_cards(Offering.objects.filter(pk=course.pk).for_cards())

    assert (card.title, card.lang, card.type_label, card.subject) == ("Nähen", "de", "Workshop", "Handwerk")
    assert card.when == "dienstags, 18 bis 20 Uhr"
    assert card.begin.startswith("Beginn: ")
    assert (card.where, card.price, card.age) == ("Werkstatt, Garath", "kostenlos", "ab 16 Jahren")
    assert card.languages == "Deutsch; Fragen auch auf Ukrainisch"
    assert card.availability.value == "free"
    assert card.features == ("B1", "mit Kinderbetreuung", "ohne Stufen")
    assert (card.picture.width, card.picture.height) == (64, 40)
    assert card.url == "/angebote/kurse/" + course.slug + "/"


def test_card_of_a_single_meeting_names_the_day(tree):
    course = CoursePageFactory(parent=tree.courses)
    RunFactory(offering=course, meetings=1)

    [card] = build_cards(Offering.objects.filter(pk=course.pk).for_cards())

    assert card.when.endswith(", 10 bis 11:30 Uhr")
    assert card.begin == ""


def test_card_takes_the_next_run_and_the_best_availability(tree):
    course = CoursePageFactory(parent=tree.courses)
    today = timezone.localdate()
    RunFactory(offering=course, start_date=today + timedelta(days=60), price=20, meetings=1)
    RunFactory(offering=course, start_date=today + timedelta(days=10), price=10, fully_booked=True, meetings=1)
    RunFactory(offering=course, start_date=today + timedelta(days=5), price=5, status="cancelled", meetings=1)

    [card] = build_cards(Offering.objects.filter(pk=course.pk).for_cards())

    assert (card.price, card.availability.value) == ("10 Euro", "free")


def test_card_of_another_type_and_of_an_online_offering(tree):
    ProjectPageFactory(parent=tree.projects, title="Projekt", period_start=None)
    OfferingFactory(parent=tree.courses, title="Rest", format="online")

    cards = {card.title: card for card in build_cards(Offering.objects.for_cards())}

    assert (cards["Projekt"].type_label, cards["Rest"].type_label) == ("Projekt", "Angebot")
    assert (cards["Projekt"].where, cards["Rest"].where) == ("", "online")


def test_cards_cost_the_same_for_one_and_for_thirty(tree, django_assert_num_queries):
    def make(count):
        for number in range(count):
            course = CoursePageFactory(
                parent=tree.courses,
                image=ImageFactory(colour=f"#{number:02x}6f78"),
                subject=SubjectFactory(parent=SubjectFactory()),
            )
            OfferingTranslationFactory(offering=course)
            RunFactory(offering=course, venue=VenueFactory(), meetings=2)

    make(1)
    build_cards(Offering.objects.for_cards())
    with django_assert_num_queries(5):
        build_cards(Offering.objects.for_cards())
    make(29)
    build_cards(Offering.objects.for_cards())
    with django_assert_num_queries(5):
        assert len(build_cards(Offering.objects.for_cards())) == 30


@pytest.mark.parametrize("url", ["/zielgruppen/", "/zielgruppen/frauen/", "/team/", "/team/mira/"])
def test_list_pages_need_the_same_queries_for_one_and_for_thirty(client, tree, women, url):
    mira = LecturerFactory(slug="mira", picture=ImageFactory(colour="#ff6f78"))

    def make(count):
        for number in range(count):
            course = CoursePageFactory(
                parent=tree.courses,
                subject=SubjectFactory(parent=SubjectFactory()),
                target_groups=[women],
                lecturers=[mira, LecturerFactory(picture=ImageFactory(colour=f"#{number:02x}0000"))],
                image=ImageFactory(colour=f"#{number:02x}6f78"),
            )
            RunFactory(offering=course, venue=VenueFactory(), meetings=2)
            TargetGroupPageFactory(parent=tree.target_groups, image=course.image)

    make(1)
    few = count_queries(client, url)
    make(29)

    assert count_queries(client, url) == few <= 25

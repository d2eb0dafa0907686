from datetime import date, time, timedelta

import pytest
from django.utils import timezone

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
from catalogue.models import Meeting
from media.factories import ImageFactory
from tests.pages import count_queries, read, text_of

pytestmark = pytest.mark.django_db

URL = "/angebote/kurse/naehen/"


@pytest.fixture
def subject():
    return SubjectFactory(name="Nähen", slug="naehen", parent=SubjectFactory(name="Handwerk", slug="handwerk"))


@pytest.fixture
def course(tree, subject):
    return CoursePageFactory(parent=tree.courses, slug="naehen", title="Nähen am Abend", subject=subject)


def facts(page) -> dict[str, str]:
    return {text_of(row.dt): text_of(row.dd) for row in page.select("section.glance dl.facts > div")}


def test_offering_shows_the_answers_at_a_glance(client, tree, course):
    venue = VenueFactory(name="Werkstatt", street="Ringweg 3", is_accessible=True)
    RunFactory(
        offering=course,
        start_date=date(2030, 1, 8),
        end_date=date(2030, 3, 12),
        weekly_times="tue 18:00-20:00",
        venue=venue,
        price=80,
        reduced_price=40,
        reduced_for="mit Düsselpass",
    )
    course.target_groups.set([TargetGroupPageFactory(parent=tree.target_groups, title="Frauen", slug="frauen")])
    course.age_from, course.age_to = 16, 99
    course.teaching_languages, course.support_languages = ["de"], ["uk", "ar"]
    course.level, course.childcare = "A1.2", True
    course.save()

    page = read(client, URL)

    assert page.h1.get_text() == "Nähen am Abend"
    assert facts(page) == {
        "Für wen": "Frauen 16 bis 99 Jahre",
        "Wann": "dienstags, 18 bis 20 Uhr 8. Januar bis 12. März 2030 Termine und Orte",
        "Wo": "Werkstatt, Ringweg 3, 40595 Düsseldorf ohne Stufen erreichbar",
        "Kosten": "80 Euro, ermäßigt 40 Euro (mit Düsselpass)",
        "Sprache": "Deutsch Fragen auch auf: Ukrainisch, Arabisch",
        "Niveau": "A1.2 Für den Anfang: sich vorstellen, einkaufen, einfache Fragen stellen.",
        "Kinderbetreuung": "Wir betreuen Ihre Kinder während des Angebots.",
    }
    assert [link["href"] for link in page.select(".breadcrumbs a")] == [
        "/angebote/",
        "/angebote/?subject=handwerk",
        "/angebote/?subject=naehen",
    ]


def test_offering_without_target_group_is_for_everyone(client, course):
    assert facts(read(client, URL))["Für wen"] == "für alle"


@pytest.mark.parametrize(
    ("registration", "run", "label", "url"),
    [
        ("enquiry", {"seats_taken": None}, "Platz anfragen", "/kontakt/?angebot={pk}"),
        ("consultation", {}, "Beratungsgespräch anfragen", "/kontakt/?angebot={pk}"),
        ("link", {}, "Zur Anmeldung", "https://example.org/anmeldung"),
        ("phone", {}, "Anrufen: 0211 4711", "tel:02114711"),
        ("open_door", {}, None, None),
        ("enquiry", {"fully_booked": True}, "Nach einem Platz fragen", "/kontakt/?angebot={pk}"),
        ("link", {"fully_booked": True, "waiting_list": True}, "Auf die Warteliste", "/kontakt/?angebot={pk}"),
        ("phone", {"status": "cancelled"}, "Nach Ersatz fragen", "/kontakt/?angebot={pk}"),
        (
            "link",
            {"start_date": date(2020, 1, 1), "end_date": date(2020, 2, 1)},
            "Nach dem nächsten Mal fragen",
            "/kontakt/?angebot={pk}",
        ),
    ],
)
def test_join_box_has_one_clear_way_in(client, course, registration, run, label, url):
    course.registration = registration
    course.registration_url = "https://example.org/anmeldung"
    course.registration_phone = "0211 4711"
    course.save()
    RunFactory(offering=course, **run)

    buttons = read(client, URL).select(".join .button")

    found = [(text_of(button), button["href"]) for button in buttons]
    assert found == ([(label, url.format(pk=course.pk))] if label else [])


@pytest.mark.parametrize(
    ("run", "badge", "text"),
    [
        ({"seats_max": 10, "seats_taken": 2}, "free", "Plätze frei"),
        ({"seats_max": 10, "seats_taken": 8}, "few", "Nur noch wenige Plätze"),
        ({"seats_max": 10, "seats_taken": 10}, "full", "Ausgebucht"),
        ({"status": "cancelled"}, "cancelled", "Abgesagt"),
        ({"seats_max": None, "seats_taken": None}, "unknown", "Plätze nicht bekannt"),
    ],
)
def test_availability_is_said_in_words_and_colour(client, course, run, badge, text):
    RunFactory(offering=course, **run)

    shown = read(client, URL).select_one(".join .badge")

    assert (shown["class"], text_of(shown)) == (["badge", f"badge--{badge}"], text)


def test_cancelled_and_moved_meetings_are_named(client, course):
    run = RunFactory(offering=course, meetings=5)
    second, third = list(run.meetings.order_by("date"))[1:3]
    Meeting.objects.filter(pk=second.pk).update(status="cancelled", note="Kursleitung krank")
    Meeting.objects.filter(pk=third.pk).update(status="moved", room="Atelier")

    page = read(client, URL)

    changes = [text_of(item) for item in page.select(".run .notice li")]
    assert [change.split(": ", 1)[1] for change in changes] == [
        "fällt aus . Kursleitung krank",
        "verlegt , Raum: Atelier",
    ]
    assert [text_of(item) for item in page.select(".run > ul.dates li")] != []
    assert text_of(page.select_one(".run details summary")) == "Alle 5 Termine"
    assert len(page.select(".run details li")) == 5
    assert "4 Termine" in text_of(page.select_one(".run dl"))


def test_past_meetings_are_not_announced_as_the_next(client, course):
    today = timezone.localdate()
    run = RunFactory(offering=course, start_date=today - timedelta(days=14), end_date=today + timedelta(days=14))
    for days in (-14, -7, 7, 14):
        MeetingFactory(run=run, date=today + timedelta(days=days), start_time=time(9), end_time=time(10))

    page = read(client, URL)

    assert len(page.select(".run > ul.dates li")) == 2
    assert text_of(page.select_one(".run > .sub")) == "Die nächsten Termine"


def test_only_lecturers_who_agreed_are_named(client, course):
    shown = LecturerFactory(first_name="Mira", last_name="Offen", slug="mira-offen")
    hidden = LecturerFactory(first_name="Vera", last_name="Geheim", consent_name=False)
    gone = LecturerFactory(first_name="Udo", last_name="Weg", is_active=False)
    course.lecturers.set([shown, hidden, gone])
    course.contact = hidden
    course.save()

    page = read(client, URL)

    assert [(link.get_text(), link["href"]) for link in page.select(".people-list a")] == [
        ("Mira Offen", "/team/mira-offen/")
    ]
    assert "Geheim" not in page.get_text()
    assert "Weg" not in page.get_text().split()


def test_picture_without_consent_is_not_shown(client, course):
    course.image = ImageFactory(shows_people=True, consent_status="missing")
    course.save()

    assert read(client, URL).select("main figure") == []


def test_picture_comes_in_two_sizes_and_three_formats_with_credit(client, course):
    course.image = ImageFactory(width_px=1300, height_px=900, credit="Olena K.")
    course.save()

    figure = read(client, URL).select_one("main figure")

    assert figure.img["alt"] == "Helle Scheibe auf farbigem Grund"
    assert figure.img["srcset"].count("w,") == 1
    assert (figure.img["width"], figure.img["height"], figure.img["src"][-4:]) == ("1200", "750", ".jpg")
    assert [(source["type"], source["srcset"].count("w,")) for source in figure.select("source")] == [
        ("image/avif", 1),
        ("image/webp", 1),
    ]
    assert text_of(figure.figcaption) == "Bild: Olena K."


def test_easy_language_stands_line_by_line_with_its_checker(client, course):
    course.easy_language = "Sie nähen.\n\nDer Kurs kostet nichts."
    course.easy_language_checked_by = "Prüfgruppe Garath"
    course.easy_language_checked_on = date(2026, 5, 4)
    course.save()

    section = read(client, URL).select_one("section.easy")

    assert [text_of(line) for line in section.select("p")] == [
        "Sie nähen.",
        "Der Kurs kostet nichts.",
        "Diesen Text hat Prüfgruppe Garath geprüft. (04.05.2026)",
    ]


def test_similar_offerings_are_three_others_on_the_subject(client, tree, course, subject):
    for number in range(4):
        other = CoursePageFactory(
            parent=tree.courses, slug=f"anders-{number}", title=f"Anders {number}", subject=subject
        )
        RunFactory(offering=other, start_date=timezone.localdate() + timedelta(days=30 - number))
    past = CoursePageFactory(parent=tree.courses, slug="vorbei", subject=subject)
    RunFactory(offering=past, start_date=date(2020, 1, 1))

    cards = read(client, URL).select("aside .card__title")

    assert [text_of(card) for card in cards] == ["Anders 3", "Anders 2", "Anders 1"]


def test_offering_in_another_language_marks_what_is_german(client, course):
    OfferingTranslationFactory(offering=course, language="ar", title="الخياطة", summary="نخيط معًا")

    page = read(client, f"/ar{URL}")

    assert (page.html["lang"], page.html["dir"]) == ("ar", "rtl")
    assert (page.h1.get_text(), page.h1["lang"]) == ("الخياطة", "ar")
    untranslated = read(client, f"/en{URL}")
    assert (untranslated.h1.get_text(), untranslated.h1["lang"]) == ("Nähen am Abend", "de")


def test_project_shows_task_area_period_partners_and_results(client, tree):
    project = ProjectPageFactory(
        parent=tree.projects,
        slug="karte",
        task_area="social_space",
        period_start=date(2029, 1, 1),
        period_end=date(2031, 12, 31),
        results="Eine Karte\nZwei Feste",
        partners=[FunderFactory(name="Jugendamt", kind="partner")],
        funders=[FunderFactory(name="Land", url="https://land.example/")],
    )

    page = read(client, project.url)

    section = page.select_one("section[aria-labelledby=projekt]")
    assert [text_of(row.dd) for row in section.select("dl > div")] == [
        "Sozialraumorientierte Arbeit",
        "1. Januar 2029 bis 31. Dezember 2031",
        "Jugendamt",
    ]
    assert [text_of(item) for item in section.select("section > ul > li")] == ["Eine Karte", "Zwei Feste"]
    assert facts(page)["Wann"] == "1. Januar 2029 bis 31. Dezember 2031"
    assert page.select_one("a[href='https://land.example/']").get_text() == "Land"


def test_funders_stand_with_logo_and_name(client, course):
    course.funders.set([FunderFactory(name="Land", logo=ImageFactory()), FunderFactory(name="Stadt")])
    course.save()

    items = read(client, URL).select("section[aria-labelledby=foerderer] li")

    assert [(text_of(item), item.img and item.img["alt"]) for item in items] == [("Land", ""), ("Stadt", None)]


def test_finished_project_says_so(client, tree):
    project = ProjectPageFactory(parent=tree.projects, slug="alt", period_end=date(2020, 12, 31))

    assert "Dieses Angebot ist vorbei." in text_of(read(client, project.url).select_one(".notice--warning"))


def test_common_offering_of_a_missing_plugin_still_has_a_page(client, tree):
    from catalogue.factories import OfferingFactory

    offering = OfferingFactory(parent=tree.courses, slug="rest", title="Angebot eines Plugins")

    assert read(client, offering.url).h1.get_text() == "Angebot eines Plugins"


def test_preview_of_a_draft_shows_the_draft(rf, course):
    run = RunFactory(offering=course, start_date=date(2030, 5, 1), end_date=date(2030, 5, 1), price=10)
    MeetingFactory(run=run, date=date(2030, 5, 1))
    course.refresh_from_db()
    draft = course.get_latest_revision_as_object() if course.latest_revision else course
    draft.title = "Entwurf"
    draft.runs.first().price = 99
    revision = draft.save_revision().as_object()

    response = revision.make_preview_request(preview_mode="")

    response.render()
    content = response.content.decode()
    assert response.status_code == 200
    assert "Entwurf" in content


def test_offering_needs_the_same_queries_for_one_and_for_thirty(client, tree, course, subject):
    def add(count):
        for number in range(count):
            other = CoursePageFactory(
                parent=tree.courses, subject=subject, image=ImageFactory(colour=f"#{number:02x}6f78")
            )
            OfferingTranslationFactory(offering=other)
            RunFactory(offering=other, venue=VenueFactory(), meetings=2)
            RunFactory(offering=course, venue=VenueFactory(), meetings=2, number=str(number))
            course.lecturers.add(LecturerFactory())
            course.funders.add(FunderFactory(logo=ImageFactory(colour=f"#00{number:02x}78")))
            course.target_groups.add(TargetGroupPageFactory(parent=tree.target_groups))
        course.save()

    course.image = ImageFactory(colour="#aa6f78")
    course.contact = LecturerFactory()
    add(1)
    few = count_queries(client, URL)
    add(29)

    assert count_queries(client, URL) == few <= 25


def test_project_stays_within_the_bound_too(client, tree, subject):
    project = ProjectPageFactory(
        parent=tree.projects,
        subject=subject,
        image=ImageFactory(),
        lecturers=[LecturerFactory()],
        contact=LecturerFactory(),
        partners=[FunderFactory(kind="partner")],
    )
    RunFactory(offering=project, venue=VenueFactory(), meetings=2)
    CoursePageFactory(parent=tree.courses, subject=subject, image=ImageFactory(colour="#000000"))

    assert count_queries(client, project.url) <= 25


def test_state_beside_the_button_is_that_of_the_run_with_places(client, course):
    today = timezone.localdate()
    RunFactory(offering=course, start_date=today + timedelta(days=5), fully_booked=True, meetings=1)
    RunFactory(offering=course, start_date=today + timedelta(days=50), seats_max=12, seats_taken=2, meetings=1)

    join = text_of(read(client, URL).select_one(".join"))

    assert "Plätze frei noch 10 von 12 Plätzen frei" in join

"""JSON-LD and Open Graph on the page of an offering."""

import json
from datetime import date, time

import pytest

from catalogue.factories import (
    CoursePageFactory,
    FunderFactory,
    LecturerFactory,
    MeetingFactory,
    OfferingFactory,
    OfferingTranslationFactory,
    ProjectPageFactory,
    RunFactory,
    SubjectFactory,
    TargetGroupPageFactory,
    VenueFactory,
)
from catalogue.models import Meeting, Run
from home.factories import OrganisationSettingsFactory
from media.factories import ImageFactory
from tests.catalogue.schema_org import find_faults
from tests.pages import read

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
PLACE = {
    "@type": "Place",
    "name": "Werkstatt",
    "address": {
        "@type": "PostalAddress",
        "streetAddress": "Ringweg 3",
        "postalCode": "40595",
        "addressLocality": "Düsseldorf",
        "addressCountry": "DE",
    },
    "geo": {"@type": "GeoCoordinates", "latitude": 51.145, "longitude": 6.899},
    "amenityFeature": {"@type": "LocationFeatureSpecification", "name": "ohne Stufen erreichbar", "value": True},
}


@pytest.fixture
def course(tree):
    OrganisationSettingsFactory(name="Kin-Top", legal_name="Kin-Top e. V.")
    course = CoursePageFactory(
        parent=tree.courses,
        slug="deutsch",
        title="Deutsch A1.1",
        code="D1-30",
        summary="Der erste Schritt.",
        subject=SubjectFactory(name="Deutsch lernen"),
        target_groups=[TargetGroupPageFactory(parent=tree.target_groups, title="Frauen")],
        lecturers=[
            LecturerFactory(first_name="Mira", last_name="Öz", slug="mira-oez"),
            LecturerFactory(first_name="Vera", last_name="Geheim", consent_name=False),
        ],
        funders=[FunderFactory(name="Land NRW", url="https://land.example/")],
        teaching_languages=["de"],
        support_languages=["tr", "ar"],
        level="A1.1",
        prerequisites="Keine.",
        certificate="Telc A1",
        age_from=16,
    )
    run = RunFactory(
        offering=course,
        start_date=date(2030, 1, 8),
        end_date=date(2030, 1, 24),
        weekly_times="tue 18:00-19:30; thu 18:00-19:30",
        venue=VenueFactory(
            name="Werkstatt", street="Ringweg 3", latitude="51.145", longitude="6.899", is_accessible=True
        ),
        price=80,
        reduced_price=40,
        reduced_for="mit Düsselpass",
        seats_max=12,
        seats_taken=10,
        registration_deadline=date(2030, 1, 4),
    )
    for day in (8, 10, 15, 17, 22, 24):
        MeetingFactory(run=run, date=date(2030, 1, day), start_time=time(18), end_time=time(19, 30))
    return course


def read_data(client, page, prefix=""):
    scripts = read(client, f"{prefix}{page.url}").select("script[type='application/ld+json']")
    if not scripts:
        return None
    [script] = scripts
    data = json.loads(script.string)
    assert find_faults(data) == []
    return data


def test_course_with_its_run(client, course):
    data = read_data(client, course)

    run = data.pop("hasCourseInstance")
    offers = [
        {
            "@type": "Offer",
            "price": "80.00",
            "priceCurrency": "EUR",
            "url": f"{SITE}/angebote/kurse/deutsch/",
            "availability": "https://schema.org/LimitedAvailability",
            "availabilityEnds": "2030-01-04",
        },
    ]
    offers.append({**offers[0], "price": "40.00", "name": "ermäßigt mit Düsselpass"})
    assert data == {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": "Deutsch A1.1",
        "description": "Der erste Schritt.",
        "url": f"{SITE}/angebote/kurse/deutsch/",
        "courseCode": "D1-30",
        "provider": {
            "@type": "Organization",
            "name": "Kin-Top e. V.",
            "url": f"{SITE}/",
            "telephone": "0211 69871231",
            "email": "buero@example.org",
            "address": {**PLACE["address"], "streetAddress": "Stettiner Straße 120"},
        },
        "about": "Deutsch lernen",
        "educationalLevel": "A1.1",
        "coursePrerequisites": "Keine.",
        "educationalCredentialAwarded": "Telc A1",
        "inLanguage": "de",
        "availableLanguage": ["tr", "ar"],
        "audience": {"@type": "PeopleAudience", "audienceType": "Frauen", "suggestedMinAge": 16},
        "offers": offers,
    }
    assert run == {
        "@type": "CourseInstance",
        "courseMode": "Onsite",
        "courseWorkload": "PT9H",
        "courseSchedule": {
            "@type": "Schedule",
            "byDay": ["https://schema.org/Tuesday", "https://schema.org/Thursday"],
            "startTime": "18:00:00",
            "endTime": "19:30:00",
            "startDate": "2030-01-08",
            "endDate": "2030-01-24",
            "repeatFrequency": "P1W",
            "scheduleTimezone": "Europe/Berlin",
        },
        "instructor": {"@type": "Person", "name": "Mira Öz", "url": f"{SITE}/team/mira-oez/"},
        "startDate": "2030-01-08",
        "endDate": "2030-01-24",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": PLACE,
        "maximumAttendeeCapacity": 12,
        "remainingAttendeeCapacity": 2,
        "isAccessibleForFree": False,
        "offers": offers,
        "funder": {"@type": "Organization", "name": "Land NRW", "url": "https://land.example/"},
    }


def test_cancelled_and_moved_meetings_are_told(client, course):
    second, third = course.runs.get().meetings.order_by("date")[1:3]
    Meeting.objects.filter(pk=second.pk).update(status="cancelled")
    Meeting.objects.filter(pk=third.pk).update(
        status="moved", planned_date=third.date, planned_start_time=third.start_time, date=date(2030, 1, 16)
    )

    run = read_data(client, course)["hasCourseInstance"]

    assert run["courseSchedule"]["exceptDate"] == "2030-01-10"
    assert [
        (each["startDate"], each["eventStatus"].rsplit("/", 1)[1], each.get("previousStartDate"))
        for each in run["subEvent"]
    ] == [
        ("2030-01-10T18:00:00+01:00", "EventCancelled", None),
        ("2030-01-16T18:00:00+01:00", "EventRescheduled", "2030-01-15T18:00:00+01:00"),
    ]


@pytest.mark.parametrize(
    ("status", "state"),
    [("cancelled", "EventCancelled"), ("moved", "EventRescheduled"), ("confirmed", "EventScheduled")],
)
def test_state_of_a_run(client, course, status, state):
    Run.objects.update(status=status)

    run = read_data(client, course)["hasCourseInstance"]

    assert run["eventStatus"] == f"https://schema.org/{state}"
    assert ("offers" in run) is (status != "cancelled")


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ({"seats_taken": 2}, "InStock"),
        ({"seats_taken": 12}, "SoldOut"),
        ({"fully_booked": True, "waiting_list": True}, "SoldOut"),
        ({"seats_taken": None, "seats_max": None}, None),
    ],
)
def test_places_are_told_where_they_are_known(client, course, values, places):
    Run.objects.update(**values)

    offer = read_data(client, course)["offers"][0]

    assert offer.get("availability") == (places and f"https://schema.org/{places}")


def test_free_course_and_unknown_price(client, course):
    Run.objects.update(price=0, reduced_price=None)
    data = read_data(client, course)
    assert (data["offers"]["price"], data["hasCourseInstance"]["isAccessibleForFree"]) == ("0.00", True)

    Run.objects.update(price=None)
    data = read_data(client, course)
    assert "offers" not in data
    assert "isAccessibleForFree" not in data["hasCourseInstance"]


@pytest.mark.parametrize(
    ("form", "mode", "attendance", "kinds"),
    [
        ("in_person", "Onsite", "Offline", ["Place"]),
        ("online", "Online", "Online", ["VirtualLocation"]),
        ("hybrid", "Blended", "Mixed", ["Place", "VirtualLocation"]),
    ],
)
def test_place_follows_the_form(client, course, form, mode, attendance, kinds):
    course.format = form
    course.save()

    run = read_data(client, course)["hasCourseInstance"]

    places = run["location"] if isinstance(run["location"], list) else [run["location"]]
    assert run["courseMode"] == mode
    assert run["eventAttendanceMode"] == f"https://schema.org/{attendance}EventAttendanceMode"
    assert [place["@type"] for place in places] == kinds


def test_single_event_begins_to_the_minute(client, tree):
    event = CoursePageFactory(parent=tree.courses, kind="single_event", title="Fest")
    run = RunFactory(offering=event, start_date=date(2030, 7, 6), end_date=date(2030, 7, 6))
    MeetingFactory(run=run, date=date(2030, 7, 6), start_time=time(15), end_time=time(20))

    data = read_data(client, event)

    assert (data["@type"], data["startDate"], data["endDate"]) == (
        "Event", "2030-07-06T15:00:00+02:00", "2030-07-06T20:00:00+02:00",
    )  # fmt: skip
    assert data["organizer"]["@type"] == "Organization"
    assert "subEvent" not in data


def test_several_dates_of_an_event_without_a_rule_are_named(client, tree):
    event = CoursePageFactory(parent=tree.courses, kind="open_meeting")
    RunFactory(offering=event, start_date=date(2030, 7, 6), end_date=date(2030, 8, 3), meetings=3)

    data = read_data(client, event)

    assert (data["startDate"], data["endDate"]) == ("2030-07-06", "2030-08-03")
    assert [each["startDate"][:10] for each in data["subEvent"]] == ["2030-07-06", "2030-07-13", "2030-07-20"]


def test_event_of_several_runs_is_several_events(client, tree):
    event = CoursePageFactory(parent=tree.courses, kind="open_meeting")
    for day in (1, 2):
        RunFactory(offering=event, start_date=date(2030, 7, day))

    assert [node["startDate"] for node in read_data(client, event)["@graph"]] == ["2030-07-01", "2030-07-02"]


def test_event_without_a_date_is_none(client, tree):
    assert read_data(client, CoursePageFactory(parent=tree.courses, kind="single_event")) is None


def test_counselling_is_a_service(client, tree):
    page = CoursePageFactory(
        parent=tree.courses, kind="counselling", teaching_languages=["de"], support_languages=["uk"]
    )
    RunFactory(offering=page, venue=VenueFactory(name="Büro"))

    data = read_data(client, page)

    assert (data["@type"], data["serviceType"]) == ("Service", "Beratung")
    assert data["availableChannel"]["availableLanguage"] == ["de", "uk"]
    assert data["availableChannel"]["serviceLocation"]["name"] == "Büro"


def test_project_has_its_period_and_funders(client, tree):
    project = ProjectPageFactory(
        parent=tree.projects,
        period_start=date(2029, 1, 1),
        period_end=date(2031, 12, 31),
        funders=[FunderFactory(name="Land"), FunderFactory(name="Stadt")],
    )

    data = read_data(client, project)

    assert (data["@type"], data["foundingDate"], data["dissolutionDate"]) == ("Project", "2029-01-01", "2031-12-31")
    assert [funder["name"] for funder in data["funder"]] == ["Land", "Stadt"]


def test_offering_of_a_missing_plugin_is_a_course(client, tree):
    assert read_data(client, OfferingFactory(parent=tree.courses))["@type"] == "Course"


def test_unreadable_rule_is_left_out(client, course):
    Run.objects.update(weekly_times="wann es passt")

    assert "courseSchedule" not in read_data(client, course)["hasCourseInstance"]


def test_texts_are_in_the_language_of_the_page(client, course):
    OfferingTranslationFactory(offering=course, language="en", title="German A1.1", summary="First steps.")

    data = read_data(client, course, prefix="/en")

    assert (data["name"], data["description"]) == ("German A1.1", "First steps.")
    assert data["url"] == f"{SITE}/en/angebote/kurse/deutsch/"


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!-- <script>", "a & b \u2028 c", 'mit "Zeichen"']
)
def test_no_text_ends_the_script(client, course, text):
    course.title = course.summary = course.prerequisites = text
    course.save()

    content = client.get(course.url).content.decode()

    assert read_data(client, course)["name"] == text
    [block] = [part.split("</script>")[0] for part in content.split('<script type="application/ld+json">')[1:]]
    assert not set(block) & set("<>&\u2028")
    assert "<script>alert" not in content


def test_shared_page_shows_title_summary_and_picture(client, course):
    course.image = ImageFactory(width_px=1300, height_px=900)
    course.save()

    page = read(client, course.url)

    tags = {tag["property"]: tag["content"] for tag in page.select("meta[property^='og:']")}
    picture = tags.pop("og:image")
    assert picture.startswith(f"{SITE}/media/")
    assert picture == read_data(client, course)["image"]
    assert tags == {
        "og:type": "website",
        "og:site_name": "Kin-Top",
        "og:title": "Deutsch A1.1",
        "og:description": "Der erste Schritt.",
        "og:url": f"{SITE}/angebote/kurse/deutsch/",
        "og:image:width": "1200",
        "og:image:height": "750",
        "og:image:alt": "Helle Scheibe auf farbigem Grund",
    }
    assert page.select_one("link[rel=canonical]")["href"] == f"{SITE}/angebote/kurse/deutsch/"
    assert page.select_one("meta[name=description]")["content"] == "Der erste Schritt."


def test_picture_without_consent_is_not_shared(client, course):
    course.image = ImageFactory(shows_people=True, consent_status="missing")
    course.save()

    assert read(client, course.url).select("meta[property='og:image']") == []
    assert "image" not in read_data(client, course)


def test_checker_finds_what_schema_org_does_not_know():
    assert find_faults({"@context": "https://schema.org", "@type": "Course", "startDate": "2030-01-01"}) == [
        "Course has no startDate"
    ]
    wrong = {"@context": "https://schema.org", "@type": "Event", "eventStatus": "https://schema.org/Moved"}
    assert find_faults(wrong) == ["Event.eventStatus takes no https://schema.org/Moved"]

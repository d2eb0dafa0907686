"""Lists for those who lead the course: who may see them, what stands in them, and what the house can do."""

import io

import pytest
from django.core import mail
from django.urls import reverse
from openpyxl import load_workbook

from catalogue.factories import CoursePageFactory, MeetingFactory, RunFactory, SubjectFactory
from catalogue.models import CoursePage
from kintop_registration.factories import RegistrationFactory
from kintop_registration.models import Registration
from kintop_registration.tests.registering import get_run, in_days, list_states, make_course, reload
from tests.pages import count_queries, read, text_of
from tests.people import make_cast, open_door

pytestmark = pytest.mark.django_db

OVERVIEW = "kintop_registration_overview"
#: who leads the course, coordinates its subject or publishes
ALLOWED = {"lecturer_owner", "coordinator", "editor", "other_editor", "administrator", "superuser"}
EVERYBODY = [*sorted(ALLOWED), "other_lecturer", "other_coordinator"]
ADDRESSES = ["list", "sheet", "xlsx", "cancel", "move"]


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def course(tree, cast):
    subject = SubjectFactory()
    subject.coordinators.add(cast.coordinator)
    return make_course(tree, offering={"lecturers": [cast.anna], "subject": subject}, waiting_list=True)


@pytest.fixture
def olena(course):
    return RegistrationFactory(
        run=course, name="Olena Beispiel", email="olena@example.org", phone="0211 55", message="Mit Kind", persons=2
    )


def get_url(registration, name: str) -> str:
    if name in ("cancel", "move"):
        return reverse(f"kintop_registration_{name}", args=[registration.pk])
    return reverse(f"kintop_registration_{name}", args=[registration.offering_id, registration.run_uid])


# rights


@pytest.mark.parametrize("person", EVERYBODY)
def test_list_is_for_those_who_lead_coordinate_or_publish(cast, olena, person):
    browser = open_door(getattr(cast, person))

    answers = {name: browser.get(get_url(olena, name)).status_code for name in ADDRESSES}
    overview = browser.get(reverse(OVERVIEW))

    assert answers == dict.fromkeys(ADDRESSES, 200 if person in ALLOWED else 404)
    assert ("Tango" in overview.content.decode()) is (person in ALLOWED)


@pytest.mark.parametrize("person", EVERYBODY)
def test_change_is_for_the_same(cast, olena, course, person):
    other = RunFactory(offering=course.offering, number="2")
    browser = open_door(getattr(cast, person))

    browser.post(get_url(olena, "move"), {"run": str(other.uid)})
    olena.refresh_from_db()
    assert (olena.run_uid == other.uid) is (person in ALLOWED)

    browser.post(get_url(olena, "cancel"))
    assert list_states() == {"Olena Beispiel": "cancelled" if person in ALLOWED else "confirmed"}


def test_strangers_come_to_the_door(client, olena):
    for name in ADDRESSES:
        response = client.get(get_url(olena, name))
        assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login")), name


def test_a_name_in_a_draft_opens_no_list(tree, cast, olena):
    """Lecturers are read from committed rows: a draft may name anybody."""
    page = CoursePage.objects.get(pk=olena.offering_id)
    page.lecturers = [cast.anna, cast.bert]
    page.save_revision(clean=False)

    assert open_door(cast.other_lecturer).get(get_url(olena, "list")).status_code == 404


def test_a_blocked_account_sees_nothing(cast, olena):
    browser = open_door(cast.lecturer_owner)
    cast.anna.is_active = False
    cast.anna.save()

    assert browser.get(get_url(olena, "list")).status_code == 404


def test_run_of_another_offering_shows_nobody(tree, cast, olena):
    own = make_course(tree, offering={"lecturers": [cast.bert], "slug": "eigen", "title": "Eigen"})
    mixed = reverse("kintop_registration_list", args=[own.offering_id, olena.run_uid])

    page = open_door(cast.other_lecturer).get(mixed).content.decode()

    assert ("Olena" in page, "Noch niemand" in page) == (False, True)


@pytest.mark.parametrize("person", EVERYBODY)
def test_menu_names_the_lists_to_those_who_may_have_some(cast, olena, person):
    page = open_door(getattr(cast, person)).get(reverse("wagtailadmin_home"), follow=True).content.decode()

    # whoever teaches or coordinates may have a list of their own; a coordinator without a subject has none
    assert (reverse(OVERVIEW) in page) is (person != "other_coordinator")


@pytest.mark.parametrize(("person", "sees"), [("editor", True), ("lecturer_owner", True)])
def test_editor_of_the_offering_leads_to_its_lists(cast, olena, person, sees):
    page = open_door(getattr(cast, person)).get(reverse("wagtailadmin_pages:edit", args=[olena.offering_id]))

    assert (f"{reverse(OVERVIEW)}?angebot={olena.offering_id}" in page.content.decode()) is sees


# what stands there


def test_overview_counts_persons(cast, course, olena):
    RegistrationFactory(run=course, status="waiting", persons=3)
    RegistrationFactory(run=course, status="unconfirmed")
    RegistrationFactory(run=course, status="withdrawn", persons=5)

    page = read(open_door(cast.lecturer_owner), reverse(OVERVIEW))

    line = text_of(page.select_one(".desk-card li p"))
    assert (
        line
        == "2 Personen mit Platz (insgesamt 2 von 12 Plätzen belegt) · 3 auf der Warteliste · 1 noch nicht bestätigt"
    )


def test_list_tells_who_comes_who_waits_and_who_left(cast, course, olena):
    RegistrationFactory(run=course, name="Später", status="waiting")
    RegistrationFactory(run=course, name="<b>Böse</b>", status="withdrawn")

    response = open_door(cast.lecturer_owner).get(get_url(olena, "list"))
    page = read(open_door(cast.lecturer_owner), get_url(olena, "list"))

    lists = [
        [text_of(person) for person in people.select("li strong")] for people in page.select(".registration-people")
    ]
    assert lists == [["Olena Beispiel"], ["Später"]]
    assert "&lt;b&gt;Böse&lt;/b&gt;" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_all_with_a_place_are_written_to_without_seeing_each_other(cast, course, olena):
    RegistrationFactory(run=course, email="a&b@example.org")
    RegistrationFactory(run=course, email="olena@example.org")
    RegistrationFactory(run=course, email="wartet@example.org", status="waiting")

    page = read(open_door(cast.lecturer_owner), get_url(olena, "list"))

    (link,) = [each["href"] for each in page.select(".desk-actions a") if each["href"].startswith("mailto:")]
    assert link == "mailto:?bcc=olena@example.org,a%26b@example.org"


def test_list_of_a_run_that_is_gone_is_kept(cast, course, olena):
    course.delete()
    browser = open_door(cast.lecturer_owner)

    assert "Diesen Durchgang gibt es nicht mehr." in browser.get(get_url(olena, "list")).content.decode()
    assert "den es nicht mehr gibt" in browser.get(reverse(OVERVIEW)).content.decode()
    assert [browser.get(get_url(olena, name)).status_code for name in ("sheet", "xlsx")] == [200, 200]


def test_sheet_has_a_box_for_each_meeting_that_takes_place(cast, course, olena):
    for week in range(14):
        MeetingFactory(run=course, date=in_days(14 + 7 * week), status="cancelled" if week == 3 else "planned")
    RegistrationFactory(run=course, name="Wartet", status="waiting")

    page = read(open_door(cast.lecturer_owner), get_url(olena, "sheet"))

    first, second = page.select("table")
    assert [len(table.select("thead .sheet-day")) for table in (first, second)] == [12, 1]
    assert [text_of(row) for row in first.select("tbody tr")] == ["1 Olena Beispiel 2"]


def test_table_holds_no_formulas(cast, course):
    RegistrationFactory(run=course, name='=HYPERLINK("http://boese.example")', message="+1", phone="-2", email="a@b.de")

    response = open_door(cast.lecturer_owner).get(get_url(Registration.objects.get(), "xlsx"))
    sheet = load_workbook(io.BytesIO(response.content)).active

    row = [cell.value for cell in sheet[2]][:7]
    assert row == [1, '\'=HYPERLINK("http://boese.example")', 1, "'-2", "a@b.de", "'+1", "hat einen Platz"]
    assert {cell.data_type for cell in sheet[2]} == {"n", "s"}
    assert response["Content-Disposition"] == 'attachment; filename="anwesenheit-tango.xlsx"'


def test_queries_stay_the_same_for_thirty(cast, tree, course, olena):
    browser = open_door(cast.editor)
    urls = [reverse(OVERVIEW), get_url(olena, "list"), get_url(olena, "sheet")]
    few = [count_queries(browser, url) for url in urls]
    RegistrationFactory.create_batch(29, run=course)
    for number in range(15):
        page = CoursePageFactory(parent=tree.courses, title=f"Kurs {number}", slug=f"k{number}")
        RunFactory(offering=page)
        RegistrationFactory(run=get_run(page))

    assert [count_queries(browser, url) for url in urls] == few


# what the house can do


def test_cancelling_tells_the_person_and_lets_the_next_one_up(cast, course, olena, django_capture_on_commit_callbacks):
    RegistrationFactory.create_batch(8, run=course)
    RegistrationFactory(run=course, name="Wartet", email="wartet@example.org", status="waiting")
    browser = open_door(cast.lecturer_owner)
    assert browser.get(get_url(olena, "cancel")).status_code == 200
    assert Registration.objects.get(pk=olena.pk).status == "confirmed"

    with django_capture_on_commit_callbacks(execute=True):
        browser.post(get_url(olena, "cancel"))

    assert [(letter.to[0], letter.subject) for letter in mail.outbox] == [
        ("olena@example.org", "Ihre Anmeldung wurde abgesagt: Tango"),
        ("wartet@example.org", "Ein Platz ist frei geworden: Tango"),
    ]
    assert reload(course).seats_online == 9
    # done is done
    assert browser.post(get_url(olena, "cancel")).status_code == 404


def test_who_never_confirmed_gets_no_letter(cast, course, django_capture_on_commit_callbacks):
    made = RegistrationFactory(run=course, status="unconfirmed", confirmed_at=None)

    with django_capture_on_commit_callbacks(execute=True):
        open_door(cast.editor).post(get_url(made, "cancel"))

    assert (Registration.objects.get().status, mail.outbox) == ("cancelled", [])


def test_moving_offers_only_what_is_still_to_come(cast, course, olena):
    coming = RunFactory(offering=course.offering, number="2")
    RunFactory(offering=course.offering, number="3", status="cancelled")
    RunFactory(offering=course.offering, number="4", start_date=in_days(-90), end_date=in_days(-9))
    browser = open_door(cast.lecturer_owner)

    page = read(browser, get_url(olena, "move"))

    assert [choice["value"] for choice in page.select("input[name=run]")] == [str(coming.uid)]
    assert browser.post(get_url(olena, "move"), {"run": "erfunden"}).status_code == 200
    assert Registration.objects.get(pk=olena.pk).run_uid == course.uid

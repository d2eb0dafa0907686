import time
from datetime import datetime
from datetime import time as clock

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.core.signing import Signer
from django.test import Client
from django.utils import timezone

from catalogue.factories import CoursePageFactory, EnquiryFactory
from catalogue.models import Enquiry
from home.domain.contact import get_organisation
from home.models import ContentPage
from tests.pages import read, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(tree):
    organisation = get_organisation()
    organisation.email = "buero@kin-top.example"
    organisation.phone = "0211 4711"
    organisation.legal_name = "Kin-Top e. V."
    organisation.opening_days = ["1", "2", "3", "4"]
    organisation.opens_at, organisation.closes_at = clock(10), clock(16)
    organisation.enquiry_retention_days = 90
    organisation.save()
    return organisation


@pytest.fixture
def agency(tree):
    page = ContentPage(title="Integrationsagentur", slug="integrationsagentur", form="service")
    return tree.home.add_child(instance=page)


def started(seconds_ago: float = 60) -> str:
    return Signer(salt="home.forms.started").sign(str(int(time.time() - seconds_ago)))


def form(**values) -> dict:
    return {
        "kind": "contact",
        "name": "Olena",
        "email": "olena@example.org",
        "message": "Gibt es noch einen Platz?",
        "started": started(),
        **values,
    }


def send(client, callbacks, url="/kontakt/", **values):
    with callbacks(execute=True):
        return client.post(url, form(**values))


def test_contact_page_says_how_to_reach_the_centre(client, office):
    page = read(client, "/kontakt/")

    facts = {text_of(row.dt): text_of(row.dd) for row in page.select(".contact__facts dl > div")}
    assert facts["Telefon"] == "0211 4711"
    assert facts["Geöffnet"].startswith("Dienstag bis Freitag, 10 bis 16 Uhr")
    assert page.select_one(".contact__phone")["href"] == "tel:02114711"


def test_enquiry_is_stored_mailed_and_thanked_for(client, office, django_capture_on_commit_callbacks):
    response = send(client, django_capture_on_commit_callbacks)

    enquiry = Enquiry.objects.get()
    assert response.status_code == 302
    assert (enquiry.name, enquiry.email, enquiry.kind) == ("Olena", "olena@example.org", "contact")
    assert (enquiry.delete_after - timezone.localdate()).days == 90
    assert enquiry.notified_at is not None
    assert [message.to for message in mail.outbox] == [["buero@kin-top.example"], ["olena@example.org"]]
    thanks = read(client, response["Location"])
    assert enquiry.reference in text_of(thanks.select_one("[role=status]"))
    assert thanks.select("main form") == []


def test_enquiry_with_a_telephone_number_only_gets_no_mail_back(client, office, django_capture_on_commit_callbacks):
    send(client, django_capture_on_commit_callbacks, email="", phone="+49 211 / 47-11")

    assert Enquiry.objects.get().phone == "+49 211 / 47-11"
    assert [message.to for message in mail.outbox] == [["buero@kin-top.example"]]


def test_enquiry_about_an_offering_keeps_which(client, tree, office, django_capture_on_commit_callbacks):
    course = CoursePageFactory(parent=tree.courses, title="Nähen")
    url = f"/kontakt/?angebot={course.pk}"

    assert "Nähen" in text_of(read(client, url).select_one("#formular .notice"))
    send(client, django_capture_on_commit_callbacks, url=url, kind="volunteering")

    assert (Enquiry.objects.get().kind, Enquiry.objects.get().offering.title) == ("offering", "Nähen")


@pytest.mark.parametrize("number", ["0", "999999", "-1", "1e3", "²", "9" * 30, "' OR 1=1", ""])
def test_unknown_offering_is_left_out(client, office, number):
    page = read(client, "/kontakt/", data={"angebot": number})

    assert page.select("#formular .notice") == []


def test_draft_offering_is_not_named(client, tree, office):
    course = CoursePageFactory(parent=tree.courses, title="Geheimer Entwurf", live=False)

    assert "Geheimer" not in read(client, f"/kontakt/?angebot={course.pk}").get_text()


def test_volunteering_and_accessibility_can_be_chosen_by_address(client, office):
    page = read(client, "/kontakt/?anliegen=accessibility&seite=/team/")

    assert page.select_one("input[name=kind][checked]")["value"] == "accessibility"
    assert page.select_one("input[name=page_address]")["value"] == "/team/"
    assert read(client, "/kontakt/?anliegen=service").select_one("input[name=kind][checked]")["value"] == "contact"


def test_barrier_report_keeps_the_page_it_is_about(client, office, django_capture_on_commit_callbacks):
    send(
        client,
        django_capture_on_commit_callbacks,
        url="/kontakt/?anliegen=accessibility",
        kind="accessibility",
        page_address="/team/",
    )

    enquiry = Enquiry.objects.get()
    assert enquiry.kind == "accessibility"
    assert enquiry.page_address == "/team/"


def test_service_request_names_organisation_task_and_time(client, office, agency, django_capture_on_commit_callbacks):
    response = send(
        client,
        django_capture_on_commit_callbacks,
        url="/integrationsagentur/",
        organisation="Kita Sonne",
        task_area="intercultural_opening",
        wanted_when="im März",
    )

    enquiry = Enquiry.objects.get()
    assert (enquiry.kind, enquiry.organisation) == ("service", "Kita Sonne")
    assert enquiry.task_area == "intercultural_opening"
    assert enquiry.wanted_when == "im März"
    assert enquiry.reference == f"IA-{timezone.localdate().year}-0001"
    assert enquiry.reference in text_of(read(client, response["Location"]).select_one("[role=status]"))


def test_service_request_without_organisation_is_refused(client, office, agency):
    page = client.post("/integrationsagentur/", form())

    assert page.context["form"].errors.as_data().keys() == {"organisation"}
    assert Enquiry.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"name": ""}, {"name"}),
        ({"message": " "}, {"message"}),
        ({"email": "", "phone": ""}, {"email"}),
        ({"email": "olena"}, {"email"}),
        ({"email": "", "phone": "abc"}, {"phone"}),
        ({"kind": "service"}, {"kind"}),
        ({"message": "x" * 3501}, {"message"}),
        ({"website": "http://spam.example"}, {"website"}),
        ({"started": ""}, {"__all__"}),
        ({"started": "1:forged"}, {"__all__"}),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_lost(client, office, values, fields):
    response = client.post("/kontakt/", form(**values))

    assert response.status_code == 200
    assert set(response.context["form"].errors) == fields
    assert Enquiry.objects.count() == 0
    page = read_response(response)
    assert page.select("[role=alert] li") != []
    if values.get("name") != "":
        assert page.select_one("input[name=name]")["value"] == "Olena"


def read_response(response):
    from bs4 import BeautifulSoup

    return BeautifulSoup(response.content, "html.parser")


def test_error_is_tied_to_its_field(client, office):
    page = read_response(client.post("/kontakt/", form(name="")))

    field = page.select_one("input[name=name]")
    assert field["aria-invalid"] == "true"
    assert text_of(page.find(id=field["aria-describedby"])) == "Bitte nennen Sie Ihren Namen."
    assert page.select_one("[role=alert] a")["href"] == f"#{field['id']}"


@pytest.mark.parametrize("seconds", [0, 60 * 60 * 25])
def test_form_filled_in_too_fast_or_too_old_goes_through_the_second_time(client, office, seconds):
    refused = client.post("/kontakt/", form(started=started(seconds)))
    again = refused.context["form"]["started"].value()
    stamp = int(Signer(salt="home.forms.started").unsign(again))

    assert Enquiry.objects.count() == 0
    # a person needs some seconds to read the message
    later = Signer(salt="home.forms.started").sign(str(stamp - 5))
    assert client.post("/kontakt/", form(started=later)).status_code == 302


def test_double_click_is_one_enquiry(client, office):
    values = form()

    first, second = (client.post("/kontakt/", values) for _click in range(2))

    assert Enquiry.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_line_breaks_in_single_lines_become_spaces(client, office, django_capture_on_commit_callbacks):
    send(client, django_capture_on_commit_callbacks, name="Olena\r\nBcc: alle@example.org", phone="")

    assert Enquiry.objects.get().name == "Olena Bcc: alle@example.org"
    assert [message.recipients() for message in mail.outbox] == [["buero@kin-top.example"], ["olena@example.org"]]


def test_too_many_enquiries_are_asked_to_wait_and_keep_their_text(client, office, settings):
    settings.KINTOP_RATES = {**settings.KINTOP_RATES, "form": "1/h"}
    client.post("/kontakt/", form())

    response = client.post("/kontakt/", form(message="Noch etwas"))

    assert response.status_code == 429
    assert Enquiry.objects.count() == 1
    assert "Noch etwas" in read_response(response).select_one("textarea").get_text()


def test_failing_mail_loses_nothing(client, office, settings, django_capture_on_commit_callbacks, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1

    response = send(client, django_capture_on_commit_callbacks)

    assert response.status_code == 302
    assert Enquiry.objects.get().notified_at is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_enquiries", "--older-than=0")
    assert None not in (Enquiry.objects.get().notified_at, Enquiry.objects.get().confirmed_at)
    assert [message.to for message in mail.outbox] == [["olena@example.org"], ["buero@kin-top.example"]]
    call_command("send_enquiries", "--older-than=0")
    assert len(mail.outbox) == 2


def test_send_enquiries_names_the_cure_when_there_is_no_address(tree):
    EnquiryFactory()

    with pytest.raises(CommandError, match="Angaben zur Organisation"):
        call_command("send_enquiries", "--older-than=0")


def test_delete_old_enquiries_command(tree, capsys):
    EnquiryFactory(delete_after=datetime(2020, 1, 1).date())  # noqa: DTZ001 -- a calendar day

    call_command("delete_old_enquiries")

    assert capsys.readouterr().out == "1 deleted\n"


def test_confirmation_is_in_the_language_of_the_page(client, office, django_capture_on_commit_callbacks):
    send(client, django_capture_on_commit_callbacks, url="/en/kontakt/")

    assert Enquiry.objects.get().language == "en"


def test_thanks_cannot_be_made_up(client, office):
    assert read(client, "/kontakt/?gesendet=IA-2026-0001:abc").select("[role=status]") == []


def test_form_works_without_any_cookie(office):
    page = Client(enforce_csrf_checks=True).get("/kontakt/")
    response = Client(enforce_csrf_checks=True).post("/kontakt/", form())

    assert (page.cookies, response.status_code, response.cookies) == ({}, 302, {})
    assert Enquiry.objects.count() == 1
    assert "Danke" in text_of(read(Client(), response["Location"]).select_one("[role=status]"))


def test_other_pages_still_ask_for_the_token(tree, office):
    tree.home.add_child(instance=ContentPage(title="Über uns", slug="ueber-uns"))

    responses = [Client(enforce_csrf_checks=True).post(url) for url in ("/ueber-uns/", "/", "/team/", "/angebote/")]

    assert [response.status_code for response in responses] == [403] * 4
    assert "noch einmal" in responses[0].content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
    ],
)
def test_form_sent_by_another_site_is_shown_again_with_its_text(client, office, headers):
    response = client.post("/kontakt/", form(), headers=headers)

    assert Enquiry.objects.count() == 0
    assert text_of(read_response(response).select_one("[role=alert] li")).startswith("Bitte senden Sie das Formular")
    assert "Gibt es noch einen Platz?" in read_response(response).textarea.get_text()


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "same-origin", "origin": "null"}, {"sec-fetch-site": "none"}, {"origin": "http://testserver"}],
)
def test_form_of_the_own_page_is_taken(client, office, headers):
    assert client.post("/kontakt/", form(), headers=headers).status_code == 302


def test_ten_kilobytes_are_refused_in_words_and_kept(client, office):
    page = read_response(client.post("/kontakt/", form(message="Wort " * 2048)))

    assert text_of(page.select_one("#id_message_error")) == (
        "Der Text ist zu lang: 10239 Zeichen. Bitte kürzen Sie ihn auf 3500 Zeichen."
    )
    assert len(page.textarea.get_text().strip()) == 10239
    assert not page.textarea.has_attr("maxlength")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("محمد الأمين", "محمد الأمين"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        # signs that turn the direction of what follows
        ("Olena\u202egpj.exe", "Olena gpj.exe"),
    ],
)
def test_names_in_other_scripts_stay_as_they_are(client, office, typed, kept):
    client.post("/kontakt/", form(name=typed))

    assert Enquiry.objects.get().name == kept


def test_volunteering_page_asks_what_when_and_which_languages(client, tree, office, django_capture_on_commit_callbacks):
    tree.home.add_child(instance=ContentPage(title="Mitmachen", slug="mitmachen", form="volunteering"))
    page = read(client, "/mitmachen/")
    labels = [text_of(label) for label in page.select("form .field label")]

    response = send(
        client,
        django_capture_on_commit_callbacks,
        url="/mitmachen/",
        message="Vorlesen",
        wanted_when="dienstags",
        spoken_languages="Ukrainisch",
    )

    enquiry = Enquiry.objects.get()
    assert labels[:3] == [
        "Was möchten Sie gern tun?",
        "Wann haben Sie Zeit? (freiwillig)",
        "Welche Sprachen sprechen Sie? (freiwillig)",
    ]
    assert page.select("form [name=kind]") == []
    assert (enquiry.kind, enquiry.wanted_when, enquiry.spoken_languages) == ("volunteering", "dienstags", "Ukrainisch")
    assert (
        text_of(read(client, response["Location"]).select_one("[role=status] h2"))
        == "Danke, dass Sie mitmachen möchten!"
    )


def test_accessibility_statement_takes_reports_of_barriers(client, tree, office):
    tree.home.add_child(instance=ContentPage(title="Barrierefreiheit", slug="barrierefreiheit", form="accessibility"))

    page = read(client, "/barrierefreiheit/?seite=/team/")
    client.post("/barrierefreiheit/", form(page_address="/team/"))

    assert page.select_one("input[name=page_address]")["value"] == "/team/"
    assert (Enquiry.objects.get().kind, Enquiry.objects.get().page_address) == ("accessibility", "/team/")


def test_barrier_may_be_reported_without_a_name(client, tree, office, django_capture_on_commit_callbacks):
    tree.home.add_child(instance=ContentPage(title="Barrierefreiheit", slug="barrierefreiheit", form="accessibility"))

    send(client, django_capture_on_commit_callbacks, url="/barrierefreiheit/", name="", email="")

    assert Enquiry.objects.get().sender == "–"
    assert [message.to for message in mail.outbox] == [["buero@kin-top.example"]]


def test_haste_is_no_second_reproach(client, office):
    response = client.post("/kontakt/", form(name="", started=started(0)))

    assert set(response.context["form"].errors) == {"name"}


def test_old_page_with_another_fault_can_be_sent_again(client, office):
    response = client.post("/kontakt/", form(name="", started=started(60 * 60 * 25)))

    stamp = response.context["form"]["started"].value()
    assert time.time() - int(Signer(salt="home.forms.started").unsign(stamp)) < 60


def test_thanks_stand_alone(client, office, agency):
    location = client.post("/integrationsagentur/", form(organisation="Kita"))["Location"]

    page = read(client, location)

    assert page.select(".task, main form") == []
    assert text_of(page.title).startswith("Danke:")
    assert f"IA-{timezone.localdate().year}-0001" in text_of(page.select_one("[role=status]"))


def test_task_area_is_chosen_by_the_link_beside_it(client, office, agency):
    [link] = read(client, "/integrationsagentur/").select("#social_space a.more")

    page = read(client, "/integrationsagentur/" + link["href"].partition("#")[0])

    assert page.select_one("select[name=task_area] option[selected]")["value"] == "social_space"


def test_what_organisations_request_goes_to_the_agency(client, office, agency, django_capture_on_commit_callbacks):
    office.agency_email = "agentur@kin-top.example"
    office.save()

    send(client, django_capture_on_commit_callbacks, url="/integrationsagentur/", organisation="Kita Sonne")
    send(client, django_capture_on_commit_callbacks)

    assert [message.to[0] for message in mail.outbox if message.to[0].endswith("kin-top.example")] == [
        "agentur@kin-top.example",
        "buero@kin-top.example",
    ]


def test_fields_tell_browsers_what_they_are_for(client, office, agency):
    page = read(client, "/integrationsagentur/")
    told = {
        field["name"]: (field["autocomplete"], field.get("inputmode"))
        for field in page.select("main .form [autocomplete]")
        if field["autocomplete"] != "off"
    }

    assert told == {
        "organisation": ("organization", None),
        "name": ("name", None),
        "email": ("email", "email"),
        "phone": ("tel", "tel"),
    }


def test_privacy_notice_stands_at_the_form(client, office):
    notice = text_of(read(client, "/kontakt/").select_one("form .privacy"))

    assert "90 Tage" in notice
    assert "Kin-Top e. V." in notice


@pytest.mark.parametrize("url", ["/kontakt/", "/integrationsagentur/"])
def test_page_with_a_form_is_never_kept_by_caches(client, office, agency, url):
    assert "no-store" in client.get(url)["Cache-Control"]

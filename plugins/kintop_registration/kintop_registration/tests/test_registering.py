"""From the button on the page to a place: the form, the link in the letter, signing off."""

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse

from catalogue.factories import RunFactory
from catalogue.models import Enquiry, Offering
from kintop_registration.domain import links
from kintop_registration.factories import RegistrationFactory
from kintop_registration.models import Registration
from kintop_registration.tests.registering import (
    answers,
    change_run,
    get_form_url,
    get_url,
    in_days,
    list_states,
    list_subjects,
    make_course,
    read_links,
    reload,
)
from tests.pages import read, text_of

pytestmark = pytest.mark.django_db


# the way to the form


def test_button_of_the_page_leads_to_the_form(client, run):
    page = read(client, run.offering.url)

    button = page.select_one(".join a.button")
    assert (text_of(button), button["href"]) == ("Jetzt anmelden", get_form_url(run))
    assert text_of(read(client, button["href"]).h1) == "Anmelden"


def test_button_leads_to_the_waiting_list_of_a_full_run(client, run):
    change_run(run, seats_taken=12, waiting_list=True)

    button = read(client, run.offering.url).select_one(".join a.button")

    assert (text_of(button), button["href"]) == ("Auf die Warteliste", get_form_url(run))
    assert text_of(read(client, button["href"]).h1) == "Auf die Warteliste"


@pytest.mark.parametrize(
    "values",
    [
        {"seats_taken": None},
        {"seats_max": None},
        {"seats_taken": 12},
        {"fully_booked": True},
        {"status": "cancelled"},
        {"start_date": in_days(-1)},
        {"registration_deadline": in_days(-1)},
        {"start_date": in_days(-1), "seats_taken": 12, "waiting_list": True},
    ],
    ids=str,
)
def test_run_that_takes_nobody_has_no_form(client, run, values):
    change_run(run, **values)

    page = read(client, get_form_url(run))
    assert text_of(page.h1) == "Hier kann man sich gerade nicht anmelden"
    assert page.select_one("main form") is None
    assert client.post(get_form_url(run), answers()).status_code == 200
    assert not Registration.objects.exists()
    assert get_form_url(run) not in client.get(run.offering.url).content.decode()


@pytest.mark.parametrize("way", ["open_door", "link", "phone", "consultation"])
def test_only_offerings_one_writes_to_have_a_form(client, run, way):
    Offering.objects.filter(pk=run.offering_id).update(registration=way)

    assert client.post(get_form_url(run), answers()).status_code == 200
    assert not Registration.objects.exists()


def test_form_of_what_is_not_public_is_not_there(client, run):
    foreign = reverse("kintop_registration:register", args=[run.offering_id + 999, run.uid])
    assert client.get(foreign).status_code == 404
    Offering.objects.filter(pk=run.offering_id).update(live=False)

    assert client.get(get_form_url(run)).status_code == 404
    assert client.post(get_form_url(run), answers()).status_code == 404


def test_other_runs_are_named_beside_the_form(client, run):
    other = RunFactory(offering=run.offering, number="2", start_date=in_days(40))
    RunFactory(offering=run.offering, number="3", start_date=in_days(50), seats_taken=12)

    page = read(client, get_form_url(run))

    found = [link["href"] for link in page.select("main section li a")]
    assert found == [get_form_url(other)]


# the form


def test_registration_is_stored_and_asks_for_the_address(visitor, run):
    visitor.register(run, persons="2", phone="0211 123456", message="Ich komme mit Kind.")

    made = Registration.objects.get()
    assert (made.name, made.email, made.persons, made.phone) == (
        "Olena Beispiel",
        "olena@example.org",
        2,
        "0211 123456",
    )
    assert (made.status, made.run_uid, made.ends_on) == ("unconfirmed", run.uid, run.end_date)
    assert list_subjects("olena@example.org") == ["Bitte bestätigen Sie Ihre Anmeldung: Tango"]
    assert (made.pending_mail, bool(made.mailed_at)) == ("", True)
    # nobody is on a list by a form alone, and the office gets no enquiry
    assert (reload(run).seats_online, Enquiry.objects.exists()) == (0, False)


@pytest.mark.parametrize(
    "values",
    [
        {"persons": "0"},
        {"persons": "7"},
        {"persons": "viele"},
        {"persons": ""},
        {"name": ""},
        {"email": ""},
        {"email": "a@b.example\nBcc: viele@example.org"},
        {"phone": "ruf mich an"},
        {"website": "https://spam.example"},
        {"started": "erfunden"},
        {"message": "x" * 3501},
    ],
    ids=lambda values: next(iter(values.items()))[0],
)
def test_form_refuses(client, run, values):
    page = read(client, get_form_url(run))
    assert page.select_one("main form") is not None

    response = client.post(get_form_url(run), answers(**values))

    assert response.status_code == 200
    assert (response.context["form"].is_valid(), Registration.objects.exists()) == (False, False)


def test_letters_carry_no_words_of_the_form(visitor, run):
    """Otherwise anybody could send anything to any address in the name of the house."""
    visitor.join(run, "Kaufen-Sie-hier", message="Gewinnspiel", phone="0900 666666")

    for letter in mail.outbox:
        html = letter.alternatives[0][0]
        for word in ("Gewinnspiel", "0900", "Kaufen"):
            assert word not in letter.body + html + letter.subject


def test_line_breaks_never_reach_the_head_of_a_letter(visitor, tree):
    run = make_course(tree, offering={"title": "Tango\nBcc: alle@example.org", "slug": "tango"})

    visitor.register(run, name="Olena\r\nBcc: alle@example.org")

    letter = mail.outbox[0]
    assert (letter.to, letter.cc, letter.bcc) == (["olena@example.org"], [], [])
    assert letter.message()["Bcc"] is None
    assert "\n" not in letter.subject


def test_same_form_sent_again_is_one_registration_and_one_letter(visitor, run):
    visitor.register(run)
    visitor.register(run, email="OLENA@example.org", persons="3")

    assert Registration.objects.get().persons == 3
    assert len(mail.outbox) == 1


def test_who_lost_the_letter_gets_it_again_later(visitor, run):
    registration = visitor.join(run, "Olena")
    Registration.objects.update(mailed_at="2026-01-01T00:00:00Z")

    visitor.register(run, name="Olena", email="olena@example.org", persons="6")

    registration.refresh_from_db()
    # a place is not made larger by the form
    assert (registration.status, registration.persons) == ("confirmed", 1)
    assert [subject.split(":")[0] for subject in list_subjects()][1:] == ["Sie haben einen Platz"] * 2


def test_one_address_may_not_register_without_end(client, run, settings):
    settings.KINTOP_RATES = {**settings.KINTOP_RATES, "form": "1/h"}

    assert client.post(get_form_url(run), answers()).status_code == 302
    refused = client.post(get_form_url(run), answers(name="Noch jemand"))

    assert (refused.status_code, Registration.objects.count()) == (429, 1)
    assert refused.context["form"]["name"].value() == "Noch jemand"


def test_letter_fails_and_is_sent_by_the_command(visitor, run, settings, capsys, caplog):
    from django.core.management import call_command

    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "no.such.Backend"
    visitor.register(run)
    assert (Registration.objects.get().pending_mail, mail.outbox) == ("confirm", [])

    settings.EMAIL_BACKEND = backend
    call_command("send_registration_letters", older_than=0)

    assert (capsys.readouterr().out, list_subjects()) == (
        "1 sent, 0 failed\n",
        ["Bitte bestätigen Sie Ihre Anmeldung: Tango"],
    )
    assert "olena" not in caplog.text.lower()


# the link in the letter


def test_opening_the_link_changes_nothing_and_the_button_gives_the_place(visitor, client, run):
    visitor.register(run)
    (link,) = read_links(mail.outbox[0])

    page = read(client, link)
    assert (text_of(page.main.form.button), list_states()) == (
        "Anmeldung bestätigen",
        {"Olena Beispiel": "unconfirmed"},
    )
    visitor.post(link)

    assert "Sie haben einen Platz" in text_of(read(client, link).main)
    assert (list_states(), reload(run).seats_online) == ({"Olena Beispiel": "confirmed"}, 1)
    assert list_subjects()[1:] == ["Sie haben einen Platz: Tango"]


def test_confirming_twice_gives_one_place_and_one_letter(visitor, run):
    registration = visitor.join(run, "Olena")
    visitor.confirm(registration)

    assert (reload(run).seats_online, len(mail.outbox)) == (1, 2)


def test_link_leads_to_the_language_the_person_read(visitor, run):
    visitor.post(f"/en{get_form_url(run)}", answers())

    (link,) = read_links(mail.outbox[0])
    assert link.startswith("/en/x/kintop_registration/bestaetigen/")


def test_signing_off_by_the_link_frees_the_place(visitor, client, run):
    visitor.join(run, "Olena")
    (link,) = read_links(mail.outbox[-1])

    page = read(client, link)
    assert (text_of(page.main.form.button), list_states()) == ("Ja, abmelden", {"Olena": "confirmed"})
    visitor.post(link)

    assert (list_states(), reload(run).seats_online) == ({"Olena": "withdrawn"}, 0)
    assert "gilt nicht mehr" in text_of(read(client, link).main)
    assert list_subjects()[-1] == "Sie sind abgemeldet: Tango"


def test_links_are_good_for_one_purpose_and_unforged(visitor, client, run):
    registration = RegistrationFactory(run=run, status="unconfirmed", confirmed_at=None)
    confirming, leaving = (links.make_token(registration, purpose) for purpose in (links.CONFIRM, links.WITHDRAW))
    for name, token in (("confirm", leaving), ("withdraw", confirming), ("confirm", confirming[:-2] + "xx")):
        response = visitor.post(reverse(f"kintop_registration:{name}", args=[token]))
        assert (response.status_code, list(list_states().values())) == (410, ["unconfirmed"])


@pytest.mark.parametrize("name", ["confirm", "withdraw"])
def test_links_grow_old(visitor, run, monkeypatch, name):
    registration = RegistrationFactory(run=run, status="unconfirmed", confirmed_at=None)
    url = get_url(registration, name)
    monkeypatch.setattr(links, "MAX_AGE", dict.fromkeys(links.MAX_AGE, -1))

    assert (visitor.post(url).status_code, list(list_states().values())) == (410, ["unconfirmed"])


def test_link_of_what_is_deleted_says_so(visitor, run):
    registration = RegistrationFactory(run=run)
    url = get_url(registration, "withdraw")
    registration.delete()

    assert visitor.post(url).status_code == 410


@pytest.mark.parametrize("fault", ["cancelled", "gone", "hidden", "full"])
def test_confirming_too_late_is_told_plainly(visitor, run, fault):
    registration = visitor.register(run)
    match fault:
        case "cancelled":
            change_run(run, status="cancelled")
        case "gone":
            run.delete()
        case "hidden":
            Offering.objects.filter(pk=run.offering_id).update(live=False)
        case "full":
            change_run(run, seats_taken=12)

    response = visitor.confirm(registration)

    assert "kein Platz mehr frei" in response.content.decode()
    assert (list_states(), len(mail.outbox)) == ({"Olena Beispiel": "unconfirmed"}, 1)


def test_who_has_a_place_may_sign_off_when_the_page_is_gone(visitor, client, run):
    registration = visitor.join(run, "Olena")
    run.offering.delete()

    assert client.get(get_url(registration, "withdraw")).status_code == 200
    visitor.withdraw(registration)

    assert list_states() == {"Olena": "withdrawn"}
    assert list_subjects()[-1] == "Sie sind abgemeldet: Tango"


def test_pages_behind_links_are_kept_by_nobody(client, run):
    registration = RegistrationFactory(run=run, ends_on=date(2027, 1, 1))

    response = client.get(get_url(registration, "withdraw"))

    assert "no-store" in response["Cache-Control"]
    assert (response["X-Robots-Tag"], response["Referrer-Policy"]) == ("noindex", "same-origin")

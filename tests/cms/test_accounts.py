import re

import pytest
from django.core import mail
from django.urls import reverse

from catalogue.factories import UserFactory
from tests.pages import read, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tree")]

PASSWORD = "geheim-genug-2026"


def test_login_is_german_and_offers_no_account(client):
    page = read(client, "/konto/login/")

    assert page.h1.get_text() == "Anmelden"
    assert [link["href"] for link in page.select("main a")] == ["/konto/password/reset/"]
    assert "sign" not in page.main.get_text().lower()


@pytest.mark.parametrize("login", ["mira", "mira@example.org"])
def test_login_with_name_or_address_leads_to_the_editors_area(client, login):
    UserFactory(username="mira", email="mira@example.org", is_superuser=True)

    response = client.post("/konto/login/", {"login": login, "password": PASSWORD})

    assert response["Location"] == reverse("wagtailadmin_home")


def test_wrong_password_is_told_beside_the_form(client):
    UserFactory(username="mira")

    response = client.post("/konto/login/", {"login": "mira", "password": "falsch"})

    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()


def test_admin_sends_strangers_to_the_one_login(client):
    assert client.get("/admin/")["Location"].startswith("/konto/login/")
    assert client.get("/admin/login/")["Location"] == "/konto/login/"


def test_nobody_signs_up_alone(client):
    page = read(client, "/konto/signup/")
    client.post("/konto/signup/", {"username": "neu", "email": "neu@example.org"})

    assert page.h1.get_text() == "Zugang nur auf Einladung"
    assert page.select("main form") == []
    from django.contrib.auth import get_user_model

    assert get_user_model().objects.filter(username="neu").exists() is False


def find_link(text):
    return re.search(r"http://testserver(/\S+)", text)[1]


def test_password_reset_by_mail(client):
    UserFactory(username="mira", email="mira@example.org")

    response = client.post("/konto/password/reset/", {"email": "mira@example.org"}, follow=True)

    assert response.status_code == 200
    form = read(client, find_link(mail.outbox[0].body), follow=True)
    assert len(form.select("input[type=password]")) == 2


def test_password_reset_tells_nobody_who_has_an_account(client):
    UserFactory(username="mira", email="mira@example.org")

    known = client.post("/konto/password/reset/", {"email": "mira@example.org"})
    unknown = client.post("/konto/password/reset/", {"email": "niemand@example.org"})

    assert known["Location"] == unknown["Location"]


@pytest.mark.parametrize("url", ["/konto/password/change/", "/konto/2fa/", "/konto/email/", "/konto/logout/"])
def test_pages_of_the_own_account(client, url):
    UserFactory(username="mira")
    client.post("/konto/login/", {"login": "mira", "password": PASSWORD})

    page = read(client, url, follow=True)

    assert page.html["lang"] == "de"
    assert page.select(".account__menu a") != []
    assert text_of(page.h1) != ""


def test_second_factor_can_be_set_up_and_is_asked_for(client):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    UserFactory(username="mira", is_superuser=True)
    credentials = {"login": "mira", "password": PASSWORD}
    client.post("/konto/login/", credentials)
    url = "/konto/2fa/totp/activate/"
    client.post(f"/konto/reauthenticate/?next={url}", {"password": PASSWORD, "next": url})

    page = read(client, url)
    secret = page.select_one("#authenticator_secret")["value"]
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    activated = client.post(url, {"code": code})
    client.post("/konto/logout/")
    login = client.post("/konto/login/", credentials)

    assert page.select_one("img.qr")["src"].startswith("data:image/svg+xml")
    assert activated.status_code == 302
    assert login["Location"] == "/konto/2fa/authenticate/"
    assert read(client, login["Location"]).select_one("input[name=code]") is not None


def test_password_reset_has_no_second_door(client):
    assert client.get("/admin/password_reset/").status_code == 404
    assert client.post("/admin/password_reset/", {"email": "anna@example.org"}).status_code == 404
    assert mail.outbox == []


def test_new_password_does_not_replace_the_second_factor(client):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = UserFactory(username="mira", email="mira@example.org")
    TOTP.activate(user, generate_totp_secret())
    client.post("/konto/password/reset/", {"email": "mira@example.org"})
    form = client.get(find_link(mail.outbox[0].body))["Location"]

    changed = client.post(form, {"password1": "ein-neues-Passwort-9", "password2": "ein-neues-Passwort-9"})

    assert changed["Location"] == "/konto/2fa/authenticate/"
    assert client.get("/admin/").status_code == 302

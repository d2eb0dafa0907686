"""From the invitation to the first look at one's own offerings."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from catalogue.domain import invitations
from catalogue.domain.invitations import NotInvitableError, invite
from catalogue.domain.profile import CONSENTS
from catalogue.factories import LecturerFactory, UserFactory
from catalogue.models import Invitation, Lecturer
from tests.forms import read_form
from tests.pages import read, text_of
from tests.people import make_cast, open_door

PEOPLE = "/admin/redaktion/kursleitungen/"
PASSWORD = "sieben-Sonnenblumen-26"


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def olena(cast):
    return LecturerFactory(
        first_name="Olena",
        last_name="Koval",
        slug="olena-koval",
        private_email="olena@example.org",
        **dict.fromkeys(CONSENTS, False),
    )


@pytest.fixture
def elif_(cast):
    return open_door(cast.editor)


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    """Tasks that wait for the commit run when the block ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def press_invite(elif_, at_once, *people):
    with at_once():
        return elif_.post(PEOPLE, {"person": [person.pk for person in people]}, follow=True)


def get_link() -> str:
    return re.search(r"http://127.0.0.1:8000(/\S+)", mail.outbox[-1].body)[1]


def read_states(elif_) -> dict[str, str]:
    rows = read(elif_, PEOPLE).select(".editorial-table tbody tr")
    return {text_of(row.th): text_of(row.select("td")[1]) for row in rows}


def set_password(client, link: str):
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    return client.post(address, {**read_form(form, selector="main form"), "password1": PASSWORD, "password2": PASSWORD})


def test_invitation_reaches_the_person_with_text_and_html(elif_, olena, at_once):
    press_invite(elif_, at_once, olena)

    message = mail.outbox[0]
    olena.refresh_from_db()
    assert (message.to, message.subject) == (["olena@example.org"], "Ihr Zugang zu Kin-Top")
    assert "Der Link gilt 14 Tage." in message.body
    assert get_link() in message.alternatives[0].content
    assert (olena.user.username, olena.user.has_usable_password()) == ("olena-koval", False)
    assert list(olena.user.groups.values_list("name", flat=True)) == ["Lecturers"]
    assert read_states(elif_)["Olena Koval"] == f"eingeladen, {timezone.localdate():%d.%m.%Y}"


def test_from_the_mail_to_the_own_offerings_in_three_steps(client, elif_, olena, at_once):
    press_invite(elif_, at_once, olena)

    set_password(client, get_link())
    start = client.get("/admin/", follow=True)
    form = read_form(start, selector="main form#profile")
    done = client.post("/admin/willkommen/", {**form, "biography": "Ich singe.", "consent_name": "on"}, follow=True)

    olena.refresh_from_db()
    assert start.redirect_chain[-1][0] == "/admin/willkommen/"
    assert [text_of(step) for step in read(client, "/admin/willkommen/").select(".welcome-steps li")] == [
        "Passwort erledigt",
        "Profil jetzt",
        "Meine Angebote",
    ]
    assert done.redirect_chain[-1][0] == "/admin/meine-angebote/"
    assert (olena.biography, olena.consent_name, olena.consent_biography) == ("Ich singe.", True, False)
    assert client.get("/admin/").url == "/admin/meine-angebote/"


def test_the_welcome_can_be_put_off_and_publishes_nothing(client, elif_, olena, at_once):
    press_invite(elif_, at_once, olena)
    set_password(client, get_link())

    client.post("/admin/willkommen/", {"later": "1"})

    olena.refresh_from_db()
    assert (olena.consent_name, client.get("/admin/").url) == (False, "/admin/meine-angebote/")


def test_opening_the_link_changes_nothing_and_the_password_ends_it(client, elif_, olena, at_once):
    press_invite(elif_, at_once, olena)
    link = get_link()

    looked = [client.get(link).status_code for _time in range(2)]
    set_password(client, link)

    assert looked == [302, 302]
    gone = client.get(link)
    assert gone.status_code == 410
    assert "Dieser Link gilt nicht mehr" in gone.content.decode()


def test_link_ends_after_two_weeks_and_can_be_sent_again(client, elif_, olena, at_once, monkeypatch):
    press_invite(elif_, at_once, olena)
    link = get_link()
    later = timezone.now() + timedelta(days=14, seconds=5)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=15))

    assert client.get(link).status_code == 410
    assert read_states(elif_)["Olena Koval"].startswith("Einladung abgelaufen, ")
    press_invite(elif_, at_once, olena)
    assert client.get(get_link()).status_code == 302
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("token", ["unsinn", "a:b:c", "WzEsICJhYmMiXQ:1abc:xyz"])
def test_forged_links_lead_nowhere(cast, client, token):
    assert client.get(f"/konto/einladung/{token}/").status_code == 410


def test_link_of_somebody_blocked_leads_nowhere(client, elif_, olena, at_once):
    press_invite(elif_, at_once, olena)
    olena.refresh_from_db()
    olena.user.is_active = False
    olena.user.save()

    assert client.get(get_link()).status_code == 410


def test_mended_address_counts_until_the_first_visit(elif_, olena, at_once):
    press_invite(elif_, at_once, olena)
    Lecturer.objects.filter(pk=olena.pk).update(private_email="richtig@example.org")

    press_invite(elif_, at_once, olena)

    assert [message.to for message in mail.outbox] == [["olena@example.org"], ["richtig@example.org"]]


def test_address_of_a_mightier_account_is_never_changed(elif_, cast, at_once):
    cast.administrator.set_unusable_password()
    cast.administrator.save()
    adam = LecturerFactory(user=cast.administrator, private_email="boese@example.org")

    press_invite(elif_, at_once, adam)

    assert mail.outbox[0].to == ["adam@example.org"]


def test_who_has_an_account_is_not_invited(elif_, cast, at_once):
    page = press_invite(elif_, at_once, cast.anna)

    assert mail.outbox == []
    assert "kann nicht eingeladen werden: hat Zugang." in page.content.decode()


def test_address_of_somebody_elses_account_is_told(cast, olena):
    UserFactory(username="chefin", email="Olena@example.org")

    with pytest.raises(NotInvitableError, match="„chefin“"):
        invite(lecturer=olena, by=cast.editor)

    assert Invitation.objects.count() == 0


def test_a_mail_server_that_fails_loses_no_invitation(elif_, olena, at_once, settings):
    settings.EMAIL_BACKEND = "tests.catalogue.test_invitations.FailingBackend"
    press_invite(elif_, at_once, olena)
    unsent = read_states(elif_)["Olena Koval"]
    with pytest.raises(CommandError, match="stay and are tried again"):
        call_command("send_invitations", "--older-than", "0")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    call_command("send_invitations", "--older-than", "0")
    call_command("send_invitations", "--older-than", "0")

    assert unsent == "Einladung ist unterwegs"
    assert [message.to for message in mail.outbox] == [["olena@example.org"]]


class FailingBackend:
    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise OSError("no mail server")


def test_states_tell_who_can_get_in(elif_, cast):
    LecturerFactory(first_name="Ohne", last_name="Adresse")
    LecturerFactory(first_name="Neu", last_name="Da", private_email="neu@example.org")
    LecturerFactory(first_name="Weg", last_name="Da", is_active=False)

    states = read_states(elif_)

    assert [states[name] for name in ("Ohne Adresse", "Neu Da", "Weg Da", cast.anna.full_name)] == [
        "E-Mail fehlt",
        "ohne Zugang",
        "nicht mehr aktiv",
        "hat Zugang",
    ]
    rows = read(elif_, f"{PEOPLE}?stand=none").select(".editorial-table tbody tr")
    assert [text_of(row.th) for row in rows] == ["Neu Da"]


def test_list_costs_the_same_for_one_and_for_thirty(elif_, django_assert_max_num_queries):
    elif_.get(PEOPLE)
    with django_assert_max_num_queries(40) as few:
        elif_.get(PEOPLE)
    for number in range(30):
        LecturerFactory(private_email=f"{number}@example.org", user=UserFactory() if number % 2 else None)

    with django_assert_max_num_queries(40) as many:
        elif_.get(PEOPLE)

    assert len(many) == len(few)


@pytest.mark.parametrize("role", ["anonymous", "lecturer_owner", "coordinator"])
def test_only_editors_invite(cast, olena, role, at_once):
    browser = open_door(getattr(cast, role))

    assert browser.get(PEOPLE).status_code == 302
    with at_once():
        browser.post(PEOPLE, {"person": [olena.pk]})
    assert (mail.outbox, Invitation.objects.count()) == ([], 0)


def test_fingerprint_depends_on_password_address_and_visits(cast):
    user = cast.lecturer_owner
    seen = {invitations._get_fingerprint(user)}
    for name, value in (("email", "neu@example.org"), ("password", "anders"), ("last_login", timezone.now())):
        setattr(user, name, value)
        seen.add(invitations._get_fingerprint(user))

    assert len(seen) == 4

"""Logins of the demo. Their password is printed and published, so they exist only where settings allow it."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model

from catalogue.factories import UserFactory
from catalogue.models import Lecturer, Subject
from catalogue.roles import ADMINISTRATORS, COORDINATORS, EDITORS, LECTURERS

PASSWORD = "kintop-demo-2026"  # noqa: S105 -- published on purpose, see the module's docstring


@dataclass(frozen=True)
class Login:
    username: str
    group: str
    first_name: str
    last_name: str
    #: what to say of it in the table
    role: str
    #: slug of the main subject this person coordinates
    subject: str = ""
    is_superuser: bool = False


LOGINS = [
    Login("admin", ADMINISTRATORS, "Amira", "Lorenz", "Verwaltung, darf alles", is_superuser=True),
    Login("redaktion", EDITORS, "Robert", "Dahl", "Redaktion, gibt frei"),
    Login("koordination", COORDINATORS, "Katja", "Fink", "Fachkoordination Tanz und Theater", "buehne"),
    Login("anna-kowalenko", LECTURERS, "Anna", "Kowalenko", "Kursleitung Tanz"),
    Login("bert-hoffmann", LECTURERS, "Bert", "Hoffmann", "Kursleitung Musik"),
]


def are_allowed() -> bool:
    return bool(getattr(settings, "KINTOP_DEMO_LOGINS", False))


def load_accounts() -> dict[str, object]:
    """Make the missing accounts; username -> user of those made now or before. Strangers stay untouched."""
    known = get_user_model().objects.in_bulk([login.username for login in LOGINS], field_name="username")
    for login in LOGINS:
        if login.username not in known:
            known[login.username] = _create(login)
    return known


def _create(login: Login):
    user = UserFactory(
        username=login.username,
        first_name=login.first_name,
        last_name=login.last_name,
        password=PASSWORD,
        groups=[login.group],
        is_superuser=login.is_superuser,
        is_staff=login.is_superuser,
    )
    Lecturer.objects.filter(slug=login.username, user=None).update(user=user)
    if login.subject:
        Subject.objects.get(slug=login.subject).coordinators.add(user)
    return user


def describe_logins() -> list[str]:
    """The table for the console."""
    users = get_user_model().objects.in_bulk([login.username for login in LOGINS], field_name="username")
    lines = [f"{'Anmeldung':<16} {'Passwort':<18} Rolle (Passwort gilt, solange es niemand ändert)"]
    lines += [f"{login.username:<16} {PASSWORD:<18} {login.role}" for login in LOGINS if login.username in users]
    return lines

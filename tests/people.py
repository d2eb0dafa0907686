"""The cast of the tests on rights: one person of each role, with the rights the table grants."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.test import Client

from catalogue.domain.roles import bring_roles_in_line
from catalogue.factories import LecturerFactory, UserFactory
from catalogue.models import Lecturer
from catalogue.roles import ADMINISTRATORS, COORDINATORS, EDITORS, LECTURERS


@dataclass(frozen=True)
class Cast:
    anna: Lecturer
    bert: Lecturer
    lecturer_owner: User
    other_lecturer: User
    coordinator: User
    other_coordinator: User
    editor: User
    other_editor: User
    administrator: User
    superuser: User
    anonymous: AnonymousUser


def make_cast() -> Cast:
    bring_roles_in_line()
    anna_user = UserFactory(username="anna", groups=[LECTURERS])
    bert_user = UserFactory(username="bert", groups=[LECTURERS])
    return Cast(
        anna=LecturerFactory(first_name="Anna", user=anna_user),
        bert=LecturerFactory(first_name="Bert", user=bert_user),
        lecturer_owner=anna_user,
        other_lecturer=bert_user,
        coordinator=UserFactory(username="karin", groups=[COORDINATORS]),
        other_coordinator=UserFactory(username="kemal", groups=[COORDINATORS]),
        editor=UserFactory(username="elif", groups=[EDITORS]),
        other_editor=UserFactory(username="emil", groups=[EDITORS]),
        administrator=UserFactory(username="adam", groups=[ADMINISTRATORS]),
        superuser=UserFactory(username="root", is_superuser=True),
        anonymous=AnonymousUser(),
    )


def open_door(user) -> Client:
    """A browser in which this person is logged in."""
    client = Client()
    if user.is_authenticated:
        client.force_login(user)
    return client

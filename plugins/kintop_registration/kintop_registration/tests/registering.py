"""A course that takes registrations, and somebody who registers as with a browser."""

import re
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import mail
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalogue.factories import CoursePageFactory, RunFactory
from catalogue.models import CoursePage, Run
from kintop_registration.domain.links import CONFIRM, WITHDRAW, make_token
from kintop_registration.models import Registration


def make_course(tree, *, offering=None, **run) -> Run:
    """Published, one run of 12 places of which 2 are given by hand; returns the public run."""
    page = CoursePageFactory(parent=tree.courses, **{"title": "Tango", **(offering or {})})
    RunFactory(offering=page, **run)
    CoursePage.objects.get(pk=page.pk).save_revision(clean=False).publish()
    return get_run(page)


def get_run(page) -> Run:
    return Run.objects.select_related("offering").get(offering=page)


def reload(run) -> Run:
    return Run.objects.select_related("offering").get(offering=run.offering_id, uid=run.uid)


def change_run(run, **values) -> Run:
    Run.objects.filter(offering=run.offering_id, uid=run.uid).update(**values)
    return reload(run)


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def get_form_url(run) -> str:
    return reverse("kintop_registration:register", args=[run.offering_id, run.uid])


def get_url(registration, name: str) -> str:
    purpose = CONFIRM if name == "confirm" else WITHDRAW
    return reverse(f"kintop_registration:{name}", args=[make_token(registration, purpose)])


def answers(**values) -> dict:
    """What a person sends who has taken a minute over the form."""
    return {
        "name": "Olena Beispiel",
        "email": "olena@example.org",
        "phone": "",
        "persons": "1",
        "message": "",
        "website": "",
        "started": Signer(salt="home.forms.started").sign(str(int(time.time()) - 60)),
        **values,
    }


@dataclass
class Visitor:
    """What follows a commit follows each of these steps."""

    client: Client
    callbacks: Any

    def post(self, url: str, data=None):
        with self.callbacks(execute=True):
            return self.client.post(url, data)

    def register(self, run, **values) -> Registration:
        response = self.post(get_form_url(run), answers(**values))
        assert response.status_code == 302, response.context["form"].errors
        return Registration.objects.latest("changed_at")

    def confirm(self, registration):
        return self.post(get_url(registration, "confirm"))

    def withdraw(self, registration):
        return self.post(get_url(registration, "withdraw"))

    def join(self, run, name: str, **values) -> Registration:
        """Register and confirm."""
        address = f"{name.lower()}@example.org"
        registration = self.register(run, name=name, email=address, **values)
        self.confirm(registration)
        registration.refresh_from_db()
        return registration


def read_links(letter) -> list[str]:
    """The paths of all links of ours in a letter."""
    return re.findall(r"http://[^/\s]+(/\S*x/kintop_registration/\S+)", letter.body)


def list_subjects(to: str = "") -> list[str]:
    return [letter.subject for letter in mail.outbox if not to or to in letter.to]


def list_states() -> dict[str, str]:
    return dict(Registration.objects.order_by("pk").values_list("name", "status"))

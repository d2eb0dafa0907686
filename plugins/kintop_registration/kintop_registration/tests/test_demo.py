"""What the demo centre shows, and what stays when the plugin is switched off."""

import os
import sqlite3
import subprocess
import sys

import pytest

from catalogue.factories import LecturerFactory, UserFactory
from catalogue.models import Run
from kintop_registration.demo import load_registrations
from kintop_registration.factories import RegistrationFactory
from kintop_registration.models import Registration
from kintop_registration.tests.registering import make_course, reload
from kintop_registration.tests.test_at_once import copy_database

pytestmark = pytest.mark.django_db


def test_demo_fills_runs_once_and_never_too_much(tree):
    led = make_course(tree, offering={"slug": "gefuehrt", "lecturers": [LecturerFactory(user=UserFactory())]})
    make_course(tree, offering={"slug": "klein"}, seats_min=1, seats_max=3, seats_taken=1)
    full = make_course(tree, offering={"slug": "voll"}, seats_taken=12, waiting_list=True)
    unknown = make_course(tree, offering={"slug": "unbekannt"}, seats_taken=None)

    assert load_registrations(tree) == 0
    made = Registration.objects.count()
    load_registrations(tree)

    assert Registration.objects.count() == made
    assert all(run.seats_given <= run.seats_max for run in Run.objects.exclude(pk=unknown.pk))
    assert set(Registration.objects.of_run(led).values_list("status", flat=True)) == {"confirmed"}
    assert set(Registration.objects.of_run(full).values_list("status", flat=True)) == {"waiting"}
    assert not Registration.objects.of_run(unknown).exists()
    assert not Registration.objects.exclude(email__endswith="@example.org").exists()


PUBLISH = """
from catalogue.models import CoursePage
page = CoursePage.objects.get()
page.title = "Ohne Erweiterung"
page.save_revision(clean=False).publish()
"""


def test_switched_off_the_registrations_and_their_places_stay(tree, tmp_path):
    run = make_course(tree)
    RegistrationFactory(run=run, persons=3)
    run.save()
    assert reload(run).seats_online == 3
    copy = copy_database(tmp_path)
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{copy}",
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "KINTOP_PLUGINS_OFF": "kintop_registration",
        "KINTOP_VAR_DIR": str(tmp_path),
    }

    command = [sys.executable, "-m", "django", "shell", "-c", PUBLISH]
    done = subprocess.run(  # noqa: S603 -- our own lines
        command, env=environment, capture_output=True, text=True, check=False, cwd=os.getcwd()
    )

    assert done.returncode == 0, done.stderr
    with sqlite3.connect(copy) as database:
        runs = database.execute(
            "SELECT title, seats_taken, seats_online FROM catalogue_run JOIN wagtailcore_page p ON p.id = offering_id"
        )
        assert runs.fetchall() == [("Ohne Erweiterung", 2, 3)]
        rows = database.execute("SELECT status, persons FROM kintop_registration_registration")
        assert rows.fetchall() == [("confirmed", 3)]

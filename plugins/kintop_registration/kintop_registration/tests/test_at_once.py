"""Fifty people want ten places at the same moment. In processes of their own: a database in memory has one user."""

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter

import pytest
from django.db import connection

from kintop_registration.factories import RegistrationFactory
from kintop_registration.tests.registering import make_course

pytestmark = pytest.mark.django_db

PEOPLE = 50


def copy_database(folder):
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL it is tests/services/parallel_registrations.py")
    copy = folder / "site.sqlite3"
    # as this test sees it, in the middle of its transaction
    copy.write_bytes(connection.connection.serialize())
    return copy


def start(copy, pks):
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{copy}",
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "EMAIL_URL": "dummymail://",
        "KINTOP_VAR_DIR": str(copy.parent),
    }
    command = [sys.executable, "-m", "kintop_registration.tests.confirming", *map(str, pks)]
    return subprocess.Popen(  # noqa: S603 -- our own module
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def press_at_once(copy, pks) -> Counter:
    """Two processes, as behind a web server."""
    half = len(pks) // 2
    processes = [start(copy, part) for part in (pks[:half], pks[half:])]
    try:
        for process in processes:
            assert process.stdout.readline() == "ready\n", process.communicate()[1]
        answers = [process.communicate("go\n", timeout=120) for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()
    assert [process.returncode for process in processes] == [0, 0], answers
    return sum((Counter(json.loads(out.splitlines()[-1])) for out, _errors in answers), Counter())


@pytest.mark.parametrize(("waiting_list", "others"), [(True, "waiting"), (False, "closed")])
def test_no_place_is_given_twice(tree, tmp_path, waiting_list, others):
    run = make_course(tree, waiting_list=waiting_list)
    people = RegistrationFactory.create_batch(PEOPLE, run=run, status="unconfirmed", confirmed_at=None)

    copy = copy_database(tmp_path)
    told = press_at_once(copy, [person.pk for person in people])

    assert told == {"confirmed": 10, others: PEOPLE - 10}
    with sqlite3.connect(copy) as database:
        rows = database.execute("SELECT status, sum(persons) FROM kintop_registration_registration GROUP BY status")
        assert dict(rows)["confirmed"] == 10
        assert database.execute("SELECT seats_taken, seats_online FROM catalogue_run").fetchall() == [(2, 10)]

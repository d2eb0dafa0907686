"""Fifty people and ten places on PostgreSQL; on SQLite the plugin's own test_at_once.py does it."""

from collections import Counter
from functools import partial

import pytest
from django.db import connection

from kintop_registration.domain.places import ClosedError, confirm, release
from kintop_registration.factories import RegistrationFactory
from kintop_registration.models import Registration
from kintop_registration.tests.registering import make_course, reload
from tests.services.at_once import run_at_once

PEOPLE = 50

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def press_button(registration) -> str:
    try:
        return confirm(registration.pk).status
    except ClosedError:
        return "closed"


def sign_off(registration) -> str:
    return release(registration.pk, status="withdrawn", mail="withdrawn").status


@pytest.mark.parametrize(("waiting_list", "others"), [(True, "waiting"), (False, "closed")])
def test_no_place_is_given_twice(tree, waiting_list, others):
    assert connection.vendor == "postgresql"
    run = make_course(tree, waiting_list=waiting_list)
    people = RegistrationFactory.create_batch(PEOPLE, run=run, status="unconfirmed", confirmed_at=None)

    told = run_at_once(run.offering, *(partial(press_button, person) for person in people))

    assert Counter(told) == {"confirmed": 10, others: PEOPLE - 10}
    assert (reload(run).seats_online, Registration.objects.filter(status="confirmed").count()) == (10, 10)


def test_signing_off_at_the_same_time_lets_as_many_up(tree):
    run = make_course(tree, waiting_list=True)
    leaving = RegistrationFactory.create_batch(10, run=run)
    RegistrationFactory.create_batch(4, run=run, status="waiting")
    late = RegistrationFactory.create_batch(5, run=run, status="unconfirmed", confirmed_at=None)

    run_at_once(
        run.offering,
        *(partial(sign_off, person) for person in leaving[:6]),
        *(partial(press_button, person) for person in late),
    )

    states = Counter(Registration.objects.values_list("status", flat=True))
    # those who waited before come first; of the late ones two get the rest
    assert states == {"withdrawn": 6, "confirmed": 10, "waiting": 3}
    assert reload(run).seats_online == 10

"""Kept until the set period after the run's end, not longer; nobody's name stands in a log."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from catalogue.domain.morning_mail import begin_day
from catalogue.factories import MeetingFactory
from catalogue.models import Offering
from kintop_registration.domain.retention import delete_old_registrations
from kintop_registration.factories import RegistrationFactory
from kintop_registration.models import Registration
from kintop_registration.tests.registering import change_run, in_days
from search.backends import get_backend
from search.query import Query

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended(run):
    return change_run(run, start_date=in_days(-300), end_date=in_days(-183))


def test_is_deleted_on_the_day_after_the_period(ended):
    RegistrationFactory(run=ended)

    assert delete_old_registrations() == 0
    assert delete_old_registrations(today=in_days(1)) == 1


def test_period_is_set_by_the_house(ended, settings):
    RegistrationFactory(run=ended)
    settings.KINTOP_REGISTRATION_KEEP_DAYS = 182

    assert delete_old_registrations() == 1


def test_run_that_goes_on_longer_keeps_its_list(ended):
    """The day noted when somebody registered is not the last word."""
    RegistrationFactory(run=ended, ends_on=in_days(-500))
    MeetingFactory(run=ended, date=in_days(3))

    assert delete_old_registrations() == 0
    assert Registration.objects.get().ends_on == in_days(3)


def test_run_without_an_end_keeps_its_list(run):
    RegistrationFactory(run=change_run(run, end_date=None), ends_on=in_days(-500))

    assert delete_old_registrations() == 0


@pytest.mark.parametrize("fault", ["run", "offering", "hidden"])
def test_run_that_is_gone_counts_from_when_it_was_last_seen(run, fault):
    RegistrationFactory(run=run, ends_on=in_days(-184))
    match fault:
        case "run":
            run.delete()
        case "offering":
            run.offering.delete()
        case "hidden":
            Offering.objects.filter(pk=run.offering_id).update(live=False)

    assert delete_old_registrations() == 1


def test_what_nobody_confirmed_goes_after_a_week(run):
    made = RegistrationFactory(run=run, status="unconfirmed", confirmed_at=None)
    kept = RegistrationFactory(run=run, status="unconfirmed", confirmed_at=None)
    for registration, days in ((made, 8), (kept, 6)):
        moment = timezone.now() - timedelta(days=days)
        Registration.objects.filter(pk=registration.pk).update(created_at=moment)

    assert delete_old_registrations() == 1
    assert Registration.objects.get() == kept


def test_each_morning_and_the_command_delete(ended, capsys):
    RegistrationFactory(run=change_run(ended, end_date=in_days(-999)))
    begin_day()
    assert not Registration.objects.exists()

    RegistrationFactory(run=ended)
    call_command("delete_old_registrations")
    assert capsys.readouterr().out == "1 deleted\n"


def test_each_morning_the_search_forgets_what_lapsed(run):
    bookable = Query.build(selections={"kintop_registration_bookable": ["yes"]})
    assert get_backend().search(bookable).total == 1
    change_run(run, registration_deadline=in_days(-1))

    begin_day()

    assert get_backend().search(bookable).total == 0


def test_registration_names_nobody_in_logs(run):
    registration = RegistrationFactory(run=run)

    assert str(registration) == registration.reference

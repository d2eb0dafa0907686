from datetime import date, datetime
from datetime import time as clock
from zoneinfo import ZoneInfo

import pytest

from catalogue.factories import ClosedPeriodFactory
from home.domain.opening import describe_days, describe_opening_hours, is_open_now
from home.models import OrganisationSettings

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def organisation():
    return OrganisationSettings(opening_days=["1", "2", "3", "4"], opens_at=clock(10), closes_at=clock(16))


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ([1, 2, 3, 4], "Dienstag bis Freitag"),
        ([0, 1], "Montag und Dienstag"),
        ([5, 0, 2], "Montag, Mittwoch und Samstag"),
        ([0, 1, 2, 5], "Montag bis Mittwoch und Samstag"),
        ([6], "Sonntag"),
    ],
)
def test_describe_days_joins_three_or_more_in_a_row(days, text):
    assert describe_days(days) == text


def test_opening_hours_in_words(organisation):
    assert describe_opening_hours(organisation) == "Dienstag bis Freitag, 10 bis 16 Uhr"


def test_opening_hours_unknown():
    organisation = OrganisationSettings(opening_days=[], opens_at=clock(10), closes_at=clock(16))

    assert describe_opening_hours(organisation) == ""
    assert is_open_now(organisation) is None


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 24, 10, 0, tzinfo=BERLIN), True),
        (datetime(2026, 11, 24, 15, 59, tzinfo=BERLIN), True),
        (datetime(2026, 11, 24, 16, 0, tzinfo=BERLIN), False),
        (datetime(2026, 11, 23, 12, 0, tzinfo=BERLIN), False),
        # eleven in Düsseldorf, not in Greenwich
        (datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("UTC")), True),
        # Christmas Day is a Friday
        (datetime(2026, 12, 25, 12, 0, tzinfo=BERLIN), False),
    ],
)
@pytest.mark.django_db
def test_is_open_now(organisation, moment, expected):
    assert is_open_now(organisation, now=moment) is expected


@pytest.mark.django_db
def test_is_closed_in_a_closed_period(organisation):
    ClosedPeriodFactory(start_date=date(2026, 11, 23), end_date=date(2026, 11, 27))

    assert is_open_now(organisation, now=datetime(2026, 11, 24, 12, 0, tzinfo=BERLIN)) is False

from dataclasses import replace
from datetime import date

import pytest

from catalogue.domain.availability import RunFacts, compute_availability, compute_availability_periods
from catalogue.models import Offering, Run

TODAY = date(2026, 11, 23)
FACTS = RunFacts(
    status="planned",
    start=date(2026, 12, 1),
    end=date(2027, 2, 1),
    deadline=None,
    seats_max=12,
    seats_taken=2,
    fully_booked=False,
    waiting_list=False,
    open_entry=False,
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "free"),
        ({"seats_taken": 8}, "free"),
        ({"seats_taken": 9}, "few"),
        ({"seats_taken": 11}, "few"),
        ({"seats_taken": 12}, "full"),
        ({"seats_taken": 15}, "full"),
        ({"seats_taken": 12, "waiting_list": True}, "waiting_list"),
        ({"fully_booked": True}, "full"),
        ({"fully_booked": True, "waiting_list": True}, "waiting_list"),
        ({"fully_booked": True, "seats_max": None, "seats_taken": None}, "full"),
        ({"seats_taken": None}, "unknown"),
        ({"seats_max": None}, "unknown"),
        ({"seats_max": None, "seats_taken": None}, "unknown"),
        ({"seats_max": None, "seats_taken": None, "start": None}, "on_request"),
        ({"status": "cancelled"}, "cancelled"),
        ({"status": "cancelled", "fully_booked": True}, "cancelled"),
        ({"status": "confirmed"}, "free"),
        ({"status": "moved"}, "free"),
        ({"start": TODAY}, "free"),
        ({"start": date(2026, 11, 22)}, "started"),
        ({"start": date(2026, 11, 22), "open_entry": True}, "free"),
        ({"start": date(2026, 11, 22), "seats_taken": 12}, "full"),
        ({"deadline": TODAY}, "free"),
        ({"deadline": date(2026, 11, 22)}, "on_request"),
        ({"deadline": date(2026, 11, 22), "start": date(2026, 11, 22)}, "started"),
        ({"open_entry": True, "seats_max": None, "seats_taken": None}, "free"),
        ({"seats_max": 0, "seats_taken": 0}, "full"),
    ],
)
def test_availability_follows_the_facts(changes, expected):
    assert compute_availability(replace(FACTS, **changes), on=TODAY).value == expected


@pytest.mark.parametrize(("by_hand", "online", "taken"), [(2, 3, 5), (0, 3, 3), (None, 3, None)])
def test_places_by_hand_and_online_are_one_number(by_hand, online, taken):
    """Where nobody counts by hand, the number is not known, however many come online."""
    run = Run(offering=Offering(registration="enquiry"), seats_max=12, seats_taken=by_hand, seats_online=online)

    assert RunFacts.from_run(run).seats_taken == taken


def test_periods_say_today_what_will_be_true_later():
    facts = replace(FACTS, deadline=date(2026, 11, 28))

    assert compute_availability_periods(facts) == [
        ("free", None, date(2026, 11, 28)),
        ("on_request", date(2026, 11, 29), date(2026, 12, 1)),
        ("started", date(2026, 12, 2), None),
    ]


def test_periods_of_a_full_run_never_change():
    assert compute_availability_periods(replace(FACTS, fully_booked=True)) == [("full", None, None)]


@pytest.mark.parametrize(
    "day", [date(2026, 11, 1), date(2026, 11, 28), date(2026, 11, 29), date(2026, 12, 1), date(2026, 12, 2)]
)
def test_periods_agree_with_the_rule_on_every_day(day):
    facts = replace(FACTS, deadline=date(2026, 11, 28))

    found = [
        value
        for value, first, last in compute_availability_periods(facts)
        if (first is None or first <= day) and (last is None or day <= last)
    ]

    assert found == [compute_availability(facts, on=day)]

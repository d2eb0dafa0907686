"""Urgent changes taken back: that one and nothing else."""

import pytest
from django.urls import reverse

from catalogue.models import UrgentChange
from tests.catalogue.urgent import change, get_meetings, get_run, in_days, make_course, read_messages, undo
from tests.people import make_cast, open_door

PUBLISHED = "Das ist jetzt öffentlich. Redaktion und Kursleitung bekommen eine Nachricht."


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def course(tree, cast):
    return make_course(tree, cast)


@pytest.fixture
def anna(cast):
    return open_door(cast.lecturer_owner)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("cancel_meeting", {"note": "Krank."}),
        ("move_meeting", {"day": in_days(9), "room": "Saal"}),
        ("places", {"seats_taken": "9", "fully_booked": "on"}),
        ("confirm_run", {}),
    ],
)
def test_each_change_can_be_taken_back_and_nothing_else_with_it(course, anna, name, values):
    before = read_all_facts(course)
    change(anna, course, name, **values)
    changed = read_all_facts(course)
    record = UrgentChange.objects.get()

    response = undo(anna, course, record)

    assert before != changed
    assert (read_messages(response)[-1], read_all_facts(course)) == (PUBLISHED, before)
    assert UrgentChange.objects.get(undoes=record).text != ""
    assert read_messages(undo(anna, course, record))[-1] == "Das ist schon zurückgenommen."


def read_all_facts(course):
    hidden = ("id", "pk", "run_id", "sort_order", "planned_date", "planned_start_time")
    rows = [*get_meetings(course), get_run(course)]
    return [{key: value for key, value in vars(row).items() if key not in (*hidden, "_state")} for row in rows]


def test_undo_leaves_a_later_change_to_the_same_meeting_alone(course, anna):
    first = get_meetings(course)[0]
    change(anna, course, "cancel_meeting", meeting=first.uid)
    record = UrgentChange.objects.get()
    undo(anna, course, record)
    change(anna, course, "move_meeting", meeting=first.uid, day=in_days(8), room="Saal")
    moving = UrgentChange.objects.get(kind="move_meeting")
    change(anna, course, "move_meeting", meeting=first.uid, day=in_days(9))

    response = undo(anna, course, moving)

    assert read_messages(response)[-1].startswith("Das wurde inzwischen noch einmal geändert")
    assert get_meetings(course)[0].date == in_days(9)


def test_undo_of_another_offering_is_not_found(tree, cast, course, anna):
    other = make_course(tree, cast)
    change(anna, course, "cancel_meeting")

    address = reverse("catalogue_undo_change", args=[other.pk, UrgentChange.objects.get().pk])

    assert anna.get(address).status_code == 404

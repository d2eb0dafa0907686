"""Two people at the same offering at the same time. Run on PostgreSQL by test_postgres.py: SQLite has one writer."""

from functools import partial

import pytest
from django.db import connection

from catalogue.choices import MeetingStatus
from catalogue.domain.urgent import OutdatedError, plan_cancellation, plan_places, publish_change
from catalogue.models import CoursePage, Meeting, UrgentChange
from tests.catalogue.urgent import get_meetings, get_run, list_statuses, make_course
from tests.people import make_cast
from tests.services.at_once import run_at_once


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def course(tree, cast):
    return make_course(tree, cast)


def publish(course, user, change) -> str:
    """What the person is told."""
    try:
        publish_change(offering_pk=course.pk, change=change, user=user)
    except OutdatedError:
        return "outdated"
    return "public"


def publish_at_once(course, *changes) -> list[str]:
    return sorted(run_at_once(course, *(partial(publish, course, user, change) for user, change in changes)))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_urgent_changes_of_one_run_at_the_same_time(cast, course):
    assert connection.vendor == "postgresql"
    first, second, _third = get_meetings(course)
    seats = {"fully_booked": False, "waiting_list": True}

    # different facts: both stay
    different = publish_at_once(
        course,
        (cast.lecturer_owner, plan_cancellation(meeting=first, note="Krank.")),
        (cast.editor, plan_places(run=get_run(course), seats_taken=9, **seats)),
    )
    # the same fact: the second is told
    same = publish_at_once(
        course,
        (cast.lecturer_owner, plan_cancellation(meeting=second, note="Streik.")),
        (cast.editor, plan_cancellation(meeting=second, note="Feiertag.")),
    )

    assert (different, same, UrgentChange.objects.count()) == (["public", "public"], ["outdated", "public"], 3)
    public = CoursePage.objects.get(pk=course.pk)
    planned, cancelled = MeetingStatus.PLANNED, MeetingStatus.CANCELLED
    assert list_statuses(public) == [cancelled, cancelled, planned]
    assert (get_run(public).seats_taken, get_run(public).waiting_list) == (9, True)
    notes = [meeting.note for meeting in Meeting.objects.filter(run__offering=course.pk).order_by("date")]
    assert notes in (["Krank.", "Streik.", ""], ["Krank.", "Feiertag.", ""])

"""Runs and meetings that nobody put in order: each database gives its rows as it likes."""

from datetime import date

import pytest

from catalogue.factories import CoursePageFactory, MeetingFactory, RunFactory
from catalogue.models import Meeting, Run

DAYS = [date(2027, 5, 20), date(2027, 5, 6), date(2027, 5, 13)]


@pytest.fixture
def course(tree):
    return CoursePageFactory(parent=tree.courses)


def test_runs_come_by_their_first_days(course):
    for day in DAYS:
        RunFactory(offering=course, start_date=day)

    assert list(Run.objects.values_list("start_date", flat=True)) == sorted(DAYS)


def test_meetings_come_by_their_days(course):
    run = RunFactory(offering=course)
    for day in DAYS:
        MeetingFactory(run=run, date=day)

    assert list(Meeting.objects.values_list("date", flat=True)) == sorted(DAYS)
    assert [meeting.date for meeting in Run.objects.get().meetings.all()] == sorted(DAYS)


def test_an_order_chosen_by_hand_comes_first(course):
    run = RunFactory(offering=course)
    for place, day in enumerate(DAYS):
        MeetingFactory(run=run, date=day, sort_order=place)

    assert list(Meeting.objects.values_list("date", flat=True)) == DAYS

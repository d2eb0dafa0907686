"""A course with meetings ahead, and the buttons of its urgent changes."""

from datetime import date, time, timedelta

from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from catalogue.factories import CoursePageFactory, MeetingFactory, RunFactory
from catalogue.models import CoursePage, Meeting
from tests.forms import read_form


def make_course(tree, cast, *, weeks: int = 3, **values) -> CoursePage:
    """Published, with a meeting today in a week and in the weeks after it, led by Anna."""
    course = CoursePageFactory(
        parent=tree.courses,
        title="Tango",
        lecturers=[cast.anna],
        body=[("text", "<p>Schritt für Schritt.</p>")],
        **values,
    )
    run = RunFactory(offering=course, start_date=in_days(7), end_date=in_days(7 * weeks), seats_max=12, seats_taken=5)
    for week in range(1, weeks + 1):
        MeetingFactory(run=run, date=in_days(7 * week), start_time=time(18), end_time=time(19, 30), is_generated=True)
    CoursePage.objects.get(pk=course.pk).save_revision(user=cast.editor, clean=False).publish()
    return CoursePage.objects.get(pk=course.pk)


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def get_run(course):
    return course.runs.order_by("start_date").first()


def get_meetings(course) -> list[Meeting]:
    return list(Meeting.objects.filter(run__offering=course.pk).order_by("date"))


def list_statuses(page) -> list[str]:
    """Of all meetings in this version of a page, in the order of their days."""
    meetings = [meeting for run in page.runs.all() for meeting in run.meetings.all()]
    return [meeting.status for meeting in sorted(meetings, key=lambda meeting: meeting.date)]


def get_url(course, name: str, *args) -> str:
    return reverse(f"catalogue_{name}", args=[course.pk, *args])


def fill_in(browser, course, name: str, **values):
    """The first button: the answer is the form with errors, or the change in words."""
    opened = browser.get(get_url(course, name))
    return browser.post(get_url(course, name), {**read_form(opened, selector="main form"), **values})


def confirm(browser, course, name: str, shown, *args):
    """The second button, on the page ``shown``."""
    sent = {**read_form(shown, selector="main form"), "confirm": "1"}
    return browser.post(get_url(course, name, *args), sent)


def change(browser, course, name: str, **values):
    return confirm(browser, course, name, fill_in(browser, course, name, **values))


def undo(browser, course, record):
    shown = browser.get(get_url(course, "undo_change", record.pk))
    if shown.status_code != 200:
        return shown
    return confirm(browser, course, "undo_change", shown, record.pk)


def read_lines(response) -> list[str]:
    """The change in words."""
    return [row.get_text(strip=True) for row in BeautifulSoup(response.content, "html.parser").select(".desk-diff li")]


def read_form_errors(response) -> list[str]:
    soup = BeautifulSoup(response.content, "html.parser")
    return [row.get_text(strip=True) for row in soup.select(".help-critical p, .desk-errors li")]


def read_messages(response) -> list[str]:
    return [str(message).split("<")[0].strip() for message in response.wsgi_request._messages]

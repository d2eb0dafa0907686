"""A submission that waits, and the buttons of its review page."""

from bs4 import BeautifulSoup
from django.urls import reverse

from catalogue.factories import CoursePageFactory, SubjectFactory
from catalogue.models import CoursePage
from tests.editor import press
from tests.forms import read_form
from tests.people import open_door

QUEUE = "/admin/pruefen/"


def make_submission(tree, cast, *, subject=None, title="Tango", by=None, **changes) -> CoursePage:
    """A public course led by Anna, with a change of its title in review: with the editors, if nobody coordinates."""
    page = CoursePageFactory(
        parent=tree.courses,
        title=title,
        subject=subject or SubjectFactory(),
        lecturers=[cast.anna],
        body=[("text", "<p>Schritt für Schritt.</p>")],
    )
    page.save_revision(user=cast.editor).publish()
    submit(page, by or cast.lecturer_owner, **{"title": f"{title} für alle", **changes})
    return reload(page)


def submit(page, user, **changes):
    return press(open_door(user), page, "action-submit", **changes)


def reload(page) -> CoursePage:
    return CoursePage.objects.get(pk=page.pk)


def get_url(page) -> str:
    return reverse("catalogue_review", args=[page.pk])


def read_decision(browser, page) -> dict:
    """The form of the review page as it was opened."""
    return read_form(browser.get(get_url(page)), selector="form.review-decision")


def decide(browser, page, decision: str, comment: str = ""):
    """Open the review page and press a button."""
    return send(browser, page, read_decision(browser, page), decision, comment)


def send(browser, page, opened: dict, decision: str, comment: str = ""):
    return browser.post(get_url(page), {**opened, "decision": decision, "comment": comment})


def approve_marked(browser, **changes):
    """The button at the end of the queue."""
    shown = browser.get(QUEUE)
    data = read_form(shown, selector="form.review-marked") if b"review-marked" in shown.content else {}
    return browser.post(reverse("catalogue_approve_marked"), {**data, **changes})


def read_messages(response) -> list[str]:
    return [str(message).strip() for message in response.wsgi_request._messages]


def read_titles(response) -> list[str]:
    """Of the queue, from top to bottom."""
    soup = BeautifulSoup(response.content, "html.parser")
    return [row.get_text(strip=True) for row in soup.select(".review-list h2")]


def get_public_title(page) -> str:
    return reload(page).title

"""The editorial day in a real browser: a lecturer on the phone, an editor at the keyboard."""

import re
import time
from datetime import time as clock
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from catalogue.choices import Weekday
from catalogue.factories import CoursePageFactory, MeetingFactory, RunFactory, SubjectFactory
from catalogue.models import CoursePage
from tests.catalogue.reviewing import QUEUE, make_submission
from tests.people import make_cast
from tests.services.locations import REPOSITORY

SCREENS = REPOSITORY / "build" / "screens" / "editorial"
PASSWORD = "geheim-genug-2026"
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
PATIENCE = 30_000

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def cast(tree):
    assert connection.settings_dict["NAME"] != ":memory:", "requests of a browser come in parallel"
    return make_cast()


@pytest.fixture
def open_browser(browser, live_server):
    """A browser of one person's own, logged in through the form if there is one."""
    contexts = []

    def open_browser(user=None, *, size, **options):
        context = browser.new_context(viewport=size, locale="de-DE", base_url=live_server.url, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        if user is not None:
            page.goto("/konto/login/")
            page.fill("[name=login]", user.username)
            page.fill("[name=password]", PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url("**/admin/**")
        return page

    yield open_browser
    for context in contexts:
        context.close()


def shoot(page, name: str):
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png")


def wait_for_keys(page):
    """The box that switches them off is shown by the script that listens to them."""
    page.locator(".review-keys").wait_for()


def find_thursday():
    """The next one after today."""
    days = (timezone.localdate() + timedelta(days=number) for number in range(1, 8))
    return next(day for day in days if day.weekday() == Weekday.THURSDAY)


def make_thursday_course(tree, cast) -> CoursePage:
    course = CoursePageFactory(
        parent=tree.courses,
        title="Tango",
        subject=SubjectFactory(name="Tanz"),
        lecturers=[cast.anna],
        body=[("text", "<p>Schritt für Schritt.</p>")],
    )
    thursday = find_thursday()
    run = RunFactory(offering=course, start_date=thursday, end_date=thursday + timedelta(weeks=3))
    for week in range(4):
        MeetingFactory(run=run, date=thursday + timedelta(weeks=week), start_time=clock(18), end_time=clock(19, 30))
    CoursePage.objects.get(pk=course.pk).save_revision(user=cast.editor, clean=False).publish()
    return CoursePage.objects.get(pk=course.pk)


def test_thursday_is_cancelled_by_phone_and_public_within_a_minute(tree, cast, open_browser):
    from playwright.sync_api import expect

    course = make_thursday_course(tree, cast)
    phone = open_browser(cast.lecturer_owner, size=PHONE, has_touch=True, is_mobile=True)
    expect(phone.locator("h1")).to_have_text("Meine Angebote")
    shoot(phone, "1-meine-angebote")

    started = time.monotonic()
    phone.get_by_role("link", name="Termin absagen").tap()
    phone.get_by_label(re.compile(f"{find_thursday():%d.%m.}")).check()
    phone.get_by_label("Hinweis").fill("Frau Berg ist krank.")
    shoot(phone, "2-termin-absagen")
    phone.get_by_role("button", name="Weiter").tap()
    expect(phone.locator(".desk-diff")).to_contain_text("fällt aus")
    shoot(phone, "3-absage-bestaetigen")
    phone.get_by_role("button", name="Jetzt veröffentlichen").tap()
    expect(phone.get_by_text("Das ist jetzt öffentlich.")).to_be_visible()
    visitor = open_browser(size=PHONE, has_touch=True, is_mobile=True)
    visitor.goto(course.url)
    expect(visitor.get_by_text("Frau Berg ist krank.").first).to_be_visible()
    seconds = time.monotonic() - started

    expect(visitor.get_by_text("fällt aus").first).to_be_visible()
    visitor.get_by_text("Frau Berg ist krank.").first.scroll_into_view_if_needed()
    shoot(visitor, "4-absage-oeffentlich")
    assert seconds < 60


def test_change_of_text_goes_by_keyboard_from_the_phone_to_the_public(tree, cast, open_browser):
    from playwright.sync_api import expect

    course = make_thursday_course(tree, cast)
    other = make_submission(tree, cast, title="Chor")
    phone = open_browser(cast.lecturer_owner, size=PHONE, has_touch=True, is_mobile=True)
    phone.get_by_role("link", name=re.compile(r"Bearbeiten\W+Tango")).tap()
    phone.locator("[name=summary]").fill("Tango für alle, die gern zu zweit tanzen.")
    phone.get_by_role("button", name="Mehr Aktionen").tap()
    shoot(phone, "5-text-einreichen")
    phone.get_by_role("button", name=re.compile("einreichen")).tap()
    expect(phone.locator(".desk-card").filter(has_text="In Prüfung").filter(has_text="Tango")).to_be_visible()
    shoot(phone, "6-in-pruefung")

    desk = open_browser(cast.editor, size=DESKTOP)
    desk.goto(QUEUE)
    expect(desk.locator(".review-list h2")).to_have_text(["Chor für alle", "Tango"])
    shoot(desk, "7-warteschlange")
    desk.get_by_role("link", name="Mit der ältesten anfangen").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("h1")).to_have_text("Chor für alle")
    wait_for_keys(desk)
    desk.keyboard.press("j")
    expect(desk.locator("h1")).to_have_text("Tango")
    expect(desk.frame_locator("iframe").locator("h1")).to_contain_text("Tango")
    expect(desk.locator(".review-difference dt")).to_have_text("Kurz gesagt")
    expect(desk.locator(".review-difference ins")).to_contain_text("die gern zu zweit tanzen")
    shoot(desk, "8-pruefen")
    wait_for_keys(desk)
    # in a field the same key is a letter
    desk.keyboard.press("a")
    desk.keyboard.type("ffm")
    expect(desk.get_by_label("Was soll sich ändern?")).to_have_value("ffm")
    desk.get_by_label("Was soll sich ändern?").fill("")
    desk.locator("h1").click()
    desk.keyboard.press("f")

    expect(desk.get_by_text("„Tango“ ist freigegeben und jetzt öffentlich.")).to_be_visible()
    expect(desk.locator("h1")).to_have_text("Chor für alle")
    shoot(desk, "9-naechste-pruefung")
    visitor = open_browser(size=PHONE)
    visitor.goto(course.url)
    expect(visitor.get_by_text("Tango für alle, die gern zu zweit tanzen.").first).to_be_visible()
    shoot(visitor, "10-text-oeffentlich")
    assert CoursePage.objects.get(pk=other.pk).title == "Chor"


def test_keys_sleep_once_switched_off(tree, cast, open_browser):
    from playwright.sync_api import expect

    page = make_submission(tree, cast)
    desk = open_browser(cast.editor, size=DESKTOP)
    desk.goto(f"{QUEUE}{page.pk}/")
    desk.get_by_label("Tasten F, A, M, J und K benutzen").uncheck()
    desk.reload()
    wait_for_keys(desk)

    desk.locator("h1").click()
    desk.keyboard.press("f")
    desk.wait_for_timeout(500)

    expect(desk.locator("h1")).to_have_text("Tango für alle")
    expect(desk.locator("kbd").first).to_be_hidden()
    assert CoursePage.objects.get(pk=page.pk).title == "Tango"


def test_review_works_without_scripts(tree, cast, open_browser):
    page = make_submission(tree, cast)
    # on a phone the menu of Wagtail needs them, it lies over the page until it is folded
    desk = open_browser(cast.editor, size=DESKTOP, java_script_enabled=False)
    desk.goto(f"{QUEUE}{page.pk}/")
    assert desk.locator(".review-keys").is_hidden()

    desk.get_by_role("button", name="Freigeben").click()

    assert desk.url.endswith(QUEUE)
    assert CoursePage.objects.get(pk=page.pk).title == "Tango für alle"

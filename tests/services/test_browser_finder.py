"""The finder in a real browser: suggestions by keyboard, the drawer on a phone, the way back."""

import re
from datetime import time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from catalogue.factories import CoursePageFactory, MeetingFactory, RunFactory, SubjectFactory
from search.indexing import rebuild
from tests.services.locations import REPOSITORY

SCREENS = REPOSITORY / "build" / "screens" / "finder"
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
PATIENCE = 30_000

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def courses(tree):
    assert connection.settings_dict["NAME"] != ":memory:", "requests of a browser come in parallel"
    subject = SubjectFactory(name="Nähen und Mode", slug="naehen")
    for number in range(25):
        course = CoursePageFactory(
            parent=tree.courses, title=f"Nähen {number:02d}", childcare=number < 3, subject=subject
        )
        run = RunFactory(offering=course, price=0 if number < 5 else 30)
        MeetingFactory(run=run, date=timezone.localdate() + timedelta(days=1), start_time=time(9), end_time=time(10))
    rebuild()


@pytest.fixture
def open_page(browser, live_server):
    """A visitor's page; an error or a breach of the policy for contents fails the test."""
    contexts, faults = [], []

    def open_page(size, **options):
        context = browser.new_context(viewport=size, locale="de-DE", base_url=live_server.url, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def shoot(page, name: str):
    SCREENS.mkdir(parents=True, exist_ok=True)
    # with a visible caret: hiding it would write a style into the page
    page.screenshot(path=SCREENS / f"{name}.png", caret="initial")


def test_suggestions_by_keyboard(courses, open_page):
    from playwright.sync_api import expect

    page = open_page(DESKTOP)
    page.goto("/angebote/")
    box = page.get_by_role("combobox", name="Was suchen Sie?")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("näh", delay=20)
    options = page.get_by_role("option")
    expect(options).to_have_count(8)
    expect(options.first).to_have_text(re.compile("Nähen und Mode.*Thema"))
    expect(page.get_by_text("Vorschläge: 8")).to_be_attached()
    shoot(page, "1-vorschlaege")

    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("näh")
    page.keyboard.press("ArrowDown")
    expect(options).to_have_count(8)
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/angebote/\?subject=naehen$"))


def test_drawer_answers_in_place_and_the_way_back_works(courses, open_page):
    from playwright.sync_api import expect

    page = open_page(PHONE, has_touch=True, is_mobile=True)
    page.goto("/angebote/")
    expect(page.locator("#finder-total")).to_have_text("25 Angebote")
    drawer = page.locator("#finder-filters")
    expect(drawer).to_be_hidden()
    page.get_by_role("button", name="Filter", exact=True).tap()
    page.locator("#filter-how summary").tap()
    box = page.locator("#finder-fields input[name=price][value=free]")
    box.check()
    show = page.locator("#finder-show")
    expect(show).to_have_text("5 Angebote anzeigen")
    expect(page.get_by_role("status").filter(has_text="5 Angebote gefunden")).to_be_attached()
    # the filters were written anew: the same box is there, in the same open group, with the focus
    expect(box).to_be_focused()
    expect(drawer).to_be_visible()
    page.locator("#finder-fields input[name=childcare]").check()
    expect(show).to_have_text("3 Angebote anzeigen")
    shoot(page, "2-filter")
    show.tap()

    expect(drawer).to_be_hidden()
    expect(page.locator("#finder-total")).to_be_focused()
    expect(page.locator("#finder-total")).to_have_text("3 Angebote")
    expect(page.locator(".languages a[lang=en]")).to_have_attribute(
        "href", re.compile(r"/en/angebote/\?price=free&childcare=1$")
    )
    # cards that came later can be kept as well
    expect(page.locator(".keep")).to_have_count(3)
    shoot(page, "3-gefunden")
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?price=free$"))
    expect(page.locator("#finder-total")).to_have_text("5 Angebote")
    expect(page.locator("#finder-fields input[name=childcare]")).not_to_be_checked()
    expect(page.locator(".languages a[lang=en]")).to_have_attribute("href", re.compile(r"/en/angebote/\?price=free$"))
    page.go_back()
    expect(page.locator("#finder-total")).to_have_text("25 Angebote")
    page.go_forward()
    expect(page.locator("#finder-total")).to_have_text("5 Angebote")


def test_paging_leads_to_the_top_of_the_results(courses, open_page):
    from playwright.sync_api import expect

    page = open_page(DESKTOP)
    page.goto("/angebote/")
    # htmx comes when somebody is about to do something
    page.locator(".pagination a[rel=next]").hover()
    page.wait_for_function("window.htmx")
    page.locator(".pagination a[rel=next]").click()

    expect(page).to_have_url(re.compile(r"\?page=2$"))
    expect(page.locator(".card")).to_have_count(5)
    expect(page.locator("#finder-total")).to_be_focused()
    expect(page.locator("#finder-total")).to_be_in_viewport()


def test_calendar_is_a_tap_away(courses, open_page):
    from playwright.sync_api import expect

    page = open_page(PHONE, has_touch=True, is_mobile=True)
    page.goto("/angebote/?price=free")
    page.get_by_role("link", name="Monat", exact=True).tap()
    expect(page.locator(".calendar--month")).to_be_visible()
    page.get_by_role("link", name="Liste", exact=True).tap()
    expect(page.locator(".calendar")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/angebote/\?price=free$"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_finder_works_without_scripts(courses, open_page):
    from playwright.sync_api import expect

    page = open_page(PHONE, java_script_enabled=False)
    page.goto("/angebote/")
    page.get_by_role("button", name="Filter", exact=True).click()
    page.locator("#filter-how summary").click()
    page.locator("#finder-fields input[name=price][value=free]").check()
    page.get_by_role("button", name="Filter anwenden").click()

    expect(page.locator("#finder-total")).to_have_text("5 Angebote")
    expect(page.locator("#finder-filters")).to_be_hidden()


def test_arabic_in_the_dark(courses, open_page):
    page = open_page(DESKTOP, color_scheme="dark")
    page.goto("/ar/angebote/")
    box = page.get_by_role("combobox")
    box.press_sequentially("näh", delay=20)
    page.get_by_role("option").first.wait_for()

    places = [page.locator(place).bounding_box() for place in ("#finder-q", ".suggestions:not([hidden])")]
    assert abs(places[0]["x"] - places[1]["x"]) < 2
    assert abs(places[0]["width"] - places[1]["width"]) < 2
    shoot(page, "4-arabisch")

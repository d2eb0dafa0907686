"""The main job by keyboard alone, from the address bar to the calendar: every stop seen, none a trap."""

import pytest

from tests.services.centre import DESKTOP, PHONE

MOST_STOPS = 400
SMALLEST = 24

#: of the element that has the focus
STOP = """() => {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  const hasRing = style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  // a card shows its ring around all of it, a tick box around its words
  const rings = [style, getComputedStyle(element, "::after"), getComputedStyle(element, "::before"),
    ...["label", "article", "li"].map(name => element.closest(name)).filter(Boolean)
      .map(part => getComputedStyle(part))];
  const target = (element.matches("input[type=checkbox], input[type=radio]") && element.closest("label")) || element;
  const size = target.getBoundingClientRect();
  window.kinTopStops ||= [];
  const last = window.kinTopStops.at(-1);
  window.kinTopStops.push(element);
  return {
    name: `${element.tagName.toLowerCase()} “${(element.innerText || element.name || "").trim().slice(0, 40)}”`,
    isSeen: rings.some(hasRing),
    isInView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    isInText: style.display === "inline",
    width: size.width, height: size.height,
    isAfterLast: !last || !!(last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING),
    tabIndex: element.tabIndex,
  };
}"""


def press_tab(page):
    """The next stop, or None when the browser itself has the focus again; every stop must be seen."""
    page.keyboard.press("Tab")
    stop = page.evaluate(STOP)
    if stop is None:
        return None
    assert stop["isSeen"], f"no visible focus: {stop['name']} on {page.url}"
    assert stop["isInView"], f"outside the window: {stop['name']} on {page.url}"
    assert stop["isAfterLast"], f"out of order: {stop['name']} on {page.url}"
    # what scrolls is a stop without being one by its attribute
    assert stop["tabIndex"] <= 0, f"order by hand: {stop['name']} on {page.url}"
    if not stop["isInText"]:
        size = (round(stop["width"]), round(stop["height"]))
        assert min(size) >= SMALLEST, f"too small to hit, {size}: {stop['name']} on {page.url}"
    return stop


def tab_to(page, selector):
    """Walk until this has the focus."""
    for _number in range(MOST_STOPS):
        stop = press_tab(page)
        assert stop is not None, f"no way to {selector} on {page.url}"
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return stop
    raise AssertionError(f"no way to {selector} within {MOST_STOPS} stops on {page.url}")


def walk_through(page) -> int:
    """From the start of the page to its end: the number of stops."""
    for number in range(MOST_STOPS):
        if press_tab(page) is None:
            return number
    raise AssertionError(f"no end after {MOST_STOPS} stops on {page.url}")


def choose_filter(page):
    """Open what hides the filters, tick the first one that is free, and apply it."""
    filters = "form input[type=checkbox]:enabled"
    for fold in ("button[aria-expanded=false][aria-controls]", "button[popovertarget]:not([popovertarget=menue])"):
        hider = page.locator(f"main {fold}").filter(has_text="Filter")
        if hider.count() and hider.first.is_visible() and not page.locator(filters).first.is_visible():
            tab_to(page, f"main {fold}")
            page.keyboard.press("Enter")
            break
    if not page.locator(filters).first.is_visible():
        tab_to(page, "form summary")
        page.keyboard.press("Enter")
    tab_to(page, filters)
    before = page.url
    page.keyboard.press("Space")
    page.wait_for_timeout(500)
    if page.url == before:
        tab_to(page, "form:has(input[type=checkbox]) button[type=submit]")
        page.keyboard.press("Enter")
    page.wait_for_function("before => location.href !== before", arg=before)
    page.wait_for_load_state()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_offering_reaches_the_calendar_by_keyboard(open_public, size):
    page = open_public(size)
    page.goto("/")
    skip = press_tab(page)
    assert skip["name"] == "a “Zum Inhalt springen”"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('main')")

    tab_to(page, "input[type=search]")
    page.keyboard.type("deutsch")
    page.keyboard.press("Enter")
    page.wait_for_url("**/angebote/?*q=deutsch*")
    choose_filter(page)
    page.reload()
    tab_to(page, "main article h3 a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/angebote/*/*/")
    page.wait_for_load_state()

    assert walk_through(page) > 15
    page.reload()
    tab_to(page, "a[href$='kalender.ics']")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".ics")
    page.reload()
    tab_to(page, "main aside a.button")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("path", ["/", "/angebote/?q=deutsch", "/kontakt/", "/ar/", "/merkliste/"])
def test_nobody_is_trapped(open_public, path, size):
    page = open_public(size)
    page.goto(path)

    assert walk_through(page) > 10


def test_menu_opens_and_closes_by_keyboard(open_public):
    page = open_public(PHONE)
    page.goto("/")
    tab_to(page, "[popovertarget=menue]")
    page.keyboard.press("Enter")
    assert page.locator("#menue a").first.is_visible()

    page.keyboard.press("Escape")

    assert not page.locator("#menue a").first.is_visible()
    assert page.evaluate("document.activeElement.matches('[popovertarget=menue]')")

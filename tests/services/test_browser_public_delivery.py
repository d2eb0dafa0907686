"""What arrives at a visitor: how much, from where, and what is left of it without scripts, cookies and width."""

import gzip
import re

import pytest

from tests.public_pages import GERMAN_ONLY, find_offerings, find_pages, translate_path
from tests.services.centre import PHONE, make_fetch

MOST_BYTES = 100_000
NARROW = {"width": 320, "height": 640}
#: a window of 1280 x 1024 at 400 %
ZOOMED = {"width": 320, "height": 256}
#: whoever fills in a form faster than this is taken for a program
SECONDS_OF_A_PERSON = 3.5

TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrolls = element => /auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX);
  const held = element => { for (let e = element; (e = e.parentElement);) if (scrolls(e)) return true; return false; };
  return [...document.querySelectorAll("body *")]
    .filter(element => { const box = element.getBoundingClientRect();
      return box.width && (box.right > width + 1 || box.left < -1) && !held(element); })
    .map(element => `${element.tagName}.${element.className}`).slice(0, 5).concat("the page scrolls sideways");
}"""
CUT_OFF = """() => [...document.querySelectorAll("main *, header *, footer *")]
  .filter(element => {
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    const hides = /hidden|clip/.test(style.overflowX + style.overflowY) || style.textOverflow === "ellipsis";
    const isAside = box.width <= 1 || box.height <= 1 || style.clipPath !== "none" || style.visibility === "hidden";
    return hides && !isAside && element.innerText?.trim()
      && (element.scrollWidth > element.clientWidth + 2 || element.scrollHeight > element.clientHeight + 2);
  })
  .map(element => `cut off: ${element.tagName}.${element.className}`)"""
STANDING = """() => [...document.querySelectorAll("body *")]
  .filter(element => /fixed|sticky/.test(getComputedStyle(element).position))
  .filter(element => { const box = element.getBoundingClientRect();
    return box.height > innerHeight / 2 && box.bottom > 0 && box.top < innerHeight && box.width > 2; })
  .map(element => `covers the window: ${element.tagName}.${element.className}`)"""


@pytest.fixture(scope="session")
def pages(centre_url):
    return find_pages(make_fetch(centre_url))


@pytest.fixture(scope="session")
def offerings(centre_url):
    return find_offerings(make_fetch(centre_url))


def count_bytes(response) -> int:
    """As sent; pages are compressed by the web server in front of the site."""
    if response.request.resource_type == "document":
        return len(gzip.compress(response.body(), 6))
    return response.request.sizes()["responseBodySize"]


def test_pages_are_light(open_public, offerings):
    found = {}
    for language in ("de", "ar"):
        for path in ["/", "/angebote/", "/angebote/?q=deutsch", *offerings.values()]:
            page = open_public(PHONE)
            responses = []
            page.on("response", lambda response, seen=responses: seen.append(response))
            address = translate_path(path, language)
            page.goto(address, wait_until="networkidle")
            found[address] = sum(
                count_bytes(response) for response in responses if response.request.resource_type != "image"
            )
            page.context.close()
    heavy = {path: size for path, size in found.items() if size > MOST_BYTES}
    assert heavy == {}, found


@pytest.mark.parametrize("language", ["de", "uk", "ar"])
def test_nothing_comes_from_elsewhere_and_nothing_is_refused(open_public, centre_url, pages, language):
    page = open_public(PHONE)
    strangers, complaints = [], []
    page.on("request", lambda request: strangers.append(request.url) if not is_ours(request.url, centre_url) else None)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("console", lambda message: complaints.append(describe(message)) if is_complaint(message, page) else None)
    addresses = [translate_path(path, language) for path in pages.values()]
    for address in [*addresses, *(GERMAN_ONLY.values() if language == "de" else ())]:
        page.goto(address, wait_until="load")
    assert (strangers, complaints) == ([], [])


def is_ours(url, centre_url) -> bool:
    return url.startswith((f"{centre_url}/", "data:", "blob:"))


def is_complaint(message, page) -> bool:
    # a page that is not there, or was asked nonsense, says so with its status
    is_status = "Failed to load resource" in message.text and message.location["url"].split("#")[0] == page.url
    return message.type in {"error", "warning"} and not is_status


def describe(message) -> str:
    return f"{message.location['url']}: {message.text}"


def find_and_open(page):
    """Search, filter and open the first hit, as a visitor does."""
    from playwright.sync_api import expect

    page.goto("/")
    # a combobox with scripts, a search box without
    box = page.locator("main input[name=q]").first
    box.fill("deutsch")
    box.press("Enter")
    page.wait_for_url("**/angebote/?*q=deutsch*")
    before = page.locator("[id$=total]").first.inner_text()
    choice = page.locator("form input[type=checkbox][name=price]:enabled").first
    # filters may be folded away, on phones in a drawer
    drawer = page.locator("[popovertarget=finder-filters]").first
    if drawer.is_visible():
        drawer.click()
    for fold in page.locator("form details:not([open]):has(input[name=price])").all():
        fold.locator("summary").first.click()
    choice.check()
    page.locator("form:has(input[name=price]) button[type=submit]").last.click()
    page.wait_for_url("**/angebote/?*price=*")
    expect(page.locator("[id$=total]").first).not_to_have_text(before)
    page.locator("main article h3 a").first.click()
    page.wait_for_load_state()
    assert page.locator("h1").count() == 1


def test_main_job_works_without_scripts(open_public, settings):
    page = open_public(PHONE, java_script_enabled=False)
    find_and_open(page)
    title = page.locator("h1").inner_text()

    page.get_by_role("link", name="Frage zu diesem Angebot stellen").click()
    page.get_by_label("Ihre Nachricht").fill("Gibt es noch einen Platz?")
    page.get_by_label("Ihr Name").fill("Olena Test")
    page.get_by_label("Ihre E-Mail-Adresse").fill("olena@example.org")
    assert title in page.locator("main").inner_text()
    page.wait_for_timeout(SECONDS_OF_A_PERSON * 1000)
    page.locator("main form[method=post] button[type=submit]").click()

    assert "Danke, Ihre Nachricht ist da." in page.locator("main").inner_text()


def test_main_job_works_without_cookies(open_public):
    page = open_public(PHONE)
    forgetting = []

    def forget(route):
        answer = route.fetch(headers={**route.request.headers, "cookie": ""}, max_redirects=0)
        forgetting.append(route.request.url)
        headers = {name: value for name, value in answer.headers.items() if name != "set-cookie"}
        route.fulfill(response=answer, headers=headers)

    page.context.route(re.compile(r"^http://127\.0\.0\.1"), forget)
    find_and_open(page)
    assert forgetting
    assert page.context.cookies() == []

    page.goto("/kontakt/")
    page.locator("main form[method=post] button[type=submit]").click()
    page.wait_for_load_state()

    # without its cookie the form is not taken, and the page says what to do instead
    assert page.get_by_role("link", name=re.compile(r"\d{3}")).first.is_visible()


def test_reading_sets_no_cookie(open_public, pages):
    page = open_public(PHONE)
    for path in pages.values():
        if path not in {"/kontakt/", "/integrationsagentur/"}:
            page.goto(path)
    assert page.context.cookies() == []


@pytest.mark.parametrize("language", ["de", "ru", "ar"])
def test_nothing_scrolls_sideways_at_320_pixels(open_public, pages, language):
    page = open_public(NARROW)
    found = {}
    for path in pages.values():
        page.goto(translate_path(path, language))
        if problems := page.evaluate(TOO_WIDE):
            found[path] = problems
    assert found == {}


def test_nothing_is_cut_off_at_400_percent(open_public, pages):
    page = open_public(ZOOMED)
    found = {}
    for path in pages.values():
        page.goto(path)
        problems = [*page.evaluate(TOO_WIDE), *page.evaluate(CUT_OFF), *page.evaluate(STANDING)]
        if problems:
            found[path] = problems
    assert found == {}


def test_wide_content_would_be_found(open_public):
    """The proof that a green run says something."""
    page = open_public(NARROW)
    page.goto("/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<p id=wide>W</p>')")
    page.evaluate("document.querySelector('#wide').style.width = '500px'")

    assert page.evaluate(TOO_WIDE)[0] == "P."

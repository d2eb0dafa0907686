"""Every kind of public page, in each language, on the phone and at the desk, before the rules of axe-core."""

import pytest

from tests.public_pages import FORMS, GERMAN_ONLY, LANGUAGES, find_offerings, find_pages, translate_path
from tests.services.centre import DESKTOP, PHONE, make_fetch

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async tags => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return found.violations.map(violation => ({
    rule: violation.id,
    help: violation.help,
    places: violation.nodes.map(
      node => `${node.target.join(" ")}: ${(node.any[0] || node.all[0] || node.none[0] || {}).message}`),
  }));
}"""


@pytest.fixture(scope="session")
def axe():
    from axe_playwright_python.sync_playwright import Axe

    return Axe().axe_script


@pytest.fixture(scope="session")
def pages(centre_url):
    return find_pages(make_fetch(centre_url))


def judge(page, axe, where) -> list[str]:
    """The violations, a line for each, with the first places."""
    page.evaluate(axe)
    lines = []
    for violation in page.evaluate(RUN, TAGS):
        places = violation["places"]
        shown = "".join(f"\n      {place[:220]}" for place in places[:3])
        lines.append(f"{where}\n    {violation['rule']} ({violation['help']}), {len(places)} x:{shown}")
    return lines


def judge_in_both_sizes(page, axe, where) -> list[str]:
    found = judge(page, axe, f"{where}, desktop")
    page.set_viewport_size(PHONE)
    found += judge(page, axe, f"{where}, phone")
    page.set_viewport_size(DESKTOP)
    return found


def send_empty_form(page):
    page.locator("main form[method=post] button[type=submit]").click()
    page.wait_for_load_state()


def test_axe_finds_nothing_in_german_only_pages(axe, open_public):
    page = open_public(DESKTOP)
    found = []
    for name, path in GERMAN_ONLY.items():
        page.goto(path, wait_until="networkidle")
        found += judge_in_both_sizes(page, axe, f"{name} {path}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(axe, open_public, pages, language):
    page = open_public(DESKTOP)
    found = []
    for name, path in pages.items():
        address = translate_path(path, language)
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == language
        found += judge_in_both_sizes(page, axe, f"{name} {address}")
    for name, path in FORMS.items():
        page.goto(translate_path(path, language))
        send_empty_form(page)
        assert page.locator("main [aria-invalid=true]").count()
        found += judge_in_both_sizes(page, axe, f"{name}, {language}")
    assert not found, "\n".join(found)


def test_axe_finds_nothing_in_the_dark(axe, open_public, pages, centre_url):
    page = open_public(DESKTOP, color_scheme="dark")
    found = []
    for path in ["/", "/angebote/", "/kontakt/", "/team/", "/ar/", *find_offerings(make_fetch(centre_url)).values()]:
        page.goto(path)
        found += judge_in_both_sizes(page, axe, f"dark {path}")
    assert not found, "\n".join(found)


def test_axe_would_find_something(axe, open_public):
    """The proof that a green run says something."""
    page = open_public(PHONE)
    page.goto("/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=/x.png><a href=/></a>')")

    found = judge(page, axe, "/")

    assert [line.split("\n    ")[1].split(" ")[0] for line in found] == ["image-alt", "link-name"]

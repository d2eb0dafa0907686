"""The finder in pieces: what htmx gets, quick choices, addresses for other search engines, help without hits."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup

from catalogue.factories import CoursePageFactory, RunFactory
from search.presentation import is_worth_indexing
from search.query import Query
from search.shortcuts import build_shortcuts
from tests.pages import read, text_of

PART = {"HX-Request": "true"}
MONDAY = date(2026, 11, 23)


@pytest.fixture
def courses(tree, reindex):
    for number in range(3):
        course = CoursePageFactory(parent=tree.courses, title=f"Nähen {number}", childcare=number == 0)
        RunFactory(offering=course, price=0 if number else 20)
    reindex()


def get_vary(response):
    return {name.strip() for name in response["Vary"].split(",")}


def test_htmx_gets_what_changes_and_the_address_of_it(client, courses):
    response = client.get("/angebote/?q=&from=&price=free", headers=PART)

    part = BeautifulSoup(response.content, "html.parser")
    assert [child.name for child in part.find_all(recursive=False)] == ["title", "section", "div", "span"]
    assert part.title.string.startswith("Angebote – ")
    assert part.select_one("#finder-results")["data-found"] == "2 Angebote gefunden"
    assert part.select_one("#finder-fields")["hx-swap-oob"] == "innerHTML"
    assert text_of(part.select_one("#finder-chosen")) == "1"
    assert response["HX-Push-Url"] == "/angebote/?price=free"


def test_same_search_again_is_no_step_back(client, courses):
    headers = {**PART, "HX-Current-URL": "http://testserver/angebote/?price=free"}

    response = client.get("/angebote/?q=&price=free", headers=headers)

    assert response["HX-Replace-Url"] == "/angebote/?price=free"
    assert "HX-Push-Url" not in response


def test_page_and_part_are_told_apart_by_caches(client, courses):
    whole, part = client.get("/angebote/"), client.get("/angebote/", headers=PART)

    assert whole.content.strip().startswith(b"<!doctype html>")
    assert b"<!doctype" not in part.content
    for response in (whole, part):
        assert {"HX-Request", "HX-History-Restore-Request"} <= get_vary(response)


def test_back_button_gets_the_whole_page(client, courses):
    response = client.get("/angebote/", headers={**PART, "HX-History-Restore-Request": "true"})

    assert b"hx-history-elt" in response.content
    assert "HX-Push-Url" not in response


def test_part_is_escaped(client, courses):
    content = client.get("/angebote/?q=<script>alert(1)</script>&type=<b>", headers=PART).content.decode()

    assert "<script" not in content
    assert "<b>" not in content


def test_finder_is_a_form_and_links_without_scripts(client, courses):
    page = read(client, "/angebote/?price=free&page_size=1")

    form = page.select_one("form.finder__form")
    assert (form["method"], form["action"]) == ("get", "/angebote/")
    assert form.select_one("#finder-filters button[type=submit]")
    assert [box["value"] for box in form.select("input[name=price][checked]")] == ["free"]
    assert all(link["href"].startswith("/angebote/") for link in page.select("[hx-boost] a"))
    # neither is allowed by the policy for contents
    assert page.select("#inhalt [style], #inhalt style, #inhalt script, [onclick], [hx-on]") == []


def test_shortcuts_set_and_take_away():
    def describe(query):
        return [(each.name, each.url, each.is_on) for each in build_shortcuts(query, "/angebote/", today=MONDAY)]

    assert describe(Query.build(q="Chor", page=3)) == [
        ("today", "/angebote/?q=Chor&from=2026-11-23&to=2026-11-23", False),
        ("week", "/angebote/?q=Chor&from=2026-11-23&to=2026-11-29", False),
        ("free", "/angebote/?q=Chor&price=free", False),
        ("childcare", "/angebote/?q=Chor&childcare=1", False),
    ]
    chosen = Query.build(
        selections={"price": ["free", "paid"], "childcare": ["1"]},
        date_from=MONDAY,
        date_to=MONDAY + timedelta(days=6),
    )
    assert describe(chosen)[1:] == [
        ("week", "/angebote/?price=free&price=paid&childcare=1", True),
        ("free", "/angebote/?from=2026-11-23&to=2026-11-29&price=paid&childcare=1", True),
        ("childcare", "/angebote/?from=2026-11-23&to=2026-11-29&price=free&price=paid", True),
    ]


def test_on_sunday_this_week_is_today():
    sunday = MONDAY + timedelta(days=6)

    today, week, *_rest = build_shortcuts(Query(), "/", today=sunday)

    assert today.url == week.url == "/?from=2026-11-29&to=2026-11-29"


@pytest.mark.parametrize(
    ("query", "is_worth"),
    [
        (Query(), True),
        (Query.build(selections={"price": ["free"], "childcare": ["1"]}), True),
        (Query.build(selections={"price": ["free", "paid"], "childcare": ["1"]}), False),
        (Query(page=10), True),
        (Query(page=11), False),
        (Query(q="Chor"), False),
        (Query(sort="title"), False),
    ],
)
def test_other_search_engines_keep_few_mixes(query, is_worth):
    assert is_worth_indexing(query) == is_worth


def test_page_says_its_own_address_or_asks_not_to_be_kept(client, courses):
    def read_head(query):
        page = read(client, f"/angebote/{query}")
        canonical, robots = page.select_one("link[rel=canonical]"), page.select_one("meta[name=robots]")
        return canonical and canonical["href"].partition("/angebote/")[2], robots and robots["content"]

    assert read_head("?utm=x&price=free&page=1") == ("?price=free", None)
    assert read_head("?price=free&type=quatsch") == (None, "noindex, follow")
    assert read_head("?q=Nähen") == (None, "noindex, follow")
    assert read_head("?view=calendar") == (None, "noindex, follow")


def test_nothing_found_leads_on(client, courses):
    page = read(client, "/angebote/?q=Nähen&price=free&childcare=1")

    help_text = text_of(page.select_one(".finder__nothing"))
    assert "ohne „Preis“ (1 Angebot)" in help_text
    assert page.select_one('.finder__nothing a[href="/angebote/?type=counselling"]')
    # the cards of the way that gives up least
    assert [text_of(title) for title in page.select(".finder__hits .card__title")] == ["Nähen 0"]


def test_nothing_near_is_not_made_up(client, courses):
    page = read(client, "/angebote/?q=xxqqzz")

    assert page.select(".finder__hits") == []
    assert page.select_one('.finder__nothing a[href="/angebote/?type=counselling"]')


def test_search_can_be_kept_and_subscribed(client, courses):
    page = read(client, "/angebote/?price=free&q=")

    panel = page.select_one("#suche-merken")
    assert panel.select_one(".take-away__address a")["href"].endswith("/angebote/?price=free")
    links = [link["href"].split("?")[0] for link in panel.select("ul a")]
    assert {"/angebote/export/rss/", "/angebote/export/ics/"} <= set(links)

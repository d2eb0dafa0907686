from itertools import pairwise

import pytest
from django.test import override_settings
from django.urls import reverse
from wagtail.models import PageViewRestriction

from catalogue.factories import CoursePageFactory, UserFactory
from cms import extend
from home.domain.contact import get_organisation
from home.models import ContentPage
from tests.pages import read, text_of

pytestmark = pytest.mark.django_db

#: scripts that do something, not facts for machines
CODE = "script:not([type='application/ld+json'])"
LANGUAGES = ["de", "en", "uk", "ru", "tr", "ar"]


def add_page(tree, slug, title, **values):
    tree.home.refresh_from_db()
    return tree.home.add_child(instance=ContentPage(slug=slug, title=title, **values))


def test_menu_holds_the_pages_for_the_menu(client, tree):
    add_page(tree, "ueber-uns", "Über uns", show_in_menus=True)
    add_page(tree, "hilfe", "Hilfe")
    add_page(tree, "entwurf", "Entwurf", show_in_menus=True, live=False)
    intern = add_page(tree, "intern", "Intern", show_in_menus=True)
    PageViewRestriction.objects.create(page=intern, restriction_type=PageViewRestriction.LOGIN)

    page = read(client, "/team/")

    assert [(text_of(link), link["href"], link.get("aria-current")) for link in page.select(".main-menu a")] == [
        ("Angebote", "/angebote/", None),
        ("Für wen?", "/zielgruppen/", None),
        ("Team", "/team/", "page"),
        ("Kontakt", "/kontakt/", None),
        ("Über uns", "/ueber-uns/", None),
    ]
    assert [text_of(link) for link in page.select("nav[aria-labelledby=footer-more] a")] == ["Hilfe"]


def test_section_is_marked_on_the_pages_below_it(client, tree):
    CoursePageFactory(parent=tree.courses, slug="naehen")

    marked = read(client, "/angebote/kurse/naehen/").select(".main-menu [aria-current]")

    assert [(text_of(link), link["aria-current"]) for link in marked] == [("Angebote", "true")]


def test_legal_pages_come_in_a_fixed_order(client, tree):
    for slug, title in [
        ("barrierefreiheit", "Barrierefreiheit"),
        ("impressum", "Impressum"),
        ("datenschutz", "Datenschutz"),
    ]:
        add_page(tree, slug, title)

    links = [text_of(link) for link in read(client, "/").select(".site-footer__legal a")]

    assert links == ["Impressum", "Datenschutz", "Barrierefreiheit", "Barriere melden", "Anmelden"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_menu_leads_to_the_same_page_with_its_query(client, tree, language):
    prefix = "" if language == "de" else f"/{language}"

    page = read(client, f"{prefix}/kontakt/?anliegen=volunteering")

    assert (page.html["lang"], page.html["dir"]) == (language, "rtl" if language == "ar" else "ltr")
    assert [link["href"] for link in page.select(".languages a")] == [
        f"{'' if code == 'de' else '/' + code}/kontakt/?anliegen=volunteering" for code in LANGUAGES
    ]
    assert [link["lang"] for link in page.select(".languages a[aria-current]")] == [language]
    assert [text_of(link) for link in page.select(".languages a")] == [
        "Deutsch",
        "English",
        "Українська",
        "Русский",
        "Türkçe",
        "العربية",
    ]


def test_links_keep_the_language(client, tree):
    page = read(client, "/uk/team/")

    assert {link["href"].split("/")[1] for link in page.select(".main-menu a, .site-name")} == {"uk"}


def test_content_page_speaks_the_visitors_language_where_it_can(client, tree):
    add_page(
        tree,
        "ueber-uns",
        "Über uns",
        summary="Wer wir sind.",
        show_in_menus=True,
        body=[("text", "<p>Ein Haus.</p>")],
        text_translations={"en": {"title": "About us", "summary": "Who we are."}},
    )

    page = read(client, "/en/ueber-uns/")

    assert (page.h1.get_text(), page.h1["lang"]) == ("About us", "en")
    assert text_of(page.select_one(".lead")) == "Who we are."
    assert "only available in German" in text_of(page.select_one("main .notice"))
    assert page.select_one(".prose")["lang"] == "de"
    assert text_of(page.select(".main-menu a")[-1]) == "About us"


def test_footer_tells_address_hours_and_memberships(client, tree):
    organisation = get_organisation()
    organisation.street, organisation.postal_code, organisation.city = "Stettiner Straße 120", "40595", "Düsseldorf"
    organisation.memberships = "Der Paritätische\n\nStadtsportbund"
    organisation.save()

    footer = text_of(read(client, "/").select_one(".site-footer"))

    assert "Stettiner Straße 120 40595 Düsseldorf" in footer
    assert "Mitglied: Der Paritätische Mitglied: Stadtsportbund" in footer


@pytest.mark.parametrize(
    "url", ["/", "/angebote/kurse/naehen/", "/zielgruppen/", "/team/", "/kontakt/", "/nix/", "/konto/login/"]
)
def test_pages_load_nothing_from_elsewhere_and_carry_no_inline_code(client, tree, url):
    CoursePageFactory(parent=tree.courses, slug="naehen")

    page = read(client, url, status=404 if url == "/nix/" else 200)

    sources = [
        tag.get("src") or tag.get("href") for tag in page.select(f"{CODE}, link[rel=stylesheet], link[rel=icon], img")
    ]
    assert [source for source in sources if not source or not source.startswith(("/static/", "/media/"))] == []
    assert [tag.get_text() for tag in page.select(CODE) if tag.get_text().strip()] == []
    assert page.select("style, [style], [onclick]") == []
    assert "style-src 'self'" in client.get(url)["Content-Security-Policy"]


@pytest.mark.parametrize(
    "url", ["/", "/angebote/kurse/naehen/", "/zielgruppen/", "/team/", "/kontakt/", "/en/kontakt/", "/nix/"]
)
def test_pages_are_built_for_assistive_technology(client, tree, url):
    course = CoursePageFactory(parent=tree.courses, slug="naehen", easy_language="Ja.")
    assert course.pk

    page = read(client, url, status=404 if url == "/nix/" else 200)

    assert len(page.select("h1")) == 1
    assert len(page.select("main")) == 1
    levels = [int(heading.name[1]) for heading in page.select("h1, h2, h3, h4")]
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []
    ids = [tag["id"] for tag in page.select("[id]")]
    assert sorted(ids) == sorted(set(ids))
    labelled = {label["for"] for label in page.select("label[for]")}
    fields = [tag for tag in page.select("input, select, textarea") if tag.get("type") != "hidden"]
    assert [tag for tag in fields if tag.get("id") not in labelled] == []
    referenced = [name for tag in page.select("[aria-labelledby]") for name in tag["aria-labelledby"].split()]
    assert [name for name in referenced if name not in ids] == []
    assert [image for image in page.select("img") if image.get("alt") is None] == []
    assert page.select_one(".skip-link")["href"] == "#inhalt"


def test_editors_find_the_way_to_edit_and_visitors_do_not(client, tree):
    assert "bearbeiten" not in text_of(read(client, "/team/").select_one(".site-footer"))
    client.force_login(UserFactory(is_superuser=True))

    links = read(client, "/team/").select(".site-footer__legal a")

    assert reverse("wagtailadmin_pages:edit", args=[tree.team.pk]) in [link["href"] for link in links]


def test_visitors_get_no_cookie(client, tree):
    assert client.get("/").cookies == {}
    assert "Cookie" not in client.get("/").get("Vary", "")


def test_unknown_page_offers_search_and_telephone(client, tree):
    organisation = get_organisation()
    organisation.phone = "0211 4711"
    organisation.save()

    page = read(client, "/gibt-es-nicht/", status=404)

    assert page.select_one("main form")["action"] == "/angebote/"
    assert "0211 4711" in text_of(page.main)


def test_server_error_page_needs_neither_request_nor_context(client, tree):
    from django.template.loader import render_to_string

    organisation = get_organisation()
    organisation.phone = "0211 4711"
    organisation.save()

    page = render_to_string("500.html")

    assert "0211 4711" in page
    assert "Es liegt nicht an Ihnen" in page


def test_forbidden_page_speaks_german(client, tree, rf):
    from django.core.exceptions import PermissionDenied
    from django.views.defaults import permission_denied

    request = rf.get("/x/")
    response = permission_denied(request, PermissionDenied())

    assert response.status_code == 403
    assert "nur für bestimmte Personen" in response.content.decode()


def test_too_many_requests_page_renders(rf, tree):
    from django.shortcuts import render

    assert "sehr viele Anfragen" in render(rf.get("/"), "429.html", status=429).content.decode()


@override_settings(ROOT_URLCONF="cms.urls")
def test_script_is_small():
    from pathlib import Path

    from django.contrib.staticfiles import finders

    assert Path(finders.find("cms/site.js")).stat().st_size < 5_000


class PathEnding(extend.PageEnding):
    def draw(self, request, page):
        return f"Ende von {page.slug}"


@pytest.mark.parametrize(
    ("path", "status", "ending"),
    [
        ("/", 200, "Ende von start"),
        ("/team/", 200, "Ende von team"),
        ("/angebote/", 200, "Ende von angebote"),
        ("/en/zielgruppen/", 200, "Ende von zielgruppen"),
        ("/kontakt/", 200, "Ende von kontakt"),
        ("/gibt-es-nicht/", 404, ""),
        ("/konto/login/", 200, ""),
        ("/merkliste/", 200, ""),
    ],
)
def test_endings_stand_below_pages_of_the_site_alone(client, tree, monkeypatch, path, status, ending):
    point = extend.Point(extend.PageEnding, what="page ending")
    point.add("path", PathEnding())
    monkeypatch.setattr(extend, "page_endings", point)

    page = read(client, path, status=status)

    assert page.main.next_sibling.strip() == ending


def test_endings_of_a_course_stand_below_it(client, tree, monkeypatch):
    point = extend.Point(extend.PageEnding, what="page ending")
    point.add("path", PathEnding())
    monkeypatch.setattr(extend, "page_endings", point)
    course = CoursePageFactory(parent=tree.courses, slug="naehen")

    assert read(client, course.url).main.next_sibling.strip() == "Ende von naehen"

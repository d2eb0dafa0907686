"""Content pages in other languages: translated in wagtail-localize, read at the German page's address."""

import pytest
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from catalogue.factories import CoursePageFactory, TargetGroupPageFactory
from home.models import ContentPage, HomePage
from search.backends import get_backend
from search.indexing import find_drift
from search.query import Query
from tests.pages import count_queries, read, text_of
from tests.translating import publish_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def about(tree):
    page = ContentPage(
        title="Über uns",
        slug="ueber-uns",
        summary="Wer wir sind.",
        body=[("text", "<p>Ein Haus für alle.</p>")],
        show_in_menus=True,
    )
    tree.home.add_child(instance=page)
    page.save_revision().publish()
    return page


ENGLISH = {
    "Über uns": "About us",
    "Wer wir sind.": "Who we are.",
    "Ein Haus für alle.": "A house for everybody.",
}


def test_translated_page_is_read_at_the_address_of_the_german_one(client, about):
    publish_translation(about, "en", ENGLISH)

    page = read(client, "/en/ueber-uns/")

    assert (page.h1.get_text(), page.h1["lang"]) == ("About us", "en")
    assert text_of(page.select_one(".lead")) == "Who we are."
    assert (text_of(page.select_one(".prose")), page.select_one(".prose").get("lang")) == (
        "A house for everybody.",
        None,
    )
    assert page.select("main .notice") == []
    assert text_of(page.select(".main-menu a")[-1]) == "About us"
    assert [link["href"] for link in page.select("link[hreflang=en], link[hreflang=de]")] == [
        "http://testserver/ueber-uns/",
        "http://testserver/en/ueber-uns/",
    ]
    assert client.get("/start-en/ueber-uns/").status_code == 404


def test_other_languages_keep_the_german_text_and_say_so(client, about):
    publish_translation(about, "en", ENGLISH)

    for url in ("/ueber-uns/", "/tr/ueber-uns/"):
        page = read(client, url)
        assert text_of(page.select_one(".prose")) == "Ein Haus für alle."
        assert page.h1["lang"] == "de"
    assert page.select_one(".prose")["lang"] == "de"


def test_sections_keep_their_names_in_languages_nobody_translated_them_into(client, tree):
    publish_translation(tree.contact, "en", {"Kontakt": "Get in touch"})

    assert text_of(read(client, "/en/team/").select(".main-menu a")[-1]) == "Get in touch"
    assert text_of(read(client, "/uk/team/").select(".main-menu a")[-1]) == "Контакти"
    assert read(client, "/en/kontakt/").h1.get_text() == "Get in touch"


def test_untranslated_parts_are_marked_german(client, about):
    publish_translation(about, "en", {"Über uns": "About us"})

    page = read(client, "/en/ueber-uns/")

    assert page.h1["lang"] == "en"
    assert page.select_one(".lead")["lang"] == "de"
    assert page.select_one(".prose")["lang"] == "de"


def test_draft_of_a_translation_stays_hidden(client, about):
    publish_translation(about, "en", ENGLISH, publish=False)

    assert read(client, "/en/ueber-uns/").h1.get_text() == "Über uns"
    assert client.get("/en/angebote/?q=house for everybody").context["results"].total == 0


def test_translation_is_gone_with_its_german_page(client, about):
    publish_translation(about, "en", ENGLISH)
    about.unpublish()

    assert client.get("/en/ueber-uns/").status_code == 404


def test_private_translation_and_private_german_page_stay_private(client, about):
    translated = publish_translation(about, "en", ENGLISH)
    restriction = PageViewRestriction.objects.create(page=translated, restriction_type=PageViewRestriction.LOGIN)
    assert read(client, "/en/ueber-uns/").h1.get_text() == "Über uns"

    restriction.delete()
    PageViewRestriction.objects.create(page=about, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/en/ueber-uns/").status_code == 302


def test_translated_page_is_found_once_and_in_its_language(client, about):
    publish_translation(about, "en", ENGLISH)

    for text in ("About us", "house everybody"):
        [hit] = client.get("/en/angebote/", {"q": text}).context["results"].hits
        assert (hit.title, hit.lang, hit.summary, hit.url) == ("About us", "en", "Who we are.", "/en/ueber-uns/")
    [hit] = client.get("/angebote/?q=Über uns").context["results"].hits
    assert (hit.title, hit.url) == ("Über uns", "/ueber-uns/")
    drift = find_drift()
    assert (drift.stale, drift.superfluous) == ((), ())


def test_withdrawn_translation_leaves_the_search(client, about):
    publish_translation(about, "en", ENGLISH).unpublish()

    assert client.get("/en/angebote/?q=house everybody").context["results"].total == 0
    assert client.get("/en/angebote/?q=Haus").context["results"].hits[0].title == "Über uns"


def test_translated_target_group_is_no_second_target_group(client, tree):
    group = TargetGroupPageFactory(parent=tree.target_groups, title="Frauen", slug="frauen", body="<p>Nur Mut.</p>")
    course = CoursePageFactory(parent=tree.courses, title="Tanzen")
    course.target_groups.add(group)
    course.save()
    course.save_revision().publish()
    publish_translation(group, "en", {"Frauen": "Women", "Nur Mut.": "Take heart."})

    page = read(client, "/en/zielgruppen/frauen/")
    assert (page.h1.get_text(), text_of(page.select_one(".prose"))) == ("Women", "Take heart.")
    assert [text_of(title) for title in page.select(".card__title")] == ["Tanzen"]
    assert len(read(client, "/en/").select(".tile")) == 1
    assert len(read(client, "/en/zielgruppen/").select(".card")) == 1
    values = get_backend().search(Query.build()).facets_by_name["target_group"].values
    assert [value.value for value in values] == ["frauen"]
    form = type(course).get_edit_handler().get_form_class()(instance=course)
    assert list(form.fields["target_groups"].queryset) == [group]


def test_home_page_speaks_the_language_of_the_visitor(client, tree):
    tree.home.claim = "Voneinander lernen"
    tree.home.save_revision().publish()
    publish_translation(tree.home, "ar", {"Voneinander lernen": "نتعلّم معًا"})

    page = read(client, "/ar/")

    assert (page.html["dir"], page.h1.get_text(), page.h1["lang"]) == ("rtl", "نتعلّم معًا", "ar")
    assert read(client, "/").h1.get_text() == "Voneinander lernen"
    assert HomePage.objects.count() == 2


def test_translation_follows_the_german_page_only_when_somebody_says_so(client, about):
    publish_translation(about, "en", ENGLISH)
    about.refresh_from_db()
    about.summary = "Wer wir heute sind."
    about.save_revision().publish()

    assert text_of(read(client, "/en/ueber-uns/").select_one(".lead")) == "Who we are."


def test_language_costs_the_same_few_queries_on_every_page(client, about):
    german = count_queries(client, "/en/ueber-uns/")
    publish_translation(about, "en", ENGLISH)

    # the lookup of restrictions is made once there is something they could hide
    assert count_queries(client, "/en/ueber-uns/") - german in (0, 1)
    assert count_queries(client, "/ueber-uns/") <= 25


def test_sitemap_names_translated_addresses(client, about):
    publish_translation(about, "en", ENGLISH)

    sitemap = client.get("/sitemap.xml").content.decode()

    assert sitemap.count("/ueber-uns/</loc>") == 2
    assert "/en/ueber-uns/</loc>" in sitemap
    assert "start-en" not in sitemap


def test_copies_nobody_translated_are_no_translations(client, about):
    """wagtail-localize makes them of the sections above a translated page."""
    below = ContentPage(title="Team", slug="unser-team")
    about.add_child(instance=below)
    below.save_revision().publish()
    publish_translation(below, "en", {"Team": "Crew"})

    assert Page.objects.get(translation_key=about.translation_key, locale__language_code="en").alias_of_id == about.pk
    assert read(client, "/en/ueber-uns/").h1["lang"] == "de"
    assert read(client, "/en/ueber-uns/unser-team/").h1.get_text() == "Crew"


def test_editor_looks_at_the_public_page_from_the_translation(about):
    translated = publish_translation(about, "en", ENGLISH)

    assert translated.get_url() == "/en/ueber-uns/"


def test_preview_of_a_translation_is_the_page_visitors_would_see(client, about, admin_user):
    translate_object(about, [Locale.objects.get(language_code="en")], user=admin_user)
    translation = Translation.objects.get()
    client.force_login(admin_user)

    response = client.get(f"/admin/localize/translate/{translation.pk}/preview/")

    assert response.status_code == 200
    assert b'<html lang="en"' in response.content
    assert "Ein Haus für alle." in response.content.decode()


def test_home_page_leads_to_a_form_once_however_many_languages_its_page_has(client, tree):
    page = ContentPage(title="Mitmachen", slug="mitmachen", form=ContentPage.Form.VOLUNTEERING)
    tree.home.add_child(instance=page)
    page.save_revision().publish()
    publish_translation(page, "en", {"Mitmachen": "Join in"})

    home = read(client, "/")

    assert len(home.select('a[href$="/mitmachen/#formular"]')) == 1

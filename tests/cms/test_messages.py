import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation import gettext, ngettext

from cms import messages
from cms.messages import (
    collect_messages,
    compile_translations,
    find_problems,
    get_languages,
    get_plugin,
    list_origins,
    update_translations,
)


@pytest.fixture(scope="module")
def texts():
    return collect_messages()


@pytest.fixture
def folder(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    return tmp_path


def make_catalog(*texts):
    catalog = Catalog()
    for text in texts:
        catalog.add(text)
    return catalog


def translate(language, wanted, **translations):
    """Write the file of a language with these texts, as a translator would."""
    catalog = update_translations(language, wanted)
    for message in catalog:
        if message.id:
            message.string = translations.get("text", "")
    with messages.get_core().get_path(language).open("wb") as file:
        messages.write_po(file, catalog)


@pytest.mark.parametrize("language", get_languages())
def test_every_text_is_translated(language, texts):
    assert find_problems(language, texts) == []


@pytest.mark.parametrize("origin", list_origins(), ids=lambda origin: origin.name or "core")
def test_german_texts_stay_as_they_are(origin):
    """Wagtail and Django speak German too: their "Form" is a form to fill in, their "Tag" a keyword."""
    with translation.override("de"):
        read = {message.id: say(message) for message in collect_messages(origin) if message.id}

    assert {text: said for text, said in read.items() if said != (text if isinstance(text, str) else text[0])} == {}


def say(message):
    text = message.id if isinstance(message.id, str) else message.id[0]
    return translation.pgettext(message.context, text) if message.context else translation.gettext(text)


def get_places(message):
    return {place for place, _line in message.locations}


def test_texts_come_from_programs_and_templates(texts):
    assert get_places(texts.get("Zum Inhalt springen")) == {"cms/templates/base.html"}
    assert "search/jinja2/search/facts.html" in get_places(texts.get("Kosten"))
    assert get_places(texts.get("online", context="Kursform")) == {"catalogue/choices.py"}


def test_update_keeps_translations_and_drops_what_is_gone(folder):
    translate("en", make_catalog("Suche", "Weg damit"), text="Search")

    catalog = update_translations("en", make_catalog("Suche", "Suchen"))

    assert {message.id: message.string for message in catalog if message.id} == {"Suche": "Search", "Suchen": None}


def test_update_without_news_changes_no_byte(folder):
    translate("en", make_catalog("Suche"), text="Search")
    update_translations("en", make_catalog("Suche"))
    before = messages.get_core().get_path("en").read_bytes()

    update_translations("en", make_catalog("Suche"))

    assert messages.get_core().get_path("en").read_bytes() == before


@pytest.mark.parametrize(
    ("source", "text", "problems"),
    [
        ("Suche", "Search", []),
        ("Suche", "", ["empty: 'Suche'"]),
        ("%(count)s Treffer", "hits", ["other placeholders: '%(count)s Treffer'"]),
        ("%(count)s Treffer", "%(number)s hits", ["other placeholders: '%(count)s Treffer'"]),
        (("%(n)s Kurs", "%(n)s Kurse"), ("one course", "%(n)s courses"), []),
        (("%(n)s Kurs", "%(n)s Kurse"), ("one course", "%(x)s courses"),
         ["other placeholders: ('%(n)s Kurs', '%(n)s Kurse')"]),
        (("%(n)s Kurs", "%(n)s Kurse"), ("one course", ""), ["empty: ('%(n)s Kurs', '%(n)s Kurse')"]),
    ],
)  # fmt: skip
def test_faults_of_a_translation_are_named(folder, source, text, problems):
    wanted = make_catalog(source)
    translate("en", wanted, text=text)

    assert find_problems("en", wanted) == problems


def test_missing_and_left_over_texts_are_named(folder):
    translate("en", make_catalog("Suche"), text="Search")

    assert find_problems("en", make_catalog("Finden")) == ["missing: 'Finden'", "no longer used: 'Suche'"]


def test_check_fails_with_the_cure(folder):
    with pytest.raises(CommandError, match=r"en: missing: (?s:.)*Cure: manage.py messages update"):
        call_command("messages", "check")


def test_compiled_texts_are_what_people_read(settings):
    for language in get_languages():
        assert compile_translations(language).stat().st_size > 10_000

    with translation.override("en"):
        assert gettext("Zum Inhalt springen") != "Zum Inhalt springen"
        assert ngettext("%(count)s Angebot", "%(count)s Angebote", 2) != "%(count)s Angebote"


def test_text_that_is_counted_and_plain_is_refused(settings, tmp_path, monkeypatch):
    (tmp_path / "cms").mkdir()
    (tmp_path / "cms" / "both.py").write_text('gettext("Ort")\nngettext("Ort", "Orte", 2)\n')
    monkeypatch.setattr(messages, "ROOT", tmp_path)

    with pytest.raises(ValueError, match=r"not in another: \[\('Ort', None\)\]"):
        collect_messages()


def test_word_that_is_also_counted_is_translated():
    with translation.override("en"):
        assert (gettext("Sprache"), gettext("Ort")) == ("Language", "Location")


@pytest.fixture
def plugin(tmp_path):
    """A plugin of somebody else's, with three texts."""
    package = tmp_path / "kintop_choirs" / "kintop_choirs"
    (package / "tests").mkdir(parents=True)
    (package / "fonts").mkdir()
    (package / "views.py").write_text(
        'gettext("Angebote suchen")\ngettext("Stimmlage")\nngettext("ein Lied", "Lieder", 2)\n'
    )
    (package / "tests" / "test_views.py").write_text('gettext("nur im Test")\n')
    (package / "fonts" / "licence.txt").write_text("no program (and not even balanced")
    return get_plugin(package.parent)


def test_plugin_has_its_own_texts_and_takes_over_what_the_core_says_alike(plugin):
    catalog = update_translations("en", collect_messages(plugin), plugin)

    assert {message.id: message.string for message in catalog if message.id} == {
        "Angebote suchen": "Search offerings",
        "Stimmlage": None,
        ("ein Lied", "Lieder"): ("", ""),
    }
    assert get_places(catalog.get("Stimmlage")) == {"kintop_choirs/views.py"}
    assert plugin.get_path("en").relative_to(plugin.root).parts[:3] == ("kintop_choirs", "locale", "en")


def test_text_without_translation_is_left_out_of_what_gettext_reads(plugin):
    """An empty form of a counted text would be shown as nothing."""
    update_translations("en", collect_messages(plugin), plugin)

    with compile_translations("en", plugin).open("rb") as file:
        read = GNUTranslations(file)

    assert read.ngettext("ein Lied", "Lieder", 2) == "Lieder"
    assert read.gettext("Angebote suchen") == "Search offerings"


def test_core_and_its_plugins_keep_their_texts_apart():
    names = [origin.name for origin in list_origins()]
    core = {place for message in collect_messages() for place in get_places(message)}

    assert names[0] == ""
    assert {"kintop_booklet", "kintop_events", "kintop_feedback"} <= set(names)
    assert [place for place in core if place.startswith(("plugins/", "kintop_"))] == []


def test_command_works_on_plugins_elsewhere(plugin, capsys):
    call_command("messages", "update", str(plugin.root))
    with pytest.raises(CommandError, match="kintop_choirs en: empty: 'Stimmlage'"):
        call_command("messages", "check", str(plugin.root))
    call_command("messages", "compile", str(plugin.root))

    assert "kintop_choirs en: 3 texts, 2 to translate" in capsys.readouterr().out.splitlines()
    assert plugin.get_path("ar").with_suffix(".mo").exists()


def test_stamp_of_make_notices_translations_of_plugins():
    makefile = (Path(messages.ROOT) / "Makefile").read_text()
    patterns = re.search(r"\.messages:.*\$\(wildcard (.*)\)", makefile)[1].split()
    found = {path for pattern in patterns for path in messages.ROOT.glob(pattern)}

    assert found == {path for path in messages.ROOT.glob("**/locale/*/LC_MESSAGES/*.po") if ".venv" not in str(path)}

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation import gettext, ngettext

from cms import messages
from cms.messages import collect_messages, compile_translations, find_problems, get_languages, update_translations


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
    with messages.get_path(language).open("wb") as file:
        messages.write_po(file, catalog)


@pytest.mark.parametrize("language", get_languages())
def test_every_text_is_translated(language, texts):
    assert find_problems(language, texts) == []


def test_german_texts_stay_as_they_are(texts):
    """Wagtail and Django speak German too: their "Form" is a form to fill in, their "Tag" a keyword."""
    with translation.override("de"):
        read = {message.id: say(message) for message in texts if message.id}

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
    before = messages.get_path("en").read_bytes()

    update_translations("en", make_catalog("Suche"))

    assert messages.get_path("en").read_bytes() == before


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

"""No page says something in German that it does not mark as German: a small centre, read in each language."""

import re
from datetime import date
from functools import cache

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.utils.formats import date_format
from django.utils.translation import override

from catalogue.models import Funder, Lecturer, Subject, TargetGroupPage, Venue
from cms.messages import PLACEHOLDER, collect_messages, read_translations
from home.demo.plugins import load_demos_of_plugins
from home.domain.contact import get_organisation
from tests.public_pages import FORMS, LANGUAGES, find_pages, list_paths, translate_path
from tests.reading_languages import list_said

OFFERINGS = 16
FREQUENT_IN_GERMAN = """
    für und mit Uhr ab oder nicht kein keine ist sind wird werden bei beim von vom zu zum zur auf aus nach über auch
    nur noch bis wir Sie Ihre Ihr Ihnen ein eine einen einem einer der das dem den des im am
"""
GERMAN_WORDS = set(FREQUENT_IN_GERMAN.split())
#: words that English and Turkish have as well
SHARED_WORDS = {"en": {"am", "des"}, "tr": {"ab", "am", "den", "der"}}
LETTERS = re.compile(r"[A-Za-zÄÖÜäöüß]{3}")
#: texts with a gap and less than this around it are like everything
ENOUGH_LETTERS = 4

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def centre(django_db_setup, django_db_blocker):
    """All pages and people of the demo, and a sample of its offerings."""
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        override_settings(KINTOP_DEMO_LOGINS=False),
        transaction.atomic(),
    ):
        # pictures say nothing, but their descriptions do: one of each motif is enough
        patch.setattr("home.demo.load.load_portraits", lambda _data: None)
        patch.setattr("home.demo.gallery.VARIANTS", 1)
        call_command("demo", offerings=OFFERINGS, verbosity=0)
        load_demos_of_plugins()
        call_command("search", "rebuild", verbosity=0)
        yield Centre()
        transaction.set_rollback(True)


class Centre:
    """Reads each language once, whatever is asked of it."""

    def fetch(self, path) -> str:
        return Client().get(path).content.decode()

    @cache  # noqa: B019 -- one object for the module
    def list_addresses(self) -> list[str]:
        return list(dict.fromkeys([*list_paths(self.fetch), *find_pages(self.fetch).values()]))

    @cache  # noqa: B019 -- one object for the module
    def read(self, language: str) -> dict:
        """What is said -> the page it was found on first."""
        found = {}
        for path in self.list_addresses():
            address = translate_path(path, language)
            for said in list_said(self.fetch(address), language):
                found.setdefault(said, address)
        for path in FORMS.values():
            address = translate_path(path, language)
            for said in list_said(Client().post(address, {}).content.decode(), language):
                found.setdefault(said, f"{address}, sent empty")
        return found

    @cache  # noqa: B019 -- one object for the module
    def get_names(self) -> set[str]:
        """Of people, houses and streets, which are the same in every language."""
        organisation = get_organisation()
        town = f"{organisation.postal_code} {organisation.city}"
        names = {organisation.name, organisation.legal_name, organisation.street, town, organisation.email}
        names.add(organisation.head_of_agency)
        names |= {lecturer.full_name for lecturer in Lecturer.objects.all()}
        for venue in Venue.objects.all():
            names |= {venue.name, venue.address, venue.district, f"{venue.address}, {venue.district}"}
        return names

    @cache  # noqa: B019 -- one object for the module
    def get_translated_names(self, language: str) -> set[str]:
        """Some are the same as the German ones, and so are some months."""
        rows = [*Subject.objects.all(), *Venue.objects.all(), *TargetGroupPage.objects.all(), *Funder.objects.all()]
        names = {row.get_names().get(language, "") for row in rows}
        with override(language):
            return names | {date_format(date(2026, month, 1), "M") for month in range(1, 13)}


@cache
def list_messages() -> list[tuple[str, ...]]:
    return [
        message.id if isinstance(message.id, tuple) else (message.id,) for message in collect_messages() if message.id
    ]


@cache
def list_translated(language: str) -> frozenset[str]:
    """Everything the program says in this language."""
    found = set()
    for message in read_translations(language):
        found |= set(message.string) if isinstance(message.string, tuple) else {message.string}
    return frozenset(found - {""})


@cache
def make_pattern(texts: frozenset[str]) -> re.Pattern:
    """Matches what the texts become when their gaps are filled; texts that are nearly all gap are left out."""
    parts = []
    for text in sorted(texts):
        pieces = [" ".join(piece.split()) for piece in PLACEHOLDER.split(text)]
        if len(pieces) > 1 and sum(map(str.isalpha, "".join(pieces))) >= ENOUGH_LETTERS:
            parts.append(r"\s?.+?\s?".join(map(re.escape, pieces)))
    return re.compile("|".join(f"(?:{part})" for part in parts) or "(?!)")


def find_german(text: str, language: str) -> str:
    """Why this text is German, or nothing."""
    translated = list_translated(language)
    if text in translated:
        return ""
    messages = frozenset(text for texts in list_messages() for text in texts)
    if text in messages:
        return "text of the program, not translated"
    if make_pattern(messages).fullmatch(text) and not make_pattern(translated).fullmatch(text):
        return "text of the program with a gap, not translated"
    words = GERMAN_WORDS - SHARED_WORDS.get(language, set())
    if found := words & set(re.findall(r"\w+", text)):
        return f"German: {', '.join(sorted(found))}"
    return ""


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "de"])
def test_everything_german_is_marked_or_translated(centre, language):
    german = {said.text for said in centre.read("de")}
    found = []
    for said, address in centre.read(language).items():
        reason = find_german(without_names(said.text, centre), language)
        if not reason and said.text in german and is_wordy(said.text, centre, language):
            reason = "the same as on the German page"
        if reason and said.text not in centre.get_names():
            found.append(f"{address}: {said.place}: “{said.text[:120]}” ({reason})")
    assert not found, "\n".join(found)


def is_wordy(text, centre, language) -> bool:
    """There is something to translate in it: more than names, numbers and what is the same in both languages."""
    if text in list_translated(language) | centre.get_translated_names(language) or "@" in text:
        return False
    return bool(LETTERS.search(without_names(text, centre)))


def without_names(text: str, centre) -> str:
    """The Salon der Kulturen is called so in every language."""
    for name in sorted(centre.get_names(), key=len, reverse=True):
        text = text.replace(name, "")
    return text


def test_languages_are_read_at_all(centre):
    """The proof that a green run says something."""
    assert {len(centre.read(language)) > 500 for language in LANGUAGES} == {True}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Angebote finden", "text of the program, not translated"),
        ("Alle 12 Angebote ansehen", "text of the program with a gap, not translated"),
        ("Ein Tisch von oben mit Plätzen", "German: mit, von"),
        ("A table seen from above", ""),
        ("Telefon", ""),
    ],
)
def test_german_is_known_when_it_is_seen(text, reason):
    assert find_german(text, "tr") == reason


def test_marked_parts_are_left_out():
    html = """<html lang="en"><p lang="de" title="Eins">Zwei <b lang="en">Three</b></p><img alt="Four">
    <script>5</script></html>"""

    assert [said.text for said in list_said(html, "en")] == ["Three", "Four"]

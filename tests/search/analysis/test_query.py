import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import analyze_query
from tests.search.analysis.matching import get_alternatives, matches


def get_words(query):
    analyzed = analyze_query(query)
    return [term.text for term in analyzed.required], [term.text for term in analyzed.optional]


@pytest.mark.parametrize(
    "queries",
    [
        ["Kinderbetreuung", "Betreuung Kinder", "Kinder Betreuung", "Betreuung für Kinder", "Kinder-Betreuung"],
        ["Deutschkurs", "Deutschkurse", "deutsch kurs", "Kurs Deutsch", "DEUTSCH-KURS", "Deutschunterricht"],
        ["Nähkurs", "Kurs Nähen", "naehkurs", "Nahkurs", "Näh-Kurs", "Nähkurse"],
        ["Kinder Deutsch Kurs", "Deutschkurs Kinder", "Deutsch Kurs Kinder", "Kinder Deutschkurs"],
        ["Computerkurs", "PC-Kurs", "Kurs EDV", "computer kurs"],
        ["Seniorenkurs", "Kurs für Senioren", "Kurs für ältere Menschen", "Seniorinnen-Kurs"],
        ["Kindertanz", "Tanz für Kinder", "Kinder Tänze"],
        ["Eltern-Kind", "Eltern Kind", "Eltern und Kinder"],
        ["Onlinekurs", "Kurs online"],
        ["Kinderangebote", "Angebote für Kinder"],
        ["Hausaufgabenhilfe", "Hilfe bei den Hausaufgaben", "Hausaufgaben-Hilfe"],
    ],
)  # fmt: skip
def test_analyze_query_same_wish_has_the_same_fields(queries):
    # Words outside pairs also name themselves as typed, which never decides: their stem stands beside.
    decisive = [
        [frozenset(token for token in term if not token.startswith("x:")) for term in get_alternatives(query)]
        for query in queries
    ]
    assert [each for each in decisive if each != decisive[0]] == []


@pytest.mark.parametrize(
    ("query", "text"),
    [
        # compounds both ways
        ("deutsch kurs", "Deutschkurs A1"),
        ("Deutschkurs", "Kurs: Deutsch"),
        ("Kurs Nähen", "Nähkurs am Abend"),
        ("Nähkurs", "Kurs im Nähen"),
        ("Betreuung Kinder", "mit Kinderbetreuung"),
        ("Mutter Kind Gruppe", "Mutter-Kind-Gruppe"),
        ("Eltern Kind", "Mutter-Kind-Gruppe"),
        ("Kurs", "Deutschkurs"),
        ("Kurse", "Kurs"),
        # umlauts, ß, typing
        ("naehen", "Nähen"),
        ("nahen", "Nähen"),
        ("Strasse", "Stettiner Straße"),
        ("Buecher", "Bücher"),
        ("Tuerkisch", "Türkisch"),
        ("Cafe", "Café"),
        ("Frühstückscafé", "Frühstückscafe"),
        # synonyms
        ("Sprachkurs", "Deutschkurs"),
        ("Sprachkurs", "Integrationskurs"),
        ("DaF", "Deutsch als Zweitsprache"),
        ("Deutsch als Fremdsprache", "DaZ"),
        ("Dozent", "die Kursleiterin"),
        ("Kursleiter", "unsere Lehrer:innen"),
        ("Senioren", "55+"),
        ("55plus", "für ältere Menschen"),
        ("ältere Menschen", "Seniorinnen"),
        ("Kita", "Kindergarten"),
        ("Ehrenamt", "freiwillig"),
        ("Geflüchtete", "Flüchtlinge"),
        ("PC", "Computer"),
        ("EDV", "Computerkurs"),
        ("gratis", "kostenlos"),
        ("umsonst", "gebührenfreie Kurse"),
        ("BU", "Bildungsurlaub"),
        ("Bildungszeit", "Bildungsurlaub"),
        ("Bildungsurlaub", "Bildungszeit"),
        ("Lehrer", "Lehrer*innen"),
        ("LehrerInnen", "Lehrer"),
        ("E-Mail", "Email schreiben"),
        ("email", "E-Mail"),
        ("B1-Kurs", "Kurs B1"),
        ("A1.1-Kurs", "Kurs auf A1.1"),
        ("Garath-Treff", "Treff in Garath"),
        ("Garath-Treff", "Garathtreff"),
        ("Kin-Top", "Kintop"),
        ("KinTop", "bei Kin-Top"),
        ("Wo kann ich arbeiten?", "Arbeit"),
        # levels and numbers
        ("B1", "Deutsch B1"),
        ("a1.1", "Deutsch A1.1"),
        ("A 1.1", "Deutsch A1.1"),
        ("A1", "Deutsch A1.1"),
        ("Mi302-121H", "Kurs Mi302-121H"),
        ("mi302 121h", "Mi302-121H"),
        # whole sentences
        ("Wo kann ich kostenlos Deutsch lernen?", "Deutsch am Vormittag, kostenlos"),
        ("Ich suche einen Schwimmkurs für Frauen", "Schwimmen. Schwimmkurs nur für Frauen"),
        ("Gibt es Nähkurse mit Kinderbetreuung?", "Nähkurs. Betreuung für Kinder"),
        ("Wer hilft mir beim Ausfüllen von Formularen?", "Hilfe mit Formularen"),
        ("Kann ich mein Kind mitbringen?", "mit Kinderbetreuung"),
        ("Wer passt auf mein Kind auf?", "mit Kinderbetreuung"),
        ("Wer hilft mir bei einem Antrag?", "Hilfe bei Anträgen und Briefen"),
        ("Mein Kind hat Probleme in der Schule", "Nachhilfe für Kinder"),
        ("Rückenschmerzen", "Training für den Rücken"),
    ],
)
def test_analyze_query_finds(query, text):
    assert matches(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Deutschkurs", "Sprachkurs"),
        ("Integrationskurs", "Sprachkurs"),
        ("Laub", "Bildungsurlaub"),
        ("Kur", "Kurs"),
        ("Kurs", "Kur"),
        ("Kurs", "Wechselkurs"),
        ("A1.1", "Deutsch A1"),
        ("A1", "Deutsch A2"),
        ("Kinderbetreuung", "Beratung für Kinder. Betreuung für Senioren"),
        ("Kinderkurs", "Deutschkurs mit Kinderbetreuung"),
        ("Mini", "Antidiskriminierungsarbeit"),
        ("Rinne", "Schülerinnen"),
        ("Mode", "moderner Tanz"),
        ("Kuchen", "Küche"),
        ("Bluse", "Blues"),
        ("B1-Kurs", "Kurs A2"),
        ("E-Mail", "e"),
        ("Arbeit", "so arbeiten wir"),
    ],
)
def test_analyze_query_does_not_find(query, text):
    assert not matches(query, text)


@pytest.mark.parametrize(
    ("query", "language", "text"),
    [
        ("курс немецкого", "ru", "Deutschkurs"),
        ("курсы немецкого языка", "ru", "Deutschkurs"),
        ("німецька мова", "uk", "Deutsch A1"),
        ("курси для дітей", "uk", "Kurs für Kinder"),
        ("курсы шитья для женщин", "ru", "Nähkurs. Nur Frauen"),
        ("دورة لغة ألمانية", "ar", "Deutschkurs"),
        ("دورات مجانية للنساء", "ar", "Kurs, kostenlos, Frauen"),
        ("رعاية أطفال", "ar", "Kinderbetreuung"),
        ("Almanca kursu", "tr", "Deutschkurs"),
        ("ücretsiz Almanca kursları", "tr", "Deutschkurs, kostenlos"),
        ("kadınlar için dikiş kursu", "tr", "Nähkurs. Frauen"),
        ("German course", "en", "Deutschkurs"),
        ("free German lessons", "en", "Deutschkurs kostenlos"),
        ("homework help", "en", "Hausaufgabenhilfe"),
        ("swimming for women in the evening", "en", "Schwimmen. Frauen. Abend"),
        ("Kurs für дітей", "uk", "Kurs für Kinder"),
    ],
)
@pytest.mark.parametrize("page_language", ["de", None])
def test_analyze_query_other_languages_find_german_offerings(query, language, text, page_language):
    assert matches(query, text, query_language=page_language or language)


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [
        ("дитячі танці", "Танці для дітей", "uk"),
        ("вышивка", "Вышивка и чай", "ru"),
        ("Deutschkurs", "Курсы немецкого языка", "ru"),
        ("Kowalenko", "Олена Коваленко", "uk"),
        ("Коваленко", "Olena Kovalenko", "de"),
        ("Elena", "Олена", "uk"),
        ("courses", "a course of embroidery", "en"),
    ],
)
def test_analyze_query_finds_translated_titles_and_names(query, text, language):
    assert matches(query, text, language)


@pytest.mark.parametrize(
    ("query", "required", "optional"),
    [
        ("Wo kann ich kostenlos Deutsch lernen?", ["kostenlos", "Deutsch"], ["lernen"]),
        ("Schwimmkurs für Anfänger", ["Schwimmkurs"], ["Anfänger"]),
        ("Hilfe bei Schmerzen", ["Schmerzen"], ["Hilfe"]),
        ("Kindergeld beantragen", ["Kindergeld"], ["beantragen"]),
        ("Yoga in Düsseldorf um 18 Uhr", ["Yoga"], ["Düsseldorf", "18", "Uhr"]),
        ("lernen", ["lernen"], []),
        ("wie geht es", ["wie", "geht", "es"], []),
        ("Musik und Tanz", ["Musik", "Tanz"], []),
        ("Deutsch Frauen", ["Deutsch", "Frauen"], []),
        ("Kurs Kurse Kurs", ["Kurs"], []),
        ("bitte Mi302-121H", ["Mi302-121H"], []),
        ("", [], []),
        ("?! …", [], []),
    ],
)
def test_analyze_query_terms(query, required, optional):
    assert get_words(query) == (required, optional)


def test_analyze_query_course_numbers():
    analyzed = analyze_query("Kurs Mi302-121H")
    assert analyzed.codes == frozenset({"mi302121h"})
    assert [term.exact for term in analyzed.terms if term.text == "Mi302-121H"] == [frozenset({"mi302121h"})]


def test_analyze_query_typed_words_of_a_pair_only_boost():
    [term] = analyze_query("Kinderbetreuung").terms
    assert (term.boost, "kinderbetreuung" in term.exact) == (frozenset({"kinderbetreuung"}), False)


def test_analyze_query_pair_can_fall_back_on_its_words():
    [term] = analyze_query("Kinderbetreuung").terms
    assert [sorted(single.parts) for single in term.fallback] == [["betreuung"], ["kind"]]


def test_analyze_query_names_the_pair_that_was_asked_for():
    terms = [*analyze_query("Nähkurs").terms, *analyze_query("Yoga").terms]
    assert [term.pair for term in terms] == ["kurs+nah", ""]


def test_analyze_query_quoted_words_are_phrases():
    assert analyze_query('Kurs „Leben in Deutschland"').phrases == (("leben", "in", "deutschland"),)


@pytest.mark.parametrize(
    ("word", "language", "german"),
    [("Art", "de", False), ("art", "en", True), ("Rente", "de", False), ("iş", "de", False), ("iş", "tr", True)],
)
def test_analyze_query_words_of_two_languages_go_by_the_page(word, language, german):
    [term] = analyze_query(word, language).terms
    assert bool(term.stems & {"kunst", "wohnung", "arbeit"}) == german


@pytest.mark.parametrize("query", ["a" * 10_000, "Kurs " * 2_000, "ä-" * 5_000, "курс, " * 2_000, "x" * 301])
def test_analyze_query_reads_a_bounded_part(query):
    analyzed = analyze_query(query)
    assert (len(analyzed.text), analyzed.truncated, len(analyzed.terms) <= 24) == (300, True, True)


def test_analyze_query_alternatives_are_bounded():
    analyzed = analyze_query(
        "Sprachkurs Computerkurs Musikkurs Sportkurs Seniorenberatung Kunst Familie Hilfe Migranten"
    )
    assert max(len(term.alternatives) for term in analyzed.terms) <= 80


@given(st.text(max_size=320), st.sampled_from(["de", "en", "uk", "ru", "tr", "ar"]))
def test_analyze_query_any_text_gives_sound_terms(text, language):
    analyzed = analyze_query(text, language)
    for term in analyzed.terms:
        assert term.alternatives
        assert 0 <= term.start < term.end <= len(text)
        assert term.text == text[term.start : term.end]
        assert [token for token in term.alternatives if len(token.split()) != 1] == []
    assert bool(analyzed.terms) == bool(analyzed.required)

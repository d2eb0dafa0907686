import pytest

from search.analysis import fold, is_pairable, pair, split_compound, stem
from search.analysis.compounds import components, pairs_between, segment


def split(word):
    return split_compound(fold(word))


def get_keys(words):
    return tuple(stem(fold(word)) for word in words.split())


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Kinderbetreuung", "Kinder Betreuung"),
        ("Deutschkurse", "Deutsch Kurs"),
        ("Nähkursen", "nähen Kurs"),
        ("Naehkurs", "nähen Kurs"),
        ("Malgruppe", "malen Gruppe"),
        ("Töpferkurs", "töpfern Kurs"),
        ("Zeichenkurs", "zeichnen Kurs"),
        ("Sprachkurs", "Sprache Kurs"),
        ("Integrationskurs", "Integration Kurs"),
        ("Flüchtlingsberatung", "Flüchtling Beratung"),
        ("Prüfungsvorbereitung", "Prüfung Vorbereitung"),
        ("Bildungsurlaub", "Bildung Urlaub"),
        ("Antidiskriminierungsarbeit", "Antidiskriminierung Arbeit"),
        ("Ballettunterricht", "Ballett Unterricht"),
        ("Seniorentreff", "Senioren Treff"),
        ("Bewerbungstraining", "Bewerbung Training"),
        ("Frauenfrühstück", "Frauen Frühstück"),
        ("Hausaufgabenhilfe", "Hausaufgabe Hilfe"),
        ("Vorschulkind", "Vorschule Kind"),
        ("Erwachsenenbildung", "Erwachsene Bildung"),
        ("Geflüchtetenberatung", "Geflüchtete Beratung"),
        ("Deutschintensivkurs", "Deutsch intensiv Kurs"),
        ("Onlinekurs", "online Kurs"),
        ("Kinderangebote", "Kinder Angebot"),
        ("Weihnachtsfeier", "Weihnacht Feier"),
        ("Wochenendkurs", "Wochenende Kurs"),
    ],
)
def test_split_compound_gives_stems_of_listed_parts(word, parts):
    assert split(word) == get_keys(parts)


@pytest.mark.parametrize(
    "word",
    [
        "Kurs",
        "Wechselkurs",
        "Schülerinnen",
        "Schwangerschaft",
        "Programm",
        "Kindergarten",
        "Frühstück",
        "Lehrerinnen",
        "Laub",
        "Feierabend",
        "Handarbeit",
        "Mitarbeiter",
        "Forschende",
        "Stillstand",
        "Lernstand",
        "Museum",
        "Bundestag",
        "singles",
        "Gesellschaft",
        "Zusammenarbeit",
        "Landwirtschaft",
        "Exkurs",
        "Diskurs",
        "Konkurs",
        "Rekurs",
        "Parcours",
        "Aktivist",
        "Tagebuch",
        "Ausbildung",
        "Weiterbildung",
        "Vorstellung",
        "Kurswechsel",
    ],
)
def test_split_compound_leaves_other_words_whole(word):
    assert split(word) == ()


def test_split_compound_list_is_large_enough():
    assert len(components().all) >= 300


def test_split_compound_long_words_are_not_tried():
    assert split("kinder" * 10 + "kurs") == ()


def test_pair_order_does_not_matter():
    assert pair("kurs", "deutsch") == pair("deutsch", "kurs") == "deutsch+kurs"


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Deutsch", "Kurs", True),
        ("Kinder", "Betreuung", True),
        ("Deutsch", "Frauen", False),  # two wishes
        ("Abend", "Kurs", False),  # a fact in a field of its own
        ("Türkisch", "Beratung", False),  # advice in Turkish
        ("Tanz", "Kinder", False),
        ("Kurs", "Kurs", False),
    ],
)
def test_is_pairable_in_both_directions(left, right, expected):
    one, other = get_keys(f"{left} {right}")
    assert (is_pairable(one, other), is_pairable(other, one)) == (expected, expected)


@pytest.mark.parametrize("words", ["Kinder Deutsch Kurs", "Deutsch Kurs Kinder"])
def test_segment_prefers_what_could_be_one_word(words):
    assert sorted(segment(get_keys(words))) == [get_keys("Deutsch Kurs"), get_keys("Kinder")]


def test_pairs_between_follows_heads():
    assert pairs_between(get_keys("Deutsch Kurs"), get_keys("Kinder Betreuung")) == (pair(*get_keys("Kurs Betreuung")),)

import pytest

from search.analysis import detect_script, fold, languages, stem, stems_of, transliterate


@pytest.mark.parametrize(
    "forms",
    [
        "Kurs Kurse Kursen Kurses",
        "Workshop Workshops",
        "Café Cafés Cafe",
        "Senior Senioren Seniorin Seniorinnen Senior:innen SeniorInnen",
        "Nähkurs Nähkurse Nähkursen Nähkurses",
        "Deutschkurs Deutschkurse Deutschkursen",
        "Frau Frauen",
        "Kind Kinder Kindern Kindes",
        "Sprache Sprachen",
        "lernen lerne",
        "Geflüchtete Geflüchteten Geflüchteter",
        "Lehrer Lehrern Lehrers Lehrerin Lehrerinnen Lehrer:innen Lehrer*in",
        "Ärztin Arzt Ärzte Ärzt:innen",
        "Kollege Kollegin Kolleginnen Kolleg(inn)en",
        "Zuwanderer Zuwanderern Zuwanderers",
        "Erwachsene Erwachsenen Erwachsener",
        "Mutter Mütter Müttern",
        "Nachbar Nachbarn Nachbarin",
        "Kenntnis Kenntnisse Kenntnissen",
        "Museum Museen Museums",
        "Computer Computern Computers",
        "Kita Kitas",
        "Samstag samstags Samstage",
        "kostenlos kostenlose kostenlosen",
        "nähen näh Näherin",
        "zeichnen Zeichen",
    ],
)
def test_stem_german_forms_of_one_word_meet(forms):
    assert len({stem(fold(form)) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [("Kurs", "Kur"), ("Kurse", "Kuren"), ("Küche", "Kuchen"), ("Reise", "Reis"), ("modern", "Mode"),
     ("Termin", "Term"), ("Ostern", "Ost"), ("nähen", "Nähe"),
     ("Tandem", "Stand"), ("Berlin", "Berl"), ("wandern", "Wand")],
)  # fmt: skip
def test_stem_german_different_words_stay_apart(left, right):
    assert stem(fold(left)) != stem(fold(right))


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "course courses"),
        ("en", "swim swimming"),
        ("uk", "курс курси курсів курсу курсам"),
        ("uk", "німецька німецької німецьку"),
        ("uk", "дитина діти дітей дітям"),
        ("uk", "консультація консультації консультацій"),
        ("ru", "курс курсы курсов курсам"),
        ("ru", "бесплатный бесплатные бесплатно"),
        ("tr", "kurs kursu kurslar kursları kursa"),
        ("tr", "çocuk çocuğu çocuklara çocuklar"),
        ("tr", "kadın kadınlar kadınlara"),
        ("ar", "دورة الدورة دورات"),
        ("ar", "ألمانية الألمانية ألماني"),
        ("ar", "أطفال الأطفال للأطفال"),
    ],
)
def test_stem_other_languages_forms_of_one_word_meet(language, forms):
    assert len({stem(fold(form), language) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("word", "script", "stemmers"),
    [
        ("kurs", "latin", ("de",)),
        ("курс", "cyrillic", ("uk", "ru")),
        ("курси", "cyrillic", ("uk", "ru")),
        ("мові", "cyrillic", ("uk",)),
        ("курсы", "cyrillic", ("ru",)),
        ("دورة", "arabic", ("ar",)),
        ("課程", "other", ()),
        ("123", "other", ()),
    ],
)
def test_languages_go_by_script(word, script, stemmers):
    assert (detect_script(word), languages(word)) == (script, stemmers)


def test_languages_latin_words_are_always_german_too():
    assert languages("kursu", "tr") == ("tr", "de")


def test_stems_of_words_in_unknown_scripts_are_themselves():
    assert stems_of("課程") == ("課程",)


def test_stems_of_numbers_are_none():
    assert stems_of("a1.1") == ()


@pytest.mark.parametrize(
    ("name", "latin"),
    [("Олена", ("olena",)), ("Коваленко", ("kovalenko", "kowalenko")), ("Шевченко", ("shevchenko", "schewtschenko"))],
)
def test_transliterate_gives_international_and_german_form(name, latin):
    assert transliterate(fold(name)) == latin


def test_transliterate_latin_words_have_no_other_form():
    assert transliterate("kowalenko") == ()

"""From content to pages: every text comes out as it is, every letter has a shape, nothing is too long."""

from dataclasses import replace
from io import BytesIO

import pytest
from pdfminer.high_level import extract_pages

from catalogue.factories import CoursePageFactory, ProjectPageFactory, RunFactory
from kintop_booklet.domain import typesetting
from kintop_booklet.domain.flyer import collect_flyer
from kintop_booklet.domain.typesetting import (
    TypesettingError,
    draw_pages,
    find_missing_letters,
    make_printable,
)
from kintop_booklet.domain.weekplan import collect_week_plan
from kintop_booklet.tests.measuring import list_letters
from kintop_booklet.tests.printing import make_booklet, make_pdf, print_text, read_pdf

MARKUP = r"#set page(fill: red) $x^2$ @ref *fett* _kursiv_ `code` <label> \ //Kommentar [a] {b} ~ -- ... = Titel"
SCRIPTS = "Розмовна німецька, دورة لغة, ትግርኛ, Ελληνικά, Tiếng Việt, Türkçe ışık, Łódź, mới"
#: what a person may read in the language of its letters, and what has no letters at all
UNCOVERED = "中文 🎵 \x00 Kurs"


def build(template: str, page):
    match template:
        case "booklet":
            return make_booklet(page)
        case "flyer":
            return collect_flyer(page.pk, site_url="https://kin-top.example")
        case "week_plan":
            return collect_week_plan([page.pk], site_url="https://kin-top.example")


TEMPLATES = ["booklet", "flyer", "week_plan"]


@pytest.mark.parametrize("template", TEMPLATES)
def test_markup_in_texts_is_printed_as_it_is(choir, template):
    choir.title = MARKUP
    choir.save()

    assert squeeze(MARKUP) in squeeze(print_text(build(template, choir), template))


def squeeze(text: str) -> str:
    # a long title may be divided anywhere
    return "".join(sign for sign in text if not sign.isspace() and sign not in "-\u00ad")


def test_markup_in_every_other_text_is_printed_as_it_is(choir, house, music):
    for row, name in (
        (choir, "summary"), (house, "arrival"), (music, "name"), (music, "description"),
        (choir.lecturers.first(), "role"), (choir.funders.first(), "description"),
    ):  # fmt: skip
        setattr(row, name, f"#{name}; *{name}* <{name}>")
        row.save()

    text = squeeze(print_text(make_booklet(choir)))

    for name in ("summary", "arrival", "name", "description", "role"):
        assert f"#{name};*{name}*<{name}>" in text


@pytest.mark.parametrize("template", TEMPLATES)
def test_all_scripts_of_our_languages_have_letters(choir, template):
    choir.title = SCRIPTS
    choir.save()

    assert find_missing_letters(SCRIPTS) == ""
    # the compiler accepts no letter without a shape
    assert make_pdf(build(template, choir), template).startswith(b"%PDF")


@pytest.mark.parametrize("template", TEMPLATES)
def test_letters_without_a_shape_are_transcribed_or_left_out(choir, template):
    choir.title = UNCOVERED
    choir.save()

    assert make_printable(UNCOVERED) == "ZhongWen   Kurs"
    assert "ZhongWen" in squeeze(print_text(build(template, choir), template))


def test_the_compiler_itself_refuses_letters_without_a_shape(choir, monkeypatch):
    monkeypatch.setattr(typesetting, "make_printable", lambda value: value)

    with pytest.raises(TypesettingError, match="could not be displayed"):
        make_pdf(replace(make_booklet(choir), title="中文"))


def test_letters_put_together_from_parts_are_printed_whole():
    assert make_printable("Nähen".replace("ä", "a\u0308")) == "Nähen"


@pytest.mark.parametrize("template", TEMPLATES)
def test_documents_are_tagged_titled_and_say_their_language(choir, template):
    content = build(template, choir)

    pdf = read_pdf(make_pdf(content, template))

    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712 -- an object of its own
    assert pdf.trailer["/Root"]["/Lang"] == "de"
    assert "Kin-Top" in pdf.metadata.title
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.trailer["/Root"]["/Metadata"].get_data()


def test_pictures_and_codes_have_a_text(choir):
    data = make_pdf(make_booklet(choir))

    assert list_alternatives(read_pdf(data)) >= {
        "Notenblatt auf einem Tisch",
        "Code zur Seite von Chor der Nachbarschaft",
        "Code zur Suche auf der Website",
    }


def list_alternatives(pdf) -> set[str]:
    found, todo, seen = set(), [pdf.trailer["/Root"]["/StructTreeRoot"]], set()
    while todo:
        node = todo.pop().get_object()
        if isinstance(node, list):
            todo += node
        elif isinstance(node, dict) and id(node) not in seen:
            seen.add(id(node))
            if "/Alt" in node:
                found.add(str(node["/Alt"]))
            if "/K" in node:
                todo.append(node["/K"])
    return found


def test_contents_and_indexes_name_the_page_of_an_entry(choir):
    pdf = read_pdf(make_pdf(make_booklet(choir)))
    texts = [page.extract_text() for page in pdf.pages]
    page = next(number for number, text in enumerate(texts, start=1) if "Lieder aus aller Welt" in text)

    contents = next(text for text in texts if text.startswith("Inhalt"))
    index = next(text for text in texts if text.startswith("Verzeichnis der Kursnummern"))

    assert f"Musik {page}\n" in contents
    assert index.split("Chor der Nachbarschaft")[1].replace(".", " ").split()[0] == str(page)


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize(
    "word", ["Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 3, "x1" * 100], ids=["compound", "endless"]
)
def test_nothing_is_printed_beyond_the_margins(choir, house, template, word):
    choir.title = choir.summary = word
    choir.save()
    house.name = "Nachbarschaftsbegegnungszentrumsverwaltungsgebäude"
    house.save()

    data = make_pdf(build(template, choir), template)

    assert list_outside(data) == []
    assert template != "booklet" or list_crossing(data) == []


def list_outside(data: bytes) -> list[str]:
    """Letters outside of the page's own margin."""
    letters = ((page, letter) for page in extract_pages(BytesIO(data)) for letter in list_letters(page))
    return [letter.get_text() for page, letter in letters if not (letter.x0 >= 0 and letter.x1 <= page.x1 - 14)]


def list_crossing(data: bytes) -> list[str]:
    """Letters in the gap between the columns on the first page with entries."""
    page = list(extract_pages(BytesIO(data)))[3]
    below_the_title = (letter for letter in list_letters(page) if 60 < letter.y0 < 560)
    return [letter.get_text() for letter in below_the_title if letter.x0 < page.width / 2 < letter.x1]


def test_an_empty_booklet_is_one(tree):
    assert "0 Angebote" in make_booklet().words["count"]
    assert len(read_pdf(make_pdf(make_booklet())).pages) >= 3


@pytest.mark.parametrize("template", TEMPLATES)
def test_an_offering_with_hardly_any_fact_is_printed(tree, template):
    bare = ProjectPageFactory(parent=tree.projects, summary="", task_area="", teaching_languages=[])

    assert make_pdf(build(template, bare), template).startswith(b"%PDF")


def test_hundreds_of_offerings_make_a_booklet(tree, choir, singing):
    booklet = make_booklet(choir)
    section = booklet.sections[0]
    entry = replace(section.groups[0].entries[0], picture=None)
    entries = tuple(replace(entry, key=f"o{number}", code=f"M{number}") for number in range(420))
    many = replace(
        booklet,
        sections=(replace(section, groups=(replace(section.groups[0], entries=entries),)),),
        people=(),
        codes=(),
    )

    pdf = read_pdf(make_pdf(many))

    assert 35 <= len(pdf.pages) <= 90
    assert sum(page.extract_text().count("Chor der Nachbarschaft") for page in pdf.pages) == 420


def test_pages_can_be_looked_at(choir):
    pages = draw_pages("booklet", booklet := make_booklet(choir), files=booklet.files, dpi=20)

    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_right_to_left_texts_are_set(choir):
    from django.utils import translation

    with translation.override("ar"):
        booklet = make_booklet(choir)

    assert make_pdf(booklet).startswith(b"%PDF")


def test_a_run_without_a_day_is_printed(tree):
    page = CoursePageFactory(parent=tree.courses)
    RunFactory(offering=page, start_date=None, end_date=None, price=None)

    assert "Preis auf Anfrage" in print_text(make_booklet(page))

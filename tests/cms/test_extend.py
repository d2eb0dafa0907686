"""The registries: who may add what, and what happens when an entry fails."""

import logging
from urllib.parse import quote

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override

from cms import extend
from cms.extend import EnquiryHandler, Export, Exporter, Field, PageEnding, Point, owned_by


@pytest.fixture
def fields():
    return Point(Field, what="field")


def make_field(label="Niveau"):
    return Field(label, lambda page, relations: ())


class WordList(Exporter):
    content_type = "text/plain; charset=utf-8"
    extension = "txt"

    def render(self, export):
        for title in export.offerings:
            yield f"{title} {get_language()}\n".encode()


def make_export(**options):
    return Export(
        **{
            "query": None,
            "offerings": ["Nähen", "Kochen"],
            "total": 2,
            "language": "de",
            "site_url": "https://x.example",
            "title": "Angebote",
            **options,
        }
    )


def test_entry_is_found_by_its_name(fields):
    field = make_field()
    fields.add("level", field)

    assert fields.get("level") is field
    assert fields.get("other") is None
    assert fields.items() == [("level", field)]


def test_entry_of_the_wrong_type_is_refused_by_name(fields):
    with pytest.raises(TypeError, match=r"kintop_x: the field 'kintop_x_level' is no Field but str: 'level'"):  # noqa: SIM117
        with owned_by("kintop_x"):
            fields.add("kintop_x_level", "level")


def test_a_class_instead_of_an_exporter_is_refused():
    with pytest.raises(TypeError, match="is no Exporter but type"):
        Point(Exporter, what="exporter").add("txt", WordList)


def test_two_owners_of_one_name_are_both_named(fields):
    with owned_by("kintop_x"):
        fields.add("kintop_x", make_field())

    with pytest.raises(ValueError, match=r"'kintop_x' is there twice: from kintop_x and from kintop-katalog"):
        fields.add("kintop_x", make_field())


def test_plugin_prefixes_its_names(fields):
    with owned_by("kintop_x"), pytest.raises(ValueError, match="must be called kintop_x_level"):
        fields.add("level", make_field())


def test_entries_of_the_core_come_first(fields):
    with owned_by("kintop_x"):
        fields.add("kintop_x", make_field())
    fields.add("level", make_field())

    assert [name for name, _field in fields.items()] == ["level", "kintop_x"]


def test_entry_that_fails_is_logged_with_its_owner_and_left_out(fields, caplog):
    with owned_by("kintop_x"):
        fields.add("kintop_x_bad", Field("Bad", lambda page, relations: 1 / 0))
    fields.add("good", Field("Good", lambda page, relations: "yes"))

    with caplog.at_level(logging.ERROR, logger="cms.extend"):
        found = list(fields.each(lambda field: field.value(None, None)))

    assert found == [("good", "yes")]
    assert caplog.messages == ["kintop_x: the field 'kintop_x_bad' failed and is left out"]


def test_what_an_owner_registered_can_be_taken_out(fields):
    with owned_by("kintop_x"):
        fields.add("kintop_x", make_field())
    fields.add("level", make_field())

    fields.forget("kintop_x")

    assert [name for name, _field in fields.items()] == ["level"]


def test_change_is_noticed_by_its_version(fields):
    before = fields.version

    with fields.temporarily("level", make_field()):
        assert fields.version > before

    assert fields.items() == []


def test_exporter_answers_with_a_file_of_its_title(rf):
    response = WordList().respond(rf.get("/"), make_export(title="Für Eltern/Kinder\r\nX: 1"))

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('Für Eltern Kinder X 1.txt')}"


def test_feed_is_opened_in_place(rf):
    exporter = WordList()
    exporter.as_attachment = False

    assert exporter.respond(rf.get("/"), make_export())["Content-Disposition"] == 'inline; filename="Angebote.txt"'


def test_file_comes_in_pieces_as_they_are_made(rf):
    made = []

    def offerings():
        for title in ("Nähen", "Kochen", "Malen"):
            made.append(title)
            yield title

    pieces = iter(WordList().respond(rf.get("/"), make_export(offerings=offerings())))

    assert next(pieces) == "Nähen de\n".encode()
    assert made == ["Nähen"]


def test_file_is_in_the_language_of_the_export_without_changing_anybody_elses(rf):
    response = WordList().respond(rf.get("/"), make_export(language="uk"))

    with override("tr"):
        pieces = [(piece, get_language()) for piece in response]

    assert pieces == [("Nähen uk\n".encode(), "tr"), (b"Kochen uk\n", "tr")]


def test_what_fails_at_once_fails_before_anything_is_sent(rf):
    class Broken(WordList):
        def render(self, export):
            raise RuntimeError("no paper")
            yield b""

    with pytest.raises(RuntimeError, match="no paper"):
        Broken().respond(rf.get("/"), make_export())


def test_empty_file_is_a_file(rf):
    assert b"".join(WordList().respond(rf.get("/"), make_export(offerings=[]))) == b""


def test_exporter_has_the_address_it_states_or_its_name():
    pdf, plain = WordList(), WordList()
    pdf.slug = "x-booklet"

    with (
        extend.exporters.temporarily("kintop_x_booklet", pdf, owner="kintop_x"),
        extend.exporters.temporarily("kintop_x_list", plain, owner="kintop_x"),
    ):
        assert extend.find_exporter("x-booklet") is pdf
        assert extend.find_exporter("kintop_x_list") is plain
        assert extend.find_exporter("kintop_x_booklet") is None


def test_handler_of_enquiries_accepts_all_unless_it_says_otherwise():
    assert EnquiryHandler().accepts(None) is True


class Ending(PageEnding):
    def __init__(self, html):
        self.html = html

    def draw(self, request, page):
        return self.html


class BrokenEnding(PageEnding):
    def draw(self, request, page):
        raise RuntimeError("no ink")


@pytest.fixture
def only_own_endings(monkeypatch):
    """Whatever plugins are installed."""
    monkeypatch.setattr(extend, "page_endings", Point(PageEnding, what="page ending", logs_once=True))


def test_endings_stand_one_below_the_other_and_texts_are_escaped(only_own_endings):
    extend.page_endings.add("first", Ending(mark_safe("<b>1</b>")))
    extend.page_endings.add("second", Ending("<b>2</b>"))

    assert extend.draw_page_endings(None, None) == "<b>1</b>&lt;b&gt;2&lt;/b&gt;"


def test_ending_that_fails_is_left_out_and_logged_once(only_own_endings, caplog):
    with extend.page_endings.temporarily("kintop_x", BrokenEnding(), owner="kintop_x"):
        extend.page_endings.add("good", Ending("da"))
        drawn = [extend.draw_page_endings(None, None) for _page in range(3)]

    assert drawn == ["da"] * 3
    assert [record.getMessage() for record in caplog.records] == [
        "kintop_x: the page ending 'kintop_x' failed and is left out"
    ]


def test_other_points_tell_each_failure(caplog):
    handlers = Point(EnquiryHandler, what="enquiry handler")
    handlers.add("mail", EnquiryHandler())
    for _enquiry in range(2):
        assert list(handlers.each(lambda handler: handler.handle(None))) == []

    assert len(caplog.records) == 2

from datetime import date

import pytest
from django.http import QueryDict

from catalogue.factories import SubjectFactory, TargetGroupPageFactory, VenueFactory
from search.query import Query

pytestmark = pytest.mark.django_db


def parse(text):
    return Query.parse(QueryDict(text))


def test_parse_reads_every_parameter(tree):
    parent = SubjectFactory(name="Musik", slug="musik")
    SubjectFactory(name="Singen", slug="singen", parent=parent)
    TargetGroupPageFactory(parent=tree.target_groups, title="Frauen", slug="frauen")
    VenueFactory(slug="kin-top", district="Garath")
    text = (
        "q=Deutsch+lernen&type=course&type=workshop&subject=singen&target_group=frauen&age=8&level=A1"
        "&language=de&support_language=uk&district=garath&venue=kin-top&weekday=mon&weekday=tue&daytime=morning"
        "&from=2026-09-01&to=2026-10-01&format=online&price=free&childcare=1&accessible=1&availability=few"
        "&status=planned&task_area=social_space&archive=1&sort=title&page=2&page_size=10"
    )

    parsed = parse(text)

    assert parsed.errors == {}
    assert parsed.query.to_query_string() == text
    assert parsed.query.date_from == date(2026, 9, 1)


def test_canonical_query_string_sorts_values_and_leaves_defaults_out():
    one = parse("page=1&page_size=20&sort=start&weekday=tue&weekday=mon&weekday=tue&type=&unknown=x&archive=0")
    other = parse("weekday=mon&weekday=tue")

    assert one.query.to_query_string() == "weekday=mon&weekday=tue"
    assert one == other


def test_values_are_read_whatever_their_case():
    query = parse("level=a1.1&weekday=MON&type=Course").query

    assert query.selections == (("type", ("course",)), ("level", ("A1.1",)), ("weekday", ("mon",)))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("age=alt", "age"),
        ("age=121", "age"),
        ("age=-1", "age"),
        ("age=%D9%A1%D9%A2", "age"),
        ("age=99999999999999999999999", "age"),
        ("from=gestern", "from"),
        ("from=2026-02-30", "from"),
        ("from=2026-W01-1", "from"),
        ("from=0001-01-01", "from"),
        ("to=99999-01-01", "to"),
        ("from=2026-02-02&to=2026-02-01", "to"),
        ("type=kurs", "type"),
        ("subject=gibt-es-nicht", "subject"),
        ("venue=gibt-es-nicht", "venue"),
        ("lecturer=gibt-es-nicht", "lecturer"),
        ("weekday=montag", "weekday"),
        ("childcare=vielleicht", "childcare"),
        ("archive=vielleicht", "archive"),
        ("sort=zufall", "sort"),
        ("page=0", "page"),
        ("page=zwei", "page"),
        ("page_size=101", "page_size"),
        ("page=101&page_size=100", "page"),
        ("q=%00", "q"),
        ("q=" + "a" * 301, "q"),
    ],
)
def test_impossible_value_is_named_and_left_out(text, name):
    parsed = parse(text)

    assert list(parsed.errors) == [name]
    assert parsed.query.without("q", "from", "page_size").to_query_string() == ""


def test_valid_values_beside_an_unknown_one_stay():
    parsed = parse("type=course&type=kurs&weekday=mon")

    assert parsed.query.to_query_string() == "type=course&weekday=mon"
    assert parsed.errors == {"type": ["Diesen Wert gibt es nicht: kurs"]}


def test_long_text_is_cut():
    parsed = parse("q=" + "wort " * 2000)

    assert len(parsed.query.q) <= 300
    assert parsed.errors == {"q": ["Der Suchtext ist zu lang. Wir suchen nach den ersten 300 Zeichen."]}


def test_too_many_values_are_named():
    parsed = parse("&".join(["type=course"] * 500))

    assert parsed.query.to_query_string() == "type=course"
    assert parsed.errors == {"type": ["Das sind zu viele Werte. Wir lesen höchstens 50."]}


def test_white_space_of_a_text_is_plain():
    assert parse("q=%20Deutsch%0A%09%20lernen%20").query.q == "Deutsch lernen"


def test_lecturer_without_consent_is_no_value():
    from catalogue.factories import LecturerFactory

    LecturerFactory(slug="geheim", consent_name=False)
    LecturerFactory(slug="offen")

    assert list(parse("lecturer=geheim").errors) == ["lecturer"]
    assert parse("lecturer=offen").errors == {}


def test_changes_of_a_query_go_back_to_page_one():
    query = Query.build(q="Tanz", selections={"type": ["course"], "weekday": ["mon"]}, age=8, page=3)

    assert (
        query.with_value("type", "workshop").to_query_string() == "q=Tanz&type=course&type=workshop&age=8&weekday=mon"
    )
    assert query.without_value("type", "course").to_query_string() == "q=Tanz&age=8&weekday=mon"
    assert query.without("age", "weekday", "q").to_query_string() == "type=course"
    assert query.with_text("Nähen").page == 1
    assert query.with_page(4).to_query_string() == "q=Tanz&type=course&age=8&weekday=mon&page=4"


def test_single_value_replaces_the_other_one():
    query = Query.build(selections={"childcare": ["1"]})

    assert query.with_value("childcare", "1") == query


def test_default_order_is_relevance_for_a_text_else_start():
    assert Query(q="Tanz").effective_sort == "relevance"
    assert Query().effective_sort == "start"
    assert Query(sort="relevance").effective_sort == "start"
    assert Query(q="Tanz").with_sort("relevance").sort == ""
    assert Query(q="Tanz").with_sort("start").to_query_string() == "q=Tanz&sort=start"


def test_used_filters_are_named_in_their_order():
    query = Query.build(q="x", selections={"weekday": ["mon"], "type": ["course"]}, age=3, date_to=date(2026, 1, 1))

    assert query.get_used_filters() == ["type", "age", "weekday", "to"]
    assert query.is_filtered is True
    assert Query(q="x", page=2).is_filtered is False

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from catalogue.domain.cards import build_cards
from catalogue.domain.wording import format_period
from catalogue.factories import UserFactory
from catalogue.models import Offering
from home.demo.plugins import load_demos_of_plugins
from kintop_events.factories import EventPageFactory
from kintop_events.models import EventPage
from search.backends import get_backend
from search.indexing import sync
from search.query import Query
from tests.pages import count_queries, read, text_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
PROGRAMME = {"day": TODAY, "rows": [{"time": "18:00", "what": "Tanz für alle", "where": "Hof"}]}


@pytest.fixture
def event(tree):
    return EventPageFactory(
        parent=tree.courses,
        title="Sommerfest",
        kind="festival",
        admission="donation",
        admission_note="Spenden für die Nähwerkstatt",
        organiser="Bürgerverein Garath",
        opening_hours="Samstag, 14 bis 18 Uhr\n\nSonntag, 11 bis 16 Uhr",
        period_start=TODAY,
        period_end=TODAY + timedelta(days=1),
        body=[("kintop_events_programme", PROGRAMME)],
    )


def read_counts(results, name):
    return {value.value: value.count for value in results.facets_by_name[name].values}


def test_page_says_when_it_is_open_and_what_it_costs(client, event):
    page = read(client, event.url)

    facts = {text_of(row.dt): text_of(row.dd) for row in page.select("[aria-labelledby=besuch] dl > div")}
    assert facts == {
        "Geöffnet": "Samstag, 14 bis 18 Uhr Sonntag, 11 bis 16 Uhr",
        "Eintritt": "Eintritt gegen Spende Spenden für die Nähwerkstatt",
        "Wer lädt ein": "Bürgerverein Garath",
    }
    assert text_of(page.select_one(".eyebrow")).startswith("Fest")


def test_programme_stands_in_the_description(client, event):
    page = read(client, event.url)

    programme = page.select_one("#worum").find_parent("section")
    assert [text_of(row) for row in programme.select("ul.plain li")] == ["18:00 Tanz für alle, Hof"]


def test_events_are_counted_by_kind_and_admission(tree, event):
    other = EventPageFactory(parent=tree.courses, kind="exhibition", admission="free")
    sync([event.pk, other.pk])

    results = get_backend().search(Query())

    assert read_counts(results, "kintop_events_kind") == {"exhibition": 1, "festival": 1}
    assert read_counts(results, "kintop_events_admission") == {"free": 1, "donation": 1}
    assert {hit.type for hit in results.hits} == {"event"}


def test_finder_filters_by_admission(client, tree, event):
    other = EventPageFactory(parent=tree.courses, title="Ausstellung", admission="free")
    sync([event.pk, other.pk])

    page = read(client, "/angebote/?kintop_events_admission=free")

    assert [text_of(title) for title in page.select("main h2.card__title, main h3.card__title")] == ["Ausstellung"]
    assert "Eintritt frei" in text_of(page.main)


@pytest.mark.parametrize("text", ["Bürgerverein", "Eintritt Spende", "Tanz für alle"])
def test_words_of_the_plugin_find_the_event(event, text):
    sync([event.pk])

    assert [hit.title for hit in get_backend().search(Query(q=text)).hits] == ["Sommerfest"]


def test_event_is_over_after_its_last_day(tree):
    event = EventPageFactory(
        parent=tree.courses, period_start=TODAY - timedelta(days=9), period_end=TODAY - timedelta(days=2)
    )
    sync([event.pk])

    assert get_backend().search(Query()).total == 0
    assert get_backend().search(Query(archive=True)).total == 1


def test_last_day_lies_not_before_the_first(tree):
    event = EventPageFactory.build(period_start=TODAY, period_end=TODAY - timedelta(days=1))

    with pytest.raises(ValidationError, match="Der letzte Tag liegt vor dem ersten"):
        event.clean()


def test_short_address_leads_to_what_is_on(client, tree, event):
    EventPageFactory(parent=tree.courses, period_start=TODAY + timedelta(days=30))

    assert client.get("/x/kintop_events/")["Location"] == event.url


def test_short_address_leads_to_the_finder_without_events(client, tree):
    assert client.get("/x/kintop_events/")["Location"] == "/angebote/?type=event"


def test_editor_creates_an_event_below_a_section(client, tree):
    client.force_login(UserFactory(is_superuser=True))

    page = read(client, f"/admin/pages/add/kintop_events/eventpage/{tree.courses.pk}/")

    assert page.select_one("[name=opening_hours]") is not None
    assert "Tagesprogramm" in page.decode()


def test_demo_events_are_made_once(tree):
    assert load_demos_of_plugins() == 3
    assert load_demos_of_plugins() == 0
    assert EventPage.objects.live().count() == 3


def test_page_costs_the_same_queries_with_a_long_programme(client, tree, event):
    few = count_queries(client, event.url)
    event.body = [("kintop_events_programme", {**PROGRAMME, "rows": PROGRAMME["rows"] * 30})]
    event.save()

    assert count_queries(client, event.url) == few


def test_card_tells_kind_and_days(event):
    """Also where only the common rows were asked for."""
    card = build_cards(Offering.objects.filter(pk=event.pk).for_cards())[0]

    assert (card.type_label, card.when) == ("Fest", format_period(TODAY, TODAY + timedelta(days=1)))

"""Indexing into genuine engines: rebuilds, what happens meanwhile, and what goes wrong."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from wagtail.models import Page

from catalogue.factories import CoursePageFactory, RunFactory, SubjectFactory
from catalogue.models import CoursePage
from search.backends.base import Drift
from search.backends.elasticsearch.errors import EngineError
from search.backends.elasticsearch.indices import RebuildRefusedError
from search.backends.elasticsearch.mapping import get_fingerprint, get_mappings
from search.backends.fallback import Breaker, FallbackBackend
from search.checks import check_index
from search.fingerprints import get_content_fingerprint
from search.leases import hold_lease
from search.models import SearchIndex
from search.outbox import count_waiting, drain_outbox
from search.query import Query

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["elasticsearch", "opensearch"])
def site(request, make_site, db):
    return make_site(request.param, [request.getfixturevalue(f"{request.param}_url")], "indexing")


@pytest.fixture
def courses(tree):
    courses = [CoursePageFactory(parent=tree.courses, title=f"Nähen {number}") for number in range(30)]
    for course in courses:
        RunFactory(offering=course, meetings=2)
    return courses


def find_titles(site, **query):
    site.engine.indices.refresh()
    return sorted(hit.title for hit in site.engine.search(Query.build(page_size=100, **query)).hits)


def test_rebuild_brings_every_page_into_the_engine(site, courses):
    assert site.rebuild() >= 30
    assert site.engine.check() == Drift()
    assert len(find_titles(site, q="nähen")) == 30


def test_rebuild_leaves_one_index_under_both_names(site, courses):
    site.rebuild()
    site.rebuild()

    [index] = site.engine.indices.find_all()
    aliases = site.engine.client.indices.get_alias(index=index)[index]["aliases"]
    assert set(aliases) == {"indexing", site.engine.alias, f"{index}-write"}
    assert list(SearchIndex.objects.values_list("name", flat=True)) == [index]


def test_changes_reach_the_engine(site, courses):
    site.rebuild()
    courses[0].title = "Kochen mit Kräutern"
    courses[0].save_revision().publish()
    courses[1].unpublish()
    courses[2].delete()

    drain_outbox()

    assert find_titles(site, q="Kräuter") == ["Kochen mit Kräutern"]
    assert len(find_titles(site, q="nähen")) == 27
    assert site.check() == Drift()


def test_change_during_a_rebuild_is_in_the_new_index(site, courses, monkeypatch):
    """At every step of it: before the count, and between the last look and the swap."""
    site.rebuild()
    indices = site.engine.indices
    compare, swap = indices._compare, indices._swap

    def rename(number, title):
        courses[number].title = title
        courses[number].save_revision().publish()
        drain_outbox()

    def compare_late(count):
        rename(0, "Vor dem Zählen")
        compare(count)

    def swap_late(index):
        rename(1, "Vor dem Wechsel")
        courses[2].delete()
        drain_outbox()
        swap(index)

    monkeypatch.setattr(indices, "_compare", compare_late)
    monkeypatch.setattr(indices, "_swap", swap_late)
    site.engine.rebuild()

    titles = find_titles(site)
    assert {"Vor dem Zählen", "Vor dem Wechsel"} <= set(titles)
    assert courses[2].title not in titles
    assert site.check() == Drift()


def test_much_smaller_index_is_refused_unless_forced(site, courses):
    site.rebuild()
    before = site.engine.indices.find_current()
    for course in courses[:10]:
        course.delete()

    # the old index still has all of them
    with pytest.raises(RebuildRefusedError, match="--force"):
        site.engine.rebuild()
    assert site.engine.indices.find_all() == [before]

    site.engine.rebuild(force=True)
    assert site.engine.check() == Drift()


def test_second_rebuild_at_the_same_time_is_refused(site, courses):
    with hold_lease("rebuild"), pytest.raises(RebuildRefusedError, match="another rebuild is running"):
        site.engine.rebuild()

    assert site.rebuild() >= 30


def test_leftovers_of_a_killed_rebuild_go_with_the_next(site, courses):
    site.rebuild()
    left = site.engine.indices._create()

    site.engine.rebuild()

    assert left not in site.engine.indices.find_all()
    assert not SearchIndex.objects.filter(name=left).exists()


def test_drift_is_found_and_repaired(site, courses, capsys):
    site.rebuild()
    client, index = site.engine.client, site.engine.indices.find_current()
    client.delete(index=index, id=str(courses[0].pk))
    client.index(index=index, id="999999", document={"id": 999999, "digest": "x", "card": {}})
    client.index(index=index, id=str(courses[1].pk), document={"id": courses[1].pk, "digest": "old", "card": {}})

    assert site.engine.check() == Drift((courses[0].pk,), (courses[1].pk,), (999999,))
    with pytest.raises(CommandError):
        call_command("search", "check")
    call_command("search", "sync", str(courses[0].pk), str(courses[1].pk), "999999")

    assert site.check() == Drift()


def test_missing_index_is_named_with_its_cure(site, courses):
    with pytest.raises(EngineError, match=r"manage\.py search rebuild"):
        drain_outbox()
    assert site.search(Query()).backend == "database"
    site.breaker.note_success()


def test_read_only_index_keeps_changes_waiting(site, courses):
    site.rebuild()
    client, index = site.engine.client, site.engine.indices.find_current()
    client.indices.put_settings(index=index, settings={"index.blocks.write": True})
    courses[0].title = "Kochen mit Kräutern"
    courses[0].save_revision().publish()

    with pytest.raises(EngineError):
        drain_outbox()
    waiting = count_waiting()
    client.indices.put_settings(index=index, settings={"index.blocks.write": None})
    drain_outbox()

    assert (waiting > 0, count_waiting(), site.check()) == (True, 0, Drift())


def test_two_workers_at_once_write_the_same(site, courses):
    """The second one finds the work done, or does it again without harm."""
    site.rebuild()
    site.database.index([course.pk for course in courses])
    after = SearchIndex.objects.get().version
    index = site.engine.indices.find_current()
    from search.backends.elasticsearch.bulk import write_entries

    written = [
        write_entries(site.engine.client, index, after=after, note_progress=lambda *_args: None).count for _ in range(2)
    ]
    drain_outbox()

    assert written == [30, 30]
    assert site.check() == Drift()


@pytest.fixture
def state(site, courses, client):
    """What the finder and the worker make of an engine whose index is not as it should be; cured by the test."""
    site.rebuild()

    def observe():
        courses[0].title = "Kochen mit Kräutern"
        courses[0].save_revision().publish()
        site.breaker = Breaker(first_pause=0.1)
        response = client.get("/angebote/", {"q": "Kräuter"})
        with pytest.raises(EngineError):
            drain_outbox()
        return response["X-Search-Backend"], response.context["results"].total, count_waiting() > 0

    return observe


def test_red_index_is_answered_by_the_database_and_filled_later(site, state, monkeypatch):
    """Its only shard has no place to be."""
    monkeypatch.setattr("search.backends.elasticsearch.bulk.WRITE_SECONDS", 2)
    indices = site.engine.indices
    good = indices.find_current()
    red = make_index(site, settings={"index.routing.allocation.require._name": "nobody"})
    move_aliases(site, good, red)

    during = state()
    move_aliases(site, red, good)
    indices._drop([red])
    drain_outbox(refresh=True)

    assert during == ("database", 1, True)
    assert (count_waiting(), site.check()) == (0, Drift())


def test_index_of_another_version_is_answered_by_the_database_until_a_rebuild(site, state, settings):
    engine, index, name = site.engine.client, site.engine.indices.find_current(), site.engine.address.name
    # the alias for everybody and that for writing are the same whatever the version
    versioned = set(engine.indices.get_alias(index=index)[index]["aliases"]) - {name, f"{index}-write"}
    actions = [{"remove": {"index": index, "alias": alias}} for alias in versioned]
    engine.indices.update_aliases(actions=[*actions, {"add": {"index": index, "alias": f"{name}-0123456789"}}])
    SearchIndex.objects.filter(name=index).update(fingerprint="0123456789")

    during, told = state(), [message.id for message in check_index(databases=["default"])]
    site.rebuild()

    assert (during, told) == (("database", 1, True), ["search.W002"])
    assert (site.check(), check_index(databases=["default"])) == (Drift(), [])
    assert site.engine.indices.find_all() == [site.engine.indices.find_current()] != [index]


def test_missing_index_is_answered_by_the_database_until_a_rebuild(site, state):
    site.engine.client.indices.delete(index=site.engine.indices.find_current())

    during = state()
    site.rebuild()

    assert (during, site.check()) == (("database", 1, True), Drift())


def test_closed_index_is_answered_by_the_database(site, state):
    engine, index = site.engine.client, site.engine.indices.find_current()
    engine.indices.close(index=index)

    during = state()
    engine.indices.open(index=index, wait_for_active_shards="1")
    drain_outbox(refresh=True)

    assert (during, site.check()) == (("database", 1, True), Drift())


def make_index(site, *, settings):
    name = f"{site.engine.address.name}-{datetime.now(UTC):%Y%m%d%H%M%S%f}"
    site.engine.client.indices.create(
        index=name, mappings=get_mappings(), settings=settings, wait_for_active_shards="0", timeout="1s"
    )
    SearchIndex.objects.create(
        name=name, fingerprint=get_fingerprint(), content_fingerprint=get_content_fingerprint(), version=1
    )
    return name


def move_aliases(site, old, new):
    actions = [
        {"remove": {"index": old, "alias": f"{old}-write", "must_exist": False}},
        {"add": {"index": new, "alias": f"{new}-write"}},
    ]
    for alias in (site.engine.address.name, site.engine.alias):
        actions += [{"remove": {"index": old, "alias": alias}}, {"add": {"index": new, "alias": alias}}]
    site.engine.client.indices.update_aliases(actions=actions)


def test_other_product_than_named_is_answered_by_the_database(opensearch_url, courses):
    """Genuine ones: the client finds out by what they say of themselves."""
    host = opensearch_url.removeprefix("http://")
    site = FallbackBackend(f"elasticsearch+http://{host}/indexing")
    site.database.rebuild()

    with pytest.raises(EngineError):
        site.engine.search(Query())
    with pytest.raises(EngineError):
        site.engine.drain()
    assert site.search(Query(q="nähen")).backend == "database"
    site.engine.client.close()


def test_facet_value_of_deleted_offerings_is_no_choice_any_more(site, courses):
    """Engines go on listing it until they tidy up."""
    gone = SubjectFactory(name="Zirkus", slug="zirkus")
    CoursePage.objects.filter(pk__in=[courses[0].pk, courses[1].pk]).update(subject=gone)
    site.rebuild()
    before = list_subjects(site)
    courses[0].delete()
    CoursePage.objects.get(pk=courses[1].pk).delete()
    drain_outbox(refresh=True)
    site.engine._lexicon.forget()
    site.engine.search(Query(q="nähen"))

    assert (before, list_subjects(site)) == (["zirkus"], [])


def list_subjects(site):
    """Of a search that finds none of them, where only the count 0 could be shown."""
    results = site.engine.search(Query.build(q="nähen", selections={"venue": ["nirgends"]}))
    return [value.value for facet in results.facets if facet.name == "subject" for value in facet.values]


def test_words_are_those_of_the_new_index_right_after_a_rebuild_elsewhere(site, courses, make_site, request):
    """Another process rebuilds; this one notices by the answer."""
    site.rebuild()
    site.engine.search(Query(q="nähen"))
    known = site.engine._lexicon.get()
    Page.objects.filter(pk__in=[course.pk for course in courses]).update(title="Kräuter sammeln")
    elsewhere = FallbackBackend(settings.SEARCH_URL)
    elsewhere.engine.client = site.engine.client
    elsewhere.rebuild()

    site.engine.search(Query())
    words = site.engine._lexicon.get()

    assert (words.index != known.index, words.index) == (True, site.engine.indices.find_current())
    assert ("krauter" in known.counts["exact"], "krauter" in words.counts["exact"]) == (False, True)

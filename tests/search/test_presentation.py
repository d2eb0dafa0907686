from search.presentation import build_pagination, build_tree, find_ways_out
from search.query import Query
from search.results import Facet, FacetValue, Results


def make_results(total, **values):
    query = Query.build(**values)
    shown = max(0, min(query.page_size, total - query.first))
    return Results(query=query, hits=(None,) * shown, total=total, facets=(), backend="database")


def get_labels(pagination):
    return [link and link.label for link in pagination.pages]


def test_tree_puts_values_below_their_parent():
    values = [("musik", ""), ("singen", "musik"), ("sport", ""), ("tanz", "buehne")]
    facet = Facet("subject", "Thema", True, tuple(FacetValue(v, v, 1, False, parent) for v, parent in values))

    tree = [(value.value, [child.value for child in children]) for value, children in build_tree(facet)]

    # a value whose parent is not shown stands by itself
    assert tree == [("musik", ["singen"]), ("sport", []), ("tanz", [])]


def test_single_page_has_no_neighbours():
    pagination = build_pagination(make_results(3), "/")

    assert (get_labels(pagination), pagination.previous_url, pagination.next_url) == (["1"], "", "")
    assert (pagination.first, pagination.last) == (1, 3)


def test_gaps_stand_only_where_pages_are_left_out():
    assert get_labels(build_pagination(make_results(100, page=4), "/")) == ["1", "2", "3", "4", "5"]
    assert get_labels(build_pagination(make_results(200), "/")) == ["1", "2", "3", None, "10"]


def test_page_beyond_the_end_leads_to_pages_that_exist():
    pagination = build_pagination(make_results(30, page=9), "/")

    assert (pagination.first, pagination.last) == (0, 0)
    assert get_labels(pagination)[0] == "1"


def test_pages_beyond_the_window_are_not_linked():
    pagination = build_pagination(make_results(50_000, page=500), "/")

    assert (pagination.next_url, get_labels(pagination)[-1]) == ("", "500")


def test_ways_out_leave_out_what_finds_nothing():
    query = Query.build(q="Nähen", selections={"type": ["course"], "weekday": ["sun"]})

    def count(rest):
        return 7 if not rest.get_selection("weekday") else 0

    ways = find_ways_out(query, "/angebote/", count)

    assert [(way.label, way.count) for way in ways] == [("ohne „Wochentag“", 7), ("ohne alle Filter", 7)]

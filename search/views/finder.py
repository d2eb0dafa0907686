"""The finder at /angebote/."""

from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from cms.throttling import is_allowed
from search.backends import get_backend
from search.boxes import draw_boxes, draw_options
from search.cards import draw_facts
from search.exports import build_export_links
from search.labels import pin_tables
from search.presentation import (
    build_chips,
    build_groups,
    build_pagination,
    build_sort_links,
    find_ways_out,
    make_url,
)
from search.query import Query
from search.results import Results

#: what the filters' template calls
DRAWING = {"draw_boxes": draw_boxes, "draw_options": draw_options}


def show_finder(request, *, page):
    """The search page. Wrong values are named and left out, the rest is searched."""
    if not is_allowed(request, "search"):
        return render(request, "429.html", status=429)
    with pin_tables():
        return _render_finder(request, page)


def _render_finder(request, page):
    parsed = Query.parse(request.GET)
    backend = get_backend()
    results = backend.search(parsed.query)
    groups = build_groups(results)
    context = {
        "page": page,
        "query": parsed.query,
        "results": results,
        "errors": parsed.errors,
        "groups": groups,
        "filters": _render_part("filters", groups=groups, query=parsed.query, errors=parsed.errors, **DRAWING),
        "hits": _render_part("hits", hits=results.hits, draw_facts=draw_facts),
        "export_links": build_export_links(parsed.query),
        **build_finder_context(results, path=request.path, count=backend.count),
    }
    response = render(request, "search/finder.html", context)
    response["X-Search-Backend"] = results.backend
    return response


def _render_part(name: str, **context) -> SafeString:
    # Jinja2 has escaped what needs it, but does not tell Django so
    return mark_safe(render_to_string(f"search/{name}.html", context, using="jinja2"))  # noqa: S308 -- escaped


def build_finder_context(results: Results, *, path: str, count) -> dict:
    query = results.query
    return {
        "chips": build_chips(query, path),
        "sort_links": build_sort_links(query, path),
        "pagination": build_pagination(results, path),
        "first_page_url": make_url(path, query.with_page(1)),
        "reset_url": make_url(path, query.without(*query.get_used_filters())),
        "suggestion_url": make_url(path, query.with_text(results.suggestion)) if results.suggestion else "",
        "ways_out": [] if results.total else find_ways_out(query, path, count),
    }

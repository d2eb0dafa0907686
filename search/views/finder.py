"""The finder at /angebote/: the whole page, or for htmx only what changes with the search."""

from dataclasses import replace
from urllib.parse import urlencode

from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString, mark_safe

from cms.addresses import get_site_url
from cms.throttling import is_allowed
from search.backends import get_backend
from search.boxes import draw_boxes, draw_options
from search.calendar import build_calendar, read_period
from search.calendar_links import build_calendar_ways, build_view_links
from search.cards import draw_facts
from search.exports import build_export_links
from search.labels import pin_tables
from search.presentation import (
    build_chips,
    build_groups,
    build_pagination,
    build_sort_links,
    find_ways_out,
    is_worth_indexing,
    make_url,
)
from search.query import Query
from search.results import Results
from search.shortcuts import build_shortcuts

#: the answer differs by them: whole pages and parts must not be mistaken for each other
PART_HEADERS = ("HX-Request", "HX-History-Restore-Request")
#: cards of what comes nearest where nothing is found
MAX_NEAREST = 3

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
    query = parsed.query
    backend = get_backend()
    # an unknown view is the list
    is_calendar = request.GET.get("view") == "calendar"
    view = _build_calendar_view(request, query, backend) if is_calendar else _build_list_view(request, query, backend)
    results, path = view["results"], view["path"]
    context = {
        "page": page,
        "query": query,
        "errors": parsed.errors,
        **view,
        **_build_filters(results, parsed.errors),
        "views": build_view_links(query, request.path, view["period"]),
        "export_links": build_export_links(query),
        **build_finder_context(results, path=path, count=backend.count),
        **_build_addresses(request, query, path=path, is_indexed=not (parsed.errors or is_calendar)),
    }
    if not results.total:
        context["nearest"] = _draw_hits(find_nearest(results, context["ways_out"], search=backend.search))
    return _answer(request, context, results.backend)


def _build_list_view(request, query: Query, backend) -> dict:
    results = backend.search(query)
    return {"results": results, "path": request.path, "period": None, "hits": _draw_hits(results.hits)}


def _build_calendar_view(request, query: Query, backend) -> dict:
    period = read_period(request.GET, query, today=timezone.localdate())
    # the filters and their counts alone: the meetings come from the calendar
    results = replace(backend.search(query.with_first(1)), query=query)
    calendar = build_calendar(query, period, backend=backend)
    parameters = period.to_parameters()
    return {
        "results": results,
        "path": f"{request.path}?{urlencode(parameters)}",
        "period": period,
        "view_parameters": parameters,
        "calendar": calendar,
        "ways": build_calendar_ways(query, request.path, period),
    }


def _answer(request, context: dict, backend: str):
    is_part = wants_part(request)
    response = render(request, "search/answer.html" if is_part else "search/finder.html", context)
    if is_part:
        # the same search once more is no further step for the browser's back button
        is_same = request.headers.get("HX-Current-URL", "").endswith(context["share_path"])
        response["HX-Replace-Url" if is_same else "HX-Push-Url"] = context["share_path"]
    response["X-Search-Backend"] = backend
    patch_vary_headers(response, PART_HEADERS)
    return response


def wants_part(request) -> bool:
    """Whether htmx asks for what changes; for the browser's back button it wants the whole page."""
    is_restored = request.headers.get("HX-History-Restore-Request") == "true"
    return request.headers.get("HX-Request") == "true" and not is_restored


def _build_filters(results: Results, errors: dict) -> dict:
    groups = build_groups(results)
    return {
        "groups": groups,
        "filters": _render_part("filters", groups=groups, query=results.query, errors=errors, **DRAWING),
    }


def _draw_hits(hits) -> SafeString:
    return _render_part("hits", hits=hits, draw_facts=draw_facts)


def _render_part(name: str, **context) -> SafeString:
    # Jinja2 has escaped what needs it, but does not tell Django so
    return mark_safe(render_to_string(f"search/{name}.html", context, using="jinja2"))  # noqa: S308 -- escaped


def build_finder_context(results: Results, *, path: str, count) -> dict:
    query = results.query
    return {
        "chips": build_chips(query, path),
        "shortcuts": build_shortcuts(query, path, today=timezone.localdate()),
        "sort_links": build_sort_links(query, path),
        "pagination": build_pagination(results, path),
        "first_page_url": make_url(path, query.with_page(1)),
        "reset_url": make_url(path, query.without(*query.get_used_filters())),
        "suggestion_url": make_url(path, query.with_text(results.suggestion)) if results.suggestion else "",
        "ways_out": [] if results.total else find_ways_out(query, path, count),
    }


def _build_addresses(request, query: Query, *, path: str, is_indexed: bool) -> dict:
    share_path = make_url(path, query)
    share_url = f"{get_site_url(request)}{share_path}"
    canonical_url = share_url if is_indexed and is_worth_indexing(query) else ""
    return {"share_path": share_path, "share_url": share_url, "canonical_url": canonical_url}


def find_nearest(results: Results, ways_out, *, search) -> tuple:
    """A few hits of the search that gives up least, in one further search."""
    if results.suggestion:
        query = results.query.with_text(results.suggestion)
    elif ways_out:
        query = ways_out[0].query
    else:
        return ()
    return search(query.with_first(MAX_NEAREST)).hits

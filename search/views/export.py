"""/angebote/export/<format>/?<query>: what a search finds, as a file or a feed."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.addresses import get_site_url
from cms.extend import find_exporter
from cms.throttling import is_allowed
from search.backends import get_backend
from search.clock import get_version
from search.exports import build_export, compute_etag
from search.query import Query

#: readers of feeds and calendars come again and again
CACHE_SECONDS = 300


@require_safe
def export_offerings(request, slug: str):
    exporter = find_exporter(slug)
    if exporter is None:
        raise Http404(_("Dieses Format gibt es nicht."))
    if not is_allowed(request, "export"):
        return _finish(render(request, "429.html", status=429))
    parsed = Query.parse(request.GET)
    if parsed.errors:
        # a file that holds something else than was asked for would deceive
        return _finish(render(request, "search/export_errors.html", {"errors": parsed.errors}, status=400))
    version = get_version()
    query = parsed.query.without("page", "page_size")
    export = build_export(query, site_url=get_site_url(request))
    etag = compute_etag(export, slug, version=version)
    response = get_conditional_response(request, etag=etag) or exporter.respond(request, export)
    if response.status_code in (200, 304) and "Cache-Control" not in response:
        response["ETag"] = etag
        response["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
    response["X-Search-Backend"] = get_backend().name
    return _finish(_drop_body(response) if request.method == "HEAD" else response)


def _drop_body(response) -> HttpResponse:
    # not closed: Django would take that for the end of the request, and hang up on the database
    return HttpResponse(status=response.status_code, headers=dict(response.items()))


def _finish(response):
    # the offerings have pages of their own
    response["X-Robots-Tag"] = "noindex"
    return response

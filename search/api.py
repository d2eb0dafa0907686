"""The public API at /api/v1/. It reads parameters with the same parser as the finder's page."""

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps

import orjson
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja import NinjaAPI

from cms.addresses import get_site_url
from cms.throttling import is_allowed
from search.api_docs import INTRODUCTION
from search.api_parameters import LANGUAGE, list_search_parameters
from search.api_results import write_hit
from search.api_schemas import (
    ErrorsOut,
    FacetsOut,
    MessageOut,
    OfferingOut,
    ResultsOut,
    SuggestionsOut,
)
from search.backends import get_backend
from search.cards import write_facts
from search.facets import PAGE_TYPE
from search.hits import Hit
from search.labels import pin_tables
from search.pictures import load_images
from search.presentation import describe_suggestion
from search.query import Query
from search.reference import ReferencePage
from search.results import Facet, Suggestion

CACHE_SECONDS = 60
MAX_ID = 2**53
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)

api = NinjaAPI(
    title="Kin-Top",
    version="1",
    description=INTRODUCTION,
    urls_namespace="api",
    docs_url="/docs",
    openapi_url="/openapi.json",
    docs=ReferencePage(),
)


def answering(view: Callable) -> Callable:
    """Rate limit, language and headers of every answer; the view returns (status, data)."""

    @wraps(view)
    def answer(request, **kwargs):
        if not is_allowed(request, "api"):
            return JsonResponse({"detail": "Too many requests."}, status=429)
        language = request.GET.get("lang") or find_accepted_language(request)
        if language not in LANGUAGES:
            return JsonResponse({"errors": {"lang": ["Unknown language."]}}, status=400)
        with translation.override(language), pin_tables():
            status, data = view(request, **kwargs)
        # a result page is 50 kB: Django's own writer takes as long as a query for it
        response = HttpResponse(orjson.dumps(data), content_type="application/json", status=status)
        response["X-Search-Backend"] = data.get("backend", get_backend().name)
        response["Content-Language"] = language
        if status == 200:
            response["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return answer


def find_accepted_language(request) -> str:
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return next((code for tag, _weight in accepted if (code := tag.split("-")[0]) in LANGUAGES), "de")


@api.get(
    "/offerings/",
    operation_id="list_offerings",
    summary="Find offerings",
    response={200: ResultsOut, 400: ErrorsOut, 429: MessageOut},
    openapi_extra={"parameters": list_search_parameters()},
)
@answering
def list_offerings(request):
    parsed = Query.parse(request.GET)
    if parsed.errors:
        return 400, {"errors": parsed.errors}
    results = get_backend().search(parsed.query)
    site_url = get_site_url(request)
    return 200, {
        "total": results.total,
        "page": results.page,
        "page_size": results.page_size,
        "backend": results.backend,
        "query": results.query.to_query_string(),
        "suggestion": results.suggestion,
        "facets": [write_facet(facet) for facet in results.facets],
        "results": [write_facts(hit, site_url=site_url) for hit in results.hits],
    }


@api.get(
    "/offerings/{int:offering_id}/",
    operation_id="get_offering",
    summary="One offering with its texts",
    response={200: OfferingOut, 400: ErrorsOut, 404: MessageOut, 429: MessageOut},
    openapi_extra={"parameters": [LANGUAGE]},
)
@answering
def get_offering(request, offering_id: int):
    document = get_backend().get_document(offering_id) if offering_id < MAX_ID else None
    if document is None or document["type"] == PAGE_TYPE:
        return 404, {"detail": _("Dieses Angebot gibt es nicht.")}
    image = load_images({document["image"]} - {None}).get(document["image"])
    hit = Hit(document, today=timezone.localdate(), image=image)
    return 200, {**write_hit(hit, site_url=get_site_url(request)), **document["detail"]}


@api.get(
    "/facets/",
    operation_id="list_facets",
    summary="Facets with counts",
    response={200: FacetsOut, 400: ErrorsOut, 429: MessageOut},
    openapi_extra={"parameters": list_search_parameters(paged=False)},
)
@answering
def list_facets(request):
    parsed = Query.parse(request.GET)
    if parsed.errors:
        return 400, {"errors": parsed.errors}
    query = parsed.query.without("sort", "page", "page_size")
    results = get_backend().search(query)
    return 200, {
        "total": results.total,
        "backend": results.backend,
        "query": query.to_query_string(),
        "facets": [write_facet(facet) for facet in results.facets],
    }


@api.get(
    "/suggest/",
    operation_id="suggest",
    summary="Names and titles with a word that begins like this",
    response={200: SuggestionsOut, 400: ErrorsOut, 429: MessageOut},
    openapi_extra={
        "parameters": [
            {
                "name": "q",
                "in": "query",
                "description": "At least two characters.",
                "schema": {"type": "string"},
            },
            LANGUAGE,
        ]
    },
)
@answering
def suggest(request):
    backend = get_backend()
    suggestions = backend.suggest(request.GET.get("q", ""))
    return 200, {"backend": backend.name, "suggestions": [write_suggestion(each) for each in suggestions]}


def show_unknown_address(request):
    return JsonResponse({"detail": "Not found. See /api/v1/docs."}, status=404)


def write_suggestion(suggestion: Suggestion) -> dict:
    return {**asdict(suggestion), "label": describe_suggestion(suggestion)}


def write_facet(facet: Facet) -> dict:
    # dataclasses.asdict takes longer than the search itself
    return {
        "name": facet.name,
        "label": facet.label,
        "multiple": facet.multiple,
        "values": [
            {
                "value": value.value,
                "label": value.label,
                "count": value.count,
                "selected": value.selected,
                "parent": value.parent,
            }
            for value in facet.values
        ],
    }

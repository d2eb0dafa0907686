"""What the catalogue is measured against: a view that does nothing, and search as Wagtail's manual shows it."""

from django.http import HttpResponse
from django.shortcuts import render
from wagtail.search.backends import get_search_backend
from wagtail.search.query import MATCH_ALL
from wagtail.search.utils import parse_query_string

from catalogue.models import Offering

PAGE_SIZE = 20
#: as many as Wagtail can count of what we count: only columns of the page's own table
FACETS = ("content_type_id", "subject_id", "format", "childcare", "registration", "age_from")


def show_nothing(request):
    return HttpResponse("ok")


def show_wagtail_search(request, backend: str):
    text = request.GET.get("q", "")
    page = max(int(request.GET.get("page", 1)), 1)
    offerings = Offering.objects.live()
    for name in ("childcare", "format"):
        if name in request.GET:
            offerings = offerings.filter(**{name: request.GET[name]})
    _filters, words = parse_query_string(text, operator="and")
    found = get_search_backend(backend).search(words if text else MATCH_ALL, offerings)
    facets = {name: found.facet(name) for name in FACETS}
    hits = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return render(
        request, "bench/wagtail_search.html", {"hits": hits, "total": found.count(), "facets": facets, "text": text}
    )

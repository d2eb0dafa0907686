"""Dates of single offerings for a calendar, ready to be subscribed to."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Site

from catalogue.exporters.ical import CalendarExporter
from catalogue.exporters.loading import PublicOfferings
from catalogue.models import Offering
from cms.addresses import get_site_url
from cms.extend import Export
from cms.languages import get_interface_language
from cms.throttling import is_allowed

CACHE_SECONDS = 300


@require_safe
@conditional_page
def show_offering_calendar(request, path: str):
    """<offering>/kalender.ics"""
    if not is_allowed(request, "export"):
        return render(request, "429.html", status=429)
    site = Site.find_for_request(request)
    url_path = f"{site.root_page.url_path}{path}" if site else ""
    offering = Offering.objects.live().public().filter(url_path=url_path).first()
    if offering is None:
        raise Http404
    return make_calendar_response(request, pks=[offering.pk], title=offering.translated_title)


def make_calendar_response(request, *, pks: list[int], title: str) -> HttpResponse:
    export = Export(
        query=None,
        offerings=PublicOfferings(pks),
        total=len(pks),
        language=get_interface_language(),
        site_url=get_site_url(request),
        title=title,
    )
    streamed = CalendarExporter().respond(request, export)
    # few enough to be sent in one piece, which browsers and calendars can ask for conditionally
    response = HttpResponse(streamed.getvalue(), headers=dict(streamed.items()))
    response["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
    response["X-Robots-Tag"] = "noindex"
    return response

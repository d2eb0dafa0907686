"""/merkliste/?id=12&id=15: a list of offerings to look at, to print and to send to somebody."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from catalogue.domain.cards import build_cards
from catalogue.domain.presentation import get_finder_url
from catalogue.domain.shortlist import MAX_OFFERINGS, read_shortlist
from catalogue.views.calendar import make_calendar_response
from cms.addresses import get_site_url
from cms.throttling import is_allowed


@require_safe
def show_shortlist(request):
    if not is_allowed(request, "search"):
        return render(request, "429.html", status=429)
    shortlist = read_shortlist(request.GET.getlist("id"))
    path = f"{reverse('shortlist')}?{shortlist.query}"
    context = {
        "cards": build_cards(shortlist.offerings),
        "missing": shortlist.missing,
        "surplus": shortlist.surplus,
        "max_offerings": MAX_OFFERINGS,
        "share_url": get_site_url(request) + path,
        "calendar_url": f"{reverse('shortlist_calendar')}?{shortlist.query}",
        "finder_url": get_finder_url(),
    }
    response = render(request, "catalogue/shortlist.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@conditional_page
def show_shortlist_calendar(request):
    if not is_allowed(request, "export"):
        return render(request, "429.html", status=429)
    shortlist = read_shortlist(request.GET.getlist("id"))
    pks = [offering.pk for offering in shortlist.offerings]
    return make_calendar_response(request, pks=pks, title=_("Merkliste"))

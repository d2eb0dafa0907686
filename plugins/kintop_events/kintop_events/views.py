from django.shortcuts import redirect

from catalogue.domain.presentation import get_finder_url
from kintop_events.domain.events import find_next_event


def show_next_event(request):
    """One short address for posters and QR codes: what is on now or comes next."""
    event = find_next_event()
    return redirect(event.get_url(request) if event else get_finder_url("type=event"))

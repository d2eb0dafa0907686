"""Addresses under a language prefix that belong to no page."""

from django.urls import path, re_path

from catalogue.views.calendar import show_offering_calendar
from catalogue.views.shortlist import show_shortlist, show_shortlist_calendar

urlpatterns = [
    path("merkliste/", show_shortlist, name="shortlist"),
    path("merkliste/kalender.ics", show_shortlist_calendar, name="shortlist_calendar"),
    re_path(r"^(?P<path>(?:[\w\-]+/)+)kalender\.ics$", show_offering_calendar, name="offering_calendar"),
]

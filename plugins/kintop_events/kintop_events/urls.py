"""Addresses below /x/kintop_events/."""

from django.urls import path

from kintop_events.views import show_next_event

urlpatterns = [path("", show_next_event, name="next")]

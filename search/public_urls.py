"""Addresses under a language prefix that belong to no page."""

from django.urls import path

from search.views.export import export_offerings

urlpatterns = [
    path("angebote/export/<slug:slug>/", export_offerings, name="export_offerings"),
]

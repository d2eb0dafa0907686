"""The addresses of a developer's machine: with the style book, before the pages that catch everything."""

from django.urls import path

from cms import urls
from cms.views.stylebook import show_stylebook

urlpatterns = [path("stilbuch/", show_stylebook, name="stylebook"), *urls.urlpatterns]

"""Addresses under a language prefix that belong to no page; exports come here."""

urlpatterns = []

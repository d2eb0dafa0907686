"""Factories of the website's own pages, for the tests and the demo centre."""

from datetime import time

import factory
import wagtail_factories
from factory.django import DjangoModelFactory
from wagtail.models import Site

from home.models import ContentPage, OrganisationSettings


class ContentPageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda n: f"Seite {n}")
    slug = factory.Sequence(lambda n: f"seite-{n}")
    summary = "Worum es auf dieser Seite geht."

    class Meta:
        model = ContentPage


class OrganisationSettingsFactory(DjangoModelFactory):
    """The facts of the default site; made once, then changed."""

    site = factory.LazyFunction(lambda: Site.objects.get(is_default_site=True))
    name = "Kin-Top"
    street = "Stettiner Straße 120"
    postal_code = "40595"
    city = "Düsseldorf"
    phone = "0211 69871231"
    email = "buero@example.org"
    opening_days = factory.LazyFunction(lambda: ["1", "2", "3", "4"])
    opens_at = time(10)
    closes_at = time(16)

    class Meta:
        model = OrganisationSettings
        django_get_or_create = ("site",)

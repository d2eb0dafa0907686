"""Sitemap and robots.txt."""

from collections import defaultdict

from django.contrib.sitemaps.views import sitemap
from django.http import HttpResponse
from django.utils import translation
from django.views.decorators.cache import cache_control
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from cms.translated_pages import only_originals, only_translations


class TranslatedSitemap(Sitemap):
    """Pages with translations have an address for each."""

    def _urls(self, page, protocol, domain):
        urls = super()._urls(page, protocol, domain)
        translated = self._find_translated_addresses()
        return urls + [
            {**entry, "location": address} for entry in urls for address in translated.get(entry["location"], ())
        ]

    def _find_translated_addresses(self) -> dict[str, list[str]]:
        """German address -> addresses in other languages."""
        translated = only_translations(Page.objects.all()).public().order_by("locale__language_code")
        languages = defaultdict(list)
        for key, language in translated.values_list("translation_key", "locale__language_code"):
            languages[key].append(language)
        originals = only_originals(Page.objects.filter(translation_key__in=list(languages)))
        return {
            self._get_address(page, "de"): [self._get_address(page, code) for code in languages[page.translation_key]]
            for page in originals
        }

    def _get_address(self, page, language: str) -> str | None:
        with translation.override(language):
            return page.get_full_url(self.request)


@cache_control(max_age=3600, public=True)
def show_sitemap(request):
    return sitemap(request, sitemaps={"pages": TranslatedSitemap(request)})


@cache_control(max_age=86_400, public=True)
def show_robots(request):
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /konto/",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain")

"""Sitemap and robots.txt."""

from django.contrib.sitemaps.views import sitemap
from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from wagtail.contrib.sitemaps import Sitemap


@cache_control(max_age=3600, public=True)
def show_sitemap(request):
    return sitemap(request, sitemaps={"pages": Sitemap(request)})


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

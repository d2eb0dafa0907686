"""The backend that ``SEARCH_URL`` names."""

from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

#: scheme of SEARCH_URL -> class, called with the URL
BACKENDS = {
    "database": "search.backends.database.DatabaseBackend",
    **dict.fromkeys(
        (f"{product}+{scheme}" for product in ("elasticsearch", "opensearch") for scheme in ("http", "https")),
        "search.backends.fallback.FallbackBackend",
    ),
}


def get_backend():
    return _make_backend(settings.SEARCH_URL)


@lru_cache(maxsize=8)
def _make_backend(url: str):
    # not urlsplit: some releases of Python refuse several hosts with an IPv6 address among them
    scheme = url.partition("://")[0].lower()
    if scheme not in BACKENDS:
        raise ImproperlyConfigured(f"SEARCH_URL has the unknown scheme {scheme!r}: use one of {', '.join(BACKENDS)}.")
    return import_string(BACKENDS[scheme])(url)

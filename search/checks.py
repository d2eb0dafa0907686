"""Says before a site starts that its search is not set up rightly. Asks no engine: a check must not wait."""

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from search.backends import BACKENDS
from search.backends.elasticsearch.address import SCHEME, Address


@checks.register()
def check_search_url(**_kwargs):
    url = settings.SEARCH_URL
    scheme = url.partition("://")[0]
    try:
        if scheme not in BACKENDS:
            raise ImproperlyConfigured(f"SEARCH_URL has the unknown scheme {scheme!r}.")
        if SCHEME.fullmatch(scheme):
            Address.parse(url)
    except ImproperlyConfigured as error:
        hint = "database://, elasticsearch+https://user:password@host:9200,host2:9200/kintop or opensearch+https://…"
        return [checks.Error(str(error), hint=hint, id="search.E001")]
    return []


@checks.register(checks.Tags.database)
def check_index(databases=None, **_kwargs):
    """Runs with ``check --database default`` and with ``migrate``."""
    from search.backends.elasticsearch.mapping import get_fingerprint
    from search.fingerprints import get_content_fingerprint
    from search.models import SearchIndex

    if not databases:
        return []
    if not SCHEME.match(settings.SEARCH_URL):
        return _check_entries()
    try:
        index = SearchIndex.objects.order_by("-created_at").first()
    except DatabaseError:
        # before the first migration
        return []
    hint = "manage.py search rebuild"
    if index is None:
        return [
            checks.Warning("The search engine has no index yet, the database answers.", hint=hint, id="search.W001")
        ]
    if index.fingerprint != get_fingerprint():
        text = "The index of the search engine was made for another version, the database answers."
        return [checks.Warning(text, hint=hint, id="search.W002")]
    if index.content_fingerprint != get_content_fingerprint():
        return [checks.Warning("The index was made by older rules for words and facets.", hint=hint, id="search.W003")]
    return []


def _check_entries() -> list[checks.CheckMessage]:
    from search.indexing import has_outdated_entries

    try:
        is_outdated = has_outdated_entries()
    except DatabaseError:
        # before the first migration
        return []
    text = "The search entries were made by older rules for words and facets, or with other plugins."
    return [checks.Warning(text, hint="manage.py search rebuild", id="search.W004")] if is_outdated else []

"""From a query to what an exporter gets, and the links that lead there."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.domain.wording import join_facts
from catalogue.exporters.loading import PublicOfferings
from cms.extend import Export, list_exporters
from cms.languages import get_interface_language
from search.backends import get_backend
from search.facets import FACETS_BY_NAME, PAGE_TYPE
from search.labels import pin_tables
from search.presentation import build_chips
from search.query import Query


@dataclass(frozen=True)
class ExportLink:
    slug: str
    label: str
    url: str


def build_export(query: Query, *, site_url: str) -> Export:
    """All offerings the query finds, in its order."""
    pks = find_offering_ids(query)
    return Export(
        query=query,
        offerings=PublicOfferings(pks),
        total=len(pks),
        language=get_interface_language(),
        site_url=site_url,
        title=describe_query(query),
    )


def find_offering_ids(query: Query) -> list[int]:
    """Without pages of the website, which the finder finds as well."""
    kinds = query.get_selection("type") or tuple(FACETS_BY_NAME["type"].get_options())
    kinds = [kind for kind in kinds if kind != PAGE_TYPE]
    return get_backend().list_ids(query.with_selection("type", kinds)) if kinds else []


def describe_query(query: Query) -> str:
    """ "Angebote: Nähen, Kurs, Garath"."""
    with pin_tables():
        words = [query.q, *(chip.label for chip in build_chips(query, ""))]
    return ": ".join(filter(None, [_("Angebote"), join_facts(words)]))


def compute_etag(export: Export, slug: str, *, version: int) -> str:
    """Another one as soon as other offerings are found, any of them changes, or a new day begins.

    ``version`` has to be read before the offerings: then at worst something is sent twice, never kept too long.
    """
    parts = [slug, export.language, export.site_url, timezone.localdate(), version, export.query, export.offerings]
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


@lru_cache(maxsize=200)
def _get_url(slug: str, _language: str) -> str:
    # each page of results links to every exporter
    return reverse("export_offerings", args=[slug])


def build_export_links(query: Query) -> list[ExportLink]:
    query = query.without("page", "page_size")
    links = []
    for slug, exporter in list_exporters().items():
        # followed over weeks: what is new has to come first, whatever order the page has
        found = query.with_sort("new") if slug == "rss" else query
        text = found.to_query_string()
        url = _get_url(slug, get_language())
        links.append(ExportLink(slug, str(exporter.label), f"{url}?{text}" if text else url))
    return links

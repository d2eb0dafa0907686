"""JSON: every hit in the shape of the API, all of them in one answer."""

import json
from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext_lazy as _

from catalogue.exporters.loading import PublicOfferings
from cms.extend import Export, Exporter
from search.api_results import write_hit
from search.hits import build_hits
from search.labels import pin_tables
from search.models import SearchEntry

CHUNK = 100


class JsonExporter(Exporter):
    label = _("Daten für Programme (JSON)")
    content_type = "application/json"
    extension = "json"
    as_attachment = False

    def render(self, export: Export) -> Iterator[bytes]:
        start = {"total": export.total, "query": export.query.to_query_string()}
        yield f'{json.dumps(start, ensure_ascii=False)[:-1]}, "results": ['.encode()
        separator = b"\n"
        for results in _iterate_results(export):
            yield separator + b",\n".join(json.dumps(result, ensure_ascii=False).encode() for result in results)
            separator = b",\n"
        yield b"\n]}\n"


def _iterate_results(export: Export) -> Iterator[list[dict]]:
    pks = _iterate_pks(export.offerings)
    while chunk := list(islice(pks, CHUNK)):
        with pin_tables():
            results = [write_hit(hit, site_url=export.site_url) for hit in build_hits(_load(chunk))]
        if results:
            yield results


def _iterate_pks(offerings) -> Iterator[int]:
    if isinstance(offerings, PublicOfferings):
        return offerings.iterate_pks()
    return (offering.pk for offering in offerings)


def _load(pks: list[int]) -> list[dict]:
    entries = SearchEntry.objects.filter(page_id__in=pks, is_removed=False)
    documents = dict(entries.values_list("page_id", "document"))
    return [documents[pk] for pk in pks if pk in documents]

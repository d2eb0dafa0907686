"""What each plugin adds, for the command and the report."""

from dataclasses import dataclass
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.urls import get_resolver
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms import extend
from cms.plugins.addresses import PREFIX
from cms.plugins.records import Record, records

KINDS = {
    "page types": _("Seitentypen"),
    "models": _("Daten"),
    "fields": _("Filter und Suchwörter"),
    "blocks": _("Bausteine"),
    "exporters": _("Formate zum Mitnehmen"),
    "enquiry handlers": _("Anfragen"),
    "page endings": _("Unter jeder Seite"),
    "hooks": _("Stellen in der Verwaltung"),
    "addresses": _("Adressen"),
}
POINTS = dict(
    zip(
        ("fields", "blocks", "exporters", "enquiry handlers", "page endings"),
        extend.POINTS,
        strict=True,
    )
)


@dataclass(frozen=True)
class Row:
    record: Record
    title: str
    #: kind -> names, kinds without any left out
    adds: dict[str, list[str]]


def list_rows() -> list[Row]:
    # the addresses of plugins are read with those of the site
    import_module(settings.ROOT_URLCONF)
    return [Row(record, _get_title(record), _list_additions(record)) for record in records.values()]


def _get_title(record: Record) -> str:
    return str(apps.get_app_config(record.name).verbose_name) if record.is_installed else record.name


def _list_additions(record: Record) -> dict[str, list[str]]:
    if not record.is_installed:
        return {}
    models = list(apps.get_app_config(record.name).get_models())
    found = {
        "page types": [model.__name__ for model in models if issubclass(model, Page)],
        "models": [model.__name__ for model in models if not issubclass(model, Page)],
        **{kind: point.get_names(record.name) for kind, point in POINTS.items()},
        "hooks": sorted(record.hooks),
        "addresses": [f"/{PREFIX}/{record.name}/"] if _has_addresses(record.name) else [],
    }
    return {kind: names for kind, names in found.items() if names}


def _has_addresses(name: str) -> bool:
    return name in get_resolver().namespace_dict

"""Values of a version as people read them: choices by label, relations by name, dates and prices in words."""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal

from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.domain.prices import format_euros
from catalogue.domain.schedule import ScheduleError, parse_weekly_times
from catalogue.domain.wording import format_weekly
from cms.fields import ChoiceListField

#: where the form's word needs its form, or is Wagtail's for people who build websites
LABELS = {
    "price": gettext_lazy("Preis"),
    "slug": gettext_lazy("Adresse der Seite"),
    "seo_title": gettext_lazy("Titel für Suchmaschinen"),
    "search_description": gettext_lazy("Beschreibung für Suchmaschinen"),
}

#: model -> keys -> objects, each in one query
Fetch = Callable[[type[models.Model], Iterable], dict]


def read_value(model, name: str, content: dict):
    """What a version holds in a field, as the model has it; versions older than the field have its default."""
    field = model._meta.get_field(name)
    if name not in content:
        return field.get_default()
    value = content[name]
    if isinstance(field, models.ForeignKey):
        return value
    return field.to_python(value)


def read_row(model, content: dict) -> dict:
    """All values of a child row."""
    return {field.name: read_value(model, field.name, content) for field in model._meta.concrete_fields}


def describe_value(field, value, *, fetch: Fetch) -> str:
    """In plain words; empty where nothing is filled in."""
    if value is None or value == "":
        return ""
    if isinstance(field, models.ForeignKey):
        return describe_related(field.related_model, value, fetch=fetch)
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, ChoiceListField):
        return ", ".join(field.get_labels(value))
    if field.name == "weekly_times":
        return describe_weekly(value)
    return _describe_plain(value)


def describe_related(model, key, *, fetch: Fetch) -> str:
    found = fetch(model, [key]).get(key)
    return str(found) if found is not None else _("(inzwischen gelöscht)")


def describe_weekly(text: str) -> str:
    try:
        return format_weekly(parse_weekly_times(text))
    except ScheduleError:
        return text


def describe_price(price: Decimal | None) -> str:
    if price is None:
        return ""
    return _("kostenlos") if price == 0 else format_euros(price)


def get_label(field) -> str:
    return str(LABELS.get(field.name) or field.verbose_name)


def _describe_plain(value) -> str:
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if hasattr(value, "isoformat"):
        return date_format(value, "DATE_FORMAT" if hasattr(value, "year") else "TIME_FORMAT")
    if isinstance(value, Decimal | float):
        return number_format(value)
    return str(value).strip()

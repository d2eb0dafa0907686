"""What there is in a loaded centre, for comparison."""

from collections import defaultdict
from itertools import pairwise

from django.apps import apps
from django.utils import timezone


def take_census() -> dict:
    """Rows and highest key of every table."""
    keys = {model._meta.label: model._base_manager.order_by("-pk") for model in apps.get_models()}
    return {label: (rows.count(), rows.values_list("pk", flat=True).first()) for label, rows in keys.items()}


def find_overlaps(slots) -> set:
    """Owners who have two things at the same time; ``slots`` are (owner, day, from, to, thing)."""
    days = defaultdict(list)
    for owner, day, start, end, thing in slots:
        days[owner, day].append((start, end, thing))
    found = set()
    for (owner, _day), entries in days.items():
        entries.sort()
        found |= {owner for first, second in pairwise(entries) if second[0] < first[1]}
    return found


def get_values(instance, *, without=()) -> dict:
    """What a page says, without keys, addresses, relations and moments."""
    skipped = {"id", "slug", "path", "url_path", "translation_key", "code", "title", "draft_title", *without}
    return {
        field.name: field.value_from_object(instance)
        for field in instance._meta.concrete_fields
        if field.name not in skipped
        and not field.is_relation
        and not isinstance(field.value_from_object(instance), type(timezone.now()))
    }

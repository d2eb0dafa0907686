from django.db.models import F, Q
from django.utils import timezone

from kintop_events.models import EventPage


def find_next_event() -> EventPage | None:
    """What is on today or comes next; with several, the one that ends first."""
    coming = Q(period_end__gte=timezone.localdate()) | Q(period_end=None, period_start__gte=timezone.localdate())
    events = EventPage.objects.live().public().filter(coming)
    return events.order_by(F("period_start").asc(nulls_last=True), "period_end", "pk").first()

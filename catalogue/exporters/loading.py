"""Offerings with all that any format tells of them, however many, in flat memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects

from catalogue.domain.cards import get_card_runs

#: offerings read at once: enough to make queries rare, few enough to keep memory flat
CHUNK = 100


@dataclass(frozen=True)
class PublicOfferings:
    """Those of these pages that are public offerings, in this order; read anew by each loop over them."""

    pks: Sequence[int]

    def __iter__(self) -> Iterator:
        for start in range(0, len(self.pks), CHUNK):
            yield from load_offerings(self.pks[start : start + CHUNK])

    def iterate_pks(self) -> Iterator[int]:
        """For what needs no more than the ids."""
        from catalogue.models import Offering

        for start in range(0, len(self.pks), CHUNK):
            chunk = self.pks[start : start + CHUNK]
            public = set(Offering.objects.filter(pk__in=chunk).live().public().values_list("pk", flat=True))
            yield from (pk for pk in dict.fromkeys(chunk) if pk in public)


def load_offerings(pks: Sequence[int]) -> list:
    """In the order of the ids, in a constant number of queries; what the public may not see is left out."""
    from catalogue.models import Offering

    found = {page.pk: page for page in Offering.objects.filter(pk__in=pks).live().public().specific()}
    offerings = [found[pk] for pk in dict.fromkeys(pks) if pk in found]
    _fetch_relations(offerings)
    return offerings


def _fetch_relations(offerings: list) -> None:
    from catalogue.models import Lecturer, Meeting, Run, TargetGroupPage

    meetings = Meeting.objects.order_by("date", "start_time", "pk")
    runs = Run.objects.select_related("venue").prefetch_related(Prefetch("meetings", queryset=meetings))
    prefetch_related_objects(
        offerings,
        "subject__parent",
        "translations",
        "funders",
        Prefetch("target_groups", queryset=TargetGroupPage.objects.live().order_by("path")),
        Prefetch("lecturers", queryset=Lecturer.objects.public()),
        Prefetch("runs", queryset=runs.order_by("start_date", "sort_order", "pk"), to_attr="card_runs"),
    )


def list_shown_runs(offering, *, today: date) -> list:
    """Those that are not over; of a past offering all."""
    runs = get_card_runs(offering)
    return [run for run in runs if not run.is_over(today)] or runs

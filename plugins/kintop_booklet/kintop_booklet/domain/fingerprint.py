"""When a file is out of date: the key of a wish changes with everything that is in the file."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.utils import timezone

from catalogue.models import Offering
from kintop_booklet.domain.collecting import get_organisation
from search.models import SearchClock

#: to be raised when the templates change: files made before are made anew
EDITION = 3
#: of pictures: what decides whether and how they are printed; the search does not notice their changes
PICTURE_FACTS = (
    "image", "image__file", "image__title", "image__description", "image__credit", "image__licence",
    "image__shows_people", "image__minors", "image__consent_status", "image__consent_scope", "image__consent_until",
    "image__custodians_agreed", "image__focal_point_x", "image__focal_point_y",
)  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """What is to be printed, and how."""

    kind: str
    arrangement: str
    language: str
    site_url: str
    title: str
    query: str
    offering_ids: tuple[int, ...]


def compute_key(wish: Wish) -> str:
    """A few small queries. Every change the search hears of counts, and every new day."""
    # before the clock: reading it for the first time makes its row, which is a change
    organisation = get_organisation(site_url=wish.site_url)
    facts = [
        EDITION,
        asdict(wish),
        timezone.localdate().isoformat(),
        list(SearchClock.objects.values_list("version", flat=True)),
        asdict(organisation),
        _read_pictures(wish.offering_ids),
    ]
    return hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()


def _read_pictures(offering_ids: Sequence[int]) -> list[tuple]:
    rows = Offering.objects.filter(pk__in=offering_ids, image__isnull=False).order_by("pk")
    return list(rows.values_list(*PICTURE_FACTS))

"""The Merkliste: offerings somebody wants to keep in mind. It lives in their browser and in its own address only."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from catalogue.domain.types import get_type_rows

#: nobody compares more, and an address has to stay short enough to be sent
MAX_OFFERINGS = 100
#: longer numbers are none of ours
MAX_DIGITS = 12


@dataclass(frozen=True)
class Shortlist:
    #: public offerings in the order of the list
    offerings: tuple
    #: what the list names besides: gone, never there, no number at all
    missing: tuple[str, ...]
    #: how many the list names beyond what it may hold
    surplus: int

    @property
    def query(self) -> str:
        return urlencode([("id", offering.pk) for offering in self.offerings])


def read_shortlist(values: Iterable[str]) -> Shortlist:
    """Offerings by the numbers of an address, each once, fetched for cards in a constant number of queries."""
    from catalogue.models import Offering

    values = list(dict.fromkeys(values))
    numbers = {value: _read_number(value) for value in values[:MAX_OFFERINGS]}
    wanted = [number for number in numbers.values() if number is not None]
    rows = Offering.objects.filter(pk__in=wanted).live().public().for_cards() if wanted else []
    found = {row.pk: row for row in rows and rows.select_related(*get_type_rows())}
    return Shortlist(
        offerings=tuple(found[number] for number in dict.fromkeys(wanted) if number in found),
        missing=tuple(value for value, number in numbers.items() if number not in found),
        surplus=max(0, len(values) - MAX_OFFERINGS),
    )


def _read_number(value: str) -> int | None:
    # int() would also take "١٢" and "1_000"
    return int(value) if value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS else None

"""Is there a place? The one rule, for pages, search, API and exports."""

from dataclasses import dataclass
from datetime import date, timedelta

from catalogue.choices import Availability, Registration, RunStatus

#: "few" from this many places downwards
FEW_SEATS = 3


@dataclass(frozen=True)
class RunFacts:
    """What decides about a place; ``from_run`` reads it off a run and its offering."""

    status: str
    start: date | None
    end: date | None
    deadline: date | None
    seats_max: int | None
    seats_taken: int | None
    fully_booked: bool
    waiting_list: bool
    #: one may come any time: open doors, counselling hours
    open_entry: bool

    @classmethod
    def from_run(cls, run) -> "RunFacts":
        return cls(
            status=run.status,
            start=run.start_date,
            end=run.end_date,
            deadline=run.registration_deadline,
            seats_max=run.seats_max,
            seats_taken=run.seats_given,
            fully_booked=run.fully_booked,
            waiting_list=run.waiting_list,
            open_entry=run.offering.registration == Registration.OPEN_DOOR,
        )


def compute_availability(facts: RunFacts, *, on: date) -> Availability:
    """Whether a place is to be had on that day.

    A started run stays open to all who may come any time; after the deadline one has to ask.
    """
    if facts.status == RunStatus.CANCELLED:
        return Availability.CANCELLED
    seats = _compute_seats(facts)
    if seats in (Availability.FULL, Availability.WAITING_LIST):
        return seats
    if facts.open_entry:
        return Availability.FREE
    if facts.start and on > facts.start:
        return Availability.STARTED
    if facts.deadline and on > facts.deadline:
        return Availability.ON_REQUEST
    return seats


def _compute_seats(facts: RunFacts) -> Availability:
    if facts.fully_booked:
        return Availability.WAITING_LIST if facts.waiting_list else Availability.FULL
    if facts.seats_max is None and facts.seats_taken is None:
        return Availability.ON_REQUEST if facts.start is None else Availability.UNKNOWN
    if facts.seats_max is None or facts.seats_taken is None:
        return Availability.UNKNOWN
    free = facts.seats_max - facts.seats_taken
    if free <= 0:
        return Availability.WAITING_LIST if facts.waiting_list else Availability.FULL
    return Availability.FEW if free <= FEW_SEATS else Availability.FREE


def compute_availability_periods(facts: RunFacts) -> list[tuple[Availability, date | None, date | None]]:
    """All availabilities the run passes through by mere lapse of time: (value, first day, last day).

    An index holds these, so it stays right tomorrow without being written again. None is open-ended.
    """
    turns = sorted({day + timedelta(days=1) for day in (facts.start, facts.deadline) if day})
    first_days = [None, *turns]
    last_days = [*(day - timedelta(days=1) for day in turns), None]
    periods: list[tuple[Availability, date | None, date | None]] = []
    for first, last in zip(first_days, last_days, strict=True):
        value = compute_availability(facts, on=first or last or date.min)
        if periods and periods[-1][0] == value:
            periods[-1] = (value, periods[-1][1], last)
        else:
            periods.append((value, first, last))
    return periods

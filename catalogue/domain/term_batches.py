"""A whole term once more: choose offerings, see all new dates, and let a worker make the drafts.

All begin as many weeks later as the term does, so what began in October begins late again. One offering that fails
does not stop the others, and nothing is made twice.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Min, Prefetch, Q
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from catalogue.choices import BatchState, RunStatus
from catalogue.domain.schedule import ScheduleError
from catalogue.domain.terms import (
    LONGEST_SHIFT,
    TERM_DAYS,
    NewRun,
    TermError,
    plan_next_term,
    repeat_offering,
    suggest_start,
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, order=True)
class Term:
    """Half a calendar year."""

    year: int
    half: int

    @classmethod
    def of(cls, day: date) -> "Term":
        return cls(day.year, 1 if day.month <= 6 else 2)

    @classmethod
    def parse(cls, value: str) -> "Term | None":
        year, _sign, half = value.partition("-")
        return cls(int(year), int(half)) if year.isdigit() and len(year) == 4 and half in ("1", "2") else None

    @property
    def value(self) -> str:
        return f"{self.year}-{self.half}"

    @property
    def label(self) -> str:
        return _("%(half)s. Halbjahr %(year)s") % {"half": self.half, "year": self.year}

    @property
    def days(self) -> tuple[date, date]:
        if self.half == 1:
            return date(self.year, 1, 1), date(self.year, 6, 30)
        return date(self.year, 7, 1), date(self.year, 12, 31)


@dataclass(frozen=True)
class PlannedRepeat:
    """One offering of the preview."""

    offering: object
    run_uids: tuple[str, ...]
    start: date
    runs: tuple[NewRun, ...]
    #: why it cannot be repeated
    error: str = ""
    #: made before for about the same time
    has_copy: bool = False

    @property
    def meeting_count(self) -> int:
        return sum(len(run.meetings) for run in self.runs)


def list_terms() -> list[Term]:
    """Those in which runs begin, the latest first."""
    from catalogue.models import Run

    span = Run.objects.aggregate(first=Min("start_date"), last=Max("start_date"))
    if span["first"] is None:
        return []
    years = range(span["first"].year, span["last"].year + 1)
    terms = [Term(year, half) for year in years for half in (1, 2)]
    return sorted((term for term in terms if Term.of(span["first"]) <= term <= Term.of(span["last"])), reverse=True)


def find_repeatable(*, term: Term, user, subject=None, state: str = ""):
    """Offerings with runs that begin in the term, as far as this person publishes; ``term_runs`` holds these runs."""
    from catalogue.models import Offering, Run

    runs = Run.objects.filter(start_date__range=term.days).exclude(status=RunStatus.CANCELLED)
    granted = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "publish")
    offerings = Offering.objects.filter(pk__in=runs.values("offering")).filter(pk__in=granted.values("pk"))
    if subject is not None:
        offerings = offerings.filter(Q(subject=subject) | Q(subject__parent=subject))
    if state:
        offerings = offerings.filter(live=state == "live")
    prefetched = runs.order_by("start_date", "pk").prefetch_related("meetings")
    return (
        offerings.select_related("subject__parent")
        .prefetch_related(Prefetch("runs", queryset=prefetched, to_attr="term_runs"))
        .order_by("subject__parent__name", "subject__name", "title", "pk")
    )


def suggest_term_start(offerings) -> date | None:
    runs = [run for offering in offerings for run in offering.term_runs]
    return suggest_start(runs) if runs else None


def plan_term(*, offerings: Iterable, start: date, closed_periods) -> list[PlannedRepeat]:
    """New dates of each offering when the first of them begins in the week of ``start``."""
    offerings = list(offerings)
    copied = _find_copied([offering.pk for offering in offerings])
    earliest = min((run.start_date for offering in offerings for run in offering.term_runs), default=start)
    # what is refused anyway need not be counted beyond the end of all calendars
    shift = min(start - earliest, 2 * LONGEST_SHIFT)
    planned = []
    for offering in offerings:
        own_start = offering.term_runs[0].start_date + shift
        runs, error = (), ""
        try:
            runs = tuple(plan_next_term(runs=offering.term_runs, start=own_start, closed_periods=closed_periods))
        except (TermError, ScheduleError) as problem:
            error = str(problem)
        planned.append(
            PlannedRepeat(
                offering=offering,
                run_uids=tuple(str(run.uid) for run in offering.term_runs),
                start=own_start,
                runs=runs,
                error=error,
                has_copy=any(abs((day - own_start).days) <= TERM_DAYS for day in copied.get(offering.pk, ())),
            )
        )
    return planned


@transaction.atomic
def start_batch(*, token: UUID, planned: Iterable[PlannedRepeat], user):
    """Remember what is to be made and let a worker begin; the same token again gives the same batch."""
    from catalogue.models import TermBatch, TermBatchItem
    from catalogue.tasks import repeat_term

    batch, is_new = TermBatch.objects.get_or_create(token=token, defaults={"created_by": user})
    if is_new:
        items = [
            TermBatchItem(batch=batch, source_id=repeat.offering.pk, run_uids=list(repeat.run_uids), start=repeat.start)
            for repeat in planned
            if not repeat.error
        ]
        TermBatchItem.objects.bulk_create(items)
        transaction.on_commit(lambda: repeat_term.enqueue(batch.pk))
    return batch


def carry_out_batch(*, batch) -> None:
    """Make what is still waiting; may be broken off and begun again."""
    for pk in batch.items.filter(state=BatchState.WAITING).values_list("pk", flat=True):
        _carry_out_item(pk, user=batch.created_by)


def _carry_out_item(pk: int, *, user) -> None:
    """One transaction: whoever is broken off leaves it waiting, and two workers do not both make it."""
    from catalogue.models import TermBatchItem

    with transaction.atomic():
        item = TermBatchItem.objects.select_for_update().filter(pk=pk, state=BatchState.WAITING).first()
        if item is None:
            return
        try:
            with transaction.atomic():
                item.result_id = _repeat(item, user).pk
            item.state = BatchState.DONE
        except (TermError, ScheduleError) as error:
            item.state, item.message = BatchState.FAILED, str(error)[:255]
        except Exception:
            logger.exception("Offering %s could not be repeated", item.source_id)
            item.state = BatchState.FAILED
            item.message = _("Das hat nicht geklappt. Bitte wiederholen Sie dieses Angebot einzeln.")
        item.save()


def _repeat(item, user):
    from catalogue.models import ClosedPeriod

    runs = list(
        item.source.runs.filter(uid__in=item.run_uids).order_by("start_date", "pk").prefetch_related("meetings")
    )
    planned = plan_next_term(runs=runs, start=item.start, closed_periods=ClosedPeriod.objects.as_named_ranges())
    return repeat_offering(offering=item.source, runs=planned, user=user)


def _find_copied(pks) -> dict[int, list[date]]:
    """Days on which earlier batches let an offering begin, where the draft is still there."""
    from catalogue.models import TermBatchItem

    found: dict[int, list[date]] = {}
    made = TermBatchItem.objects.filter(source__in=pks).exclude(result=None).exclude(state=BatchState.FAILED)
    for source, start in made.values_list("source", "start"):
        found.setdefault(source, []).append(start)
    return found

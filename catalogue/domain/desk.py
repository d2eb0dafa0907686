""" "Meine Angebote": what a lecturer leads, where each offering stands and what it lacks, for a phone screen."""

import json
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Min
from django.utils import timezone
from wagtail.admin.utils import get_user_display_name
from wagtail.models import WorkflowState, get_default_page_content_type

from catalogue.choices import DeskState, MeetingStatus, RunStatus, UrgentKind
from catalogue.domain.completeness import Completeness, assess
from catalogue.domain.timetable import Badge, MeetingRow, build_meeting_row
from catalogue.domain.types import get_type_rows

NEXT_MEETINGS = 3


@dataclass(frozen=True)
class ChangeRequest:
    """What a reviewer asked for."""

    comment: str
    by: str


@dataclass(frozen=True)
class DeskCard:
    pk: int
    title: str
    code: str
    state: Badge
    is_live: bool
    next_day: date | None
    #: the following are filled in for the cards of one page only
    change_request: ChangeRequest | None = None
    meetings: tuple[MeetingRow, ...] = ()
    completeness: Completeness | None = None
    url: str = ""
    actions: tuple[UrgentKind, ...] = ()
    has_term: bool = False

    @property
    def is_in_review(self) -> bool:
        return self.state.value == DeskState.IN_REVIEW


def list_cards(*, user, today: date | None = None) -> list[DeskCard]:
    """All offerings this person leads, what wants something first, then by the next meeting."""
    today = today or timezone.localdate()
    offerings = list(find_own_offerings(user))
    reviews = find_reviews([offering.pk for offering in offerings])
    current = set(find_own_offerings(user).upcoming(today).values_list("pk", flat=True))
    days = _find_next_days(offerings, today)
    cards = [
        DeskCard(
            pk=offering.pk,
            title=offering.draft_title or offering.title,
            code=offering.code,
            state=_get_badge(find_state(offering, review=reviews.get(offering.pk), is_current=offering.pk in current)),
            is_live=offering.live,
            next_day=days.get(offering.pk),
        )
        for offering in offerings
    ]
    return sorted(cards, key=_get_order)


def find_own_offerings(user):
    from catalogue.models import Offering

    return Offering.objects.assigned_to(user).defer("body", "easy_language")


def find_reviews(pks) -> dict[int, WorkflowState]:
    """Reviews going on or answered with wishes, by offering.

    Wagtail's own prefetching finds them for pages only, not for a queryset of offerings.
    """
    states = WorkflowState.objects.active().filter(
        base_content_type=get_default_page_content_type(), object_id__in=[str(pk) for pk in pks]
    )
    return {int(state.object_id): state for state in states.select_related("current_task_state__finished_by")}


def find_state(offering, *, review: WorkflowState | None, is_current: bool) -> DeskState:
    """One state; ``is_current`` says whether anything of it is still to come."""
    if review is not None:
        is_running = review.status == WorkflowState.STATUS_IN_PROGRESS
        return DeskState.IN_REVIEW if is_running else DeskState.CHANGES_REQUESTED
    if not offering.live:
        return DeskState.DRAFT
    if not is_current:
        return DeskState.ENDED
    return DeskState.LIVE_WITH_CHANGES if offering.has_unpublished_changes else DeskState.LIVE


def filter_cards(cards: list[DeskCard], *, state: str = "", text: str = "") -> list[DeskCard]:
    """All words of the text stand in title or number; an unknown state is no condition."""
    words = text.casefold().split()
    return [
        card
        for card in cards
        if (state not in DeskState.values or card.state.value == state)
        and all(word in f"{card.title} {card.code}".casefold() for word in words)
    ]


def count_states(cards: list[DeskCard]) -> list[tuple[Badge, int]]:
    """Each state that occurs, in its order, with the number of offerings."""
    counts = {state: sum(card.state.value == state for card in cards) for state in DeskState.values}
    return [(_get_badge(DeskState(state)), count) for state, count in counts.items() if count]


def fill_cards(
    cards: list[DeskCard], *, may_change_facts: bool, request=None, today: date | None = None
) -> list[DeskCard]:
    """The cards of one page with all they show, in a constant number of queries."""
    from catalogue.models import Offering

    today = today or timezone.localdate()
    offerings = (
        Offering.objects.filter(pk__in=[card.pk for card in cards])
        .for_cards()
        .select_related("latest_revision", *get_type_rows())
    )
    by_pk = {offering.pk: offering for offering in offerings}
    reviews = find_reviews(by_pk)
    filled = []
    for card in cards:
        offering = by_pk[card.pk]
        runs = list_current_runs(offering.card_runs, today)
        filled.append(
            replace(
                card,
                change_request=_get_change_request(reviews.get(card.pk)),
                meetings=tuple(build_meeting_row(m, today=today) for m in list_coming(runs, today)[:NEXT_MEETINGS]),
                completeness=assess(read_values(offering)),
                url=offering.get_url(request) or "" if card.is_live else "",
                has_term=any(run.start_date for run in offering.card_runs),
                actions=list_urgent_kinds(runs, today) if card.is_live and may_change_facts else (),
            )
        )
    return filled


def list_current_runs(runs, today: date) -> list:
    return [run for run in runs if run.status != RunStatus.CANCELLED and not run.is_over(today)]


def list_coming(runs, today: date) -> list:
    """Meetings from today on, cancelled ones too: whoever looks wants to see that they are."""
    coming = [meeting for run in runs for meeting in run.meetings.all() if meeting.date and meeting.date >= today]
    return sorted(
        coming, key=lambda meeting: (meeting.date, meeting.start_time is not None, meeting.start_time, meeting.pk)
    )


def list_urgent_kinds(runs, today: date) -> tuple[UrgentKind, ...]:
    """What can be changed at once about these current runs."""
    has_meetings = any(meeting.status != MeetingStatus.CANCELLED for meeting in list_coming(runs, today))
    kinds = {
        UrgentKind.CANCEL_MEETING: has_meetings,
        UrgentKind.MOVE_MEETING: has_meetings,
        UrgentKind.PLACES: bool(runs),
        UrgentKind.CONFIRM_RUN: any(run.status in (RunStatus.PLANNED, RunStatus.MOVED) for run in runs),
    }
    return tuple(kind for kind, is_possible in kinds.items() if is_possible)


def read_values(offering) -> dict:
    """Values of the newest draft, else of the row, as ``assess`` wants them."""
    if offering.latest_revision is None:
        concrete = getattr(offering, "projectpage", None)
        values = {field.name: getattr(offering, field.name) for field in offering._meta.concrete_fields}
        runs = [{"start_date": run.start_date, "weekly_times": run.weekly_times} for run in offering.card_runs]
        return {**values, "runs": runs, "period_start": getattr(concrete, "period_start", None)}
    content = offering.latest_revision.content
    # a revision keeps blocks as JSON text
    return {"runs": [], **content, "body": json.loads(content.get("body") or "[]")}


def _find_next_days(offerings, today: date) -> dict[int, date]:
    from catalogue.models import Meeting

    coming = (
        Meeting.objects.filter(run__offering__in=offerings, date__gte=today)
        .exclude(status=MeetingStatus.CANCELLED)
        .exclude(run__status=RunStatus.CANCELLED)
    )
    rows = coming.order_by().values_list("run__offering").annotate(Min("date"))
    return dict(rows)


def _get_change_request(review: WorkflowState | None) -> ChangeRequest | None:
    if review is None or review.status != WorkflowState.STATUS_NEEDS_CHANGES or review.current_task_state is None:
        return None
    answer = review.current_task_state
    return ChangeRequest(
        comment=answer.comment, by=get_user_display_name(answer.finished_by) if answer.finished_by else ""
    )


def _get_badge(state: DeskState) -> Badge:
    return Badge(state.value, str(state.label))


def _get_order(card: DeskCard) -> tuple:
    wants_something = card.state.value == DeskState.CHANGES_REQUESTED
    is_over = card.state.value == DeskState.ENDED
    return (not wants_something, is_over, card.next_day is None, card.next_day or date.max, card.title.casefold())

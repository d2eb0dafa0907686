"""What public offerings lack: each gap a condition of one query, so that a list costs the same for one and for all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone

from catalogue.choices import Gap, MeetingStatus, RunStatus
from cms.languages import TRANSLATION_LANGUAGES

#: an offering ends soon when its last day is this near
SOON = timedelta(days=21)


@dataclass(frozen=True)
class GapRow:
    pk: int
    title: str
    code: str
    subject: str
    lecturers: str
    #: of all runs that are not cancelled
    last_day: date | None
    #: languages, or full runs
    detail: str


def find_with_gap(gap: Gap, *, today: date | None = None):
    today = today or timezone.localdate()
    return _CONDITIONS[gap](today).order_by("subject__parent__name", "subject__name", "title", "pk")


def count_gaps(*, subject=None, today: date | None = None) -> list[tuple[Gap, int]]:
    return [(gap, filter_subject(find_with_gap(gap, today=today).order_by(), subject).count()) for gap in Gap]


def filter_subject(offerings, subject):
    """A main subject stands for those below it, too."""
    return offerings.filter(Q(subject=subject) | Q(subject__parent=subject)) if subject is not None else offerings


def build_rows(offerings, *, gap: Gap, today: date | None = None) -> list[GapRow]:
    """For the list and the export, in a constant number of queries."""
    from catalogue.models import Run

    today = today or timezone.localdate()
    runs = Run.objects.exclude(status=RunStatus.CANCELLED).prefetch_related("meetings").order_by("start_date", "pk")
    offerings = offerings.select_related("subject__parent").prefetch_related(
        "lecturers", "translations", Prefetch("runs", queryset=runs, to_attr="gap_runs")
    )
    return [
        GapRow(
            pk=offering.pk,
            title=offering.title,
            code=offering.code,
            subject=str(offering.subject or ""),
            lecturers=", ".join(person.full_name for person in offering.lecturers.all()),
            last_day=_find_last_day(offering.gap_runs),
            detail=_describe(offering, gap, today),
        )
        for offering in offerings
    ]


def _find_last_day(runs) -> date | None:
    days = [run.end_date for run in runs] + [
        meeting.date for run in runs for meeting in run.meetings.all() if meeting.status != MeetingStatus.CANCELLED
    ]
    return max(filter(None, days), default=None)


def _describe(offering, gap: Gap, today: date) -> str:
    rows = list(offering.translations.all())
    if gap == Gap.TRANSLATION_MISSING:
        present = {row.language for row in rows}
        return ", ".join(str(label) for code, label in TRANSLATION_LANGUAGES if code not in present)
    if gap == Gap.TRANSLATION_OUTDATED:
        outdated = {row.language for row in rows if row.is_outdated}
        return ", ".join(str(label) for code, label in TRANSLATION_LANGUAGES if code in outdated)
    if gap == Gap.FULL:
        full = [run for run in offering.gap_runs if _is_full(run) and not run.waiting_list and not run.is_over(today)]
        return ", ".join(str(run) for run in full)
    return ""


def _is_full(run) -> bool:
    return run.fully_booked or (None not in (run.seats_max, run.seats_given) and run.seats_given >= run.seats_max)


def _get_public():
    from catalogue.models import Offering

    return Offering.objects.live()


def _find_runs():
    from catalogue.models import Run

    return Run.objects.filter(offering=OuterRef("pk")).exclude(status=RunStatus.CANCELLED)


def _find_coming_meetings(today: date):
    from catalogue.models import Meeting

    coming = Meeting.objects.filter(run__offering=OuterRef("pk"), date__gte=today)
    return coming.exclude(status=MeetingStatus.CANCELLED).exclude(run__status=RunStatus.CANCELLED)


def _lacks_date(today: date):
    """No day ahead, be it that all is over or that nobody entered one; a project may have a period instead."""
    from catalogue.models import ProjectPage

    dated = Q(end_date__gte=today) | Q(end_date=None) & (Q(start_date__isnull=False) | ~Q(weekly_times=""))
    period = ProjectPage.objects.filter(Q(period_end=None) | Q(period_end__gte=today), pk=OuterRef("pk"))
    return _get_public().filter(
        ~Exists(_find_runs().filter(dated)),
        ~Exists(_find_coming_meetings(today)),
        ~Exists(period.exclude(period_start=None)),
    )


def _ends_soon(today: date):
    """Something ends in the next weeks and nothing goes on after it."""
    last = today + SOON
    return _get_public().filter(
        Exists(_find_runs().filter(end_date__range=(today, last))),
        ~Exists(_find_runs().filter(Q(end_date__gt=last) | Q(end_date=None))),
        ~Exists(_find_coming_meetings(last + timedelta(days=1))),
    )


def _is_full_without_waiting_list(today: date):
    full = Q(fully_booked=True) | Q(seats_max__lte=F("seats_taken") + F("seats_online"))
    coming = Exists(_find_meetings_of_run(today))
    current = Q(end_date=None) | Q(end_date__gte=today) | coming
    return _get_public().filter(Exists(_find_runs().filter(full, current, waiting_list=False)))


def _find_meetings_of_run(today: date):
    from catalogue.models import Meeting

    return Meeting.objects.filter(run=OuterRef("pk"), date__gte=today).exclude(status=MeetingStatus.CANCELLED)


def _lacks_lecturer(today: date):
    """Projects may do without."""
    from catalogue.models import Offering, ProjectPage

    active = Offering.lecturers.through.objects.filter(offering=OuterRef("pk"), lecturer__is_active=True)
    projects = ProjectPage.objects.values("pk")
    return _get_public().upcoming(today).filter(~Exists(active)).exclude(pk__in=projects)


def _lacks_picture(today: date):
    return _get_public().upcoming(today).filter(image=None)


def _lacks_translation(today: date):
    from catalogue.models import OfferingTranslation

    complete = (
        OfferingTranslation.objects.order_by()
        .values("offering")
        .annotate(count=Count("language", distinct=True))
        .filter(count__gte=len(TRANSLATION_LANGUAGES))
    )
    return _get_public().upcoming(today).exclude(pk__in=complete.values("offering"))


def _has_outdated_translation(today: date):
    from catalogue.models import OfferingTranslation

    outdated = OfferingTranslation.objects.filter(offering=OuterRef("pk"), is_outdated=True)
    return _get_public().upcoming(today).filter(Exists(outdated))


_CONDITIONS: dict[Gap, Callable] = {
    Gap.NO_DATE: _lacks_date,
    Gap.ENDS_SOON: _ends_soon,
    Gap.FULL: _is_full_without_waiting_list,
    Gap.NO_LECTURER: _lacks_lecturer,
    Gap.NO_PICTURE: _lacks_picture,
    Gap.TRANSLATION_MISSING: _lacks_translation,
    Gap.TRANSLATION_OUTDATED: _has_outdated_translation,
}

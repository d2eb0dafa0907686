"""What people find in the morning: reminders of what waits for them, and the day's overview for the editors."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail import hooks

from catalogue.choices import NoticeKind
from catalogue.domain.absences import delete_old_absences
from catalogue.domain.notices import delete_old_notices, get_person_name, write_notices
from catalogue.domain.reviewers import (
    KNOWN_STAGES,
    WaitingReview,
    find_asked_user_ids,
    find_waiting_reviews,
    get_queue_url,
    get_review_url,
)
from catalogue.domain.schedule import get_public_holiday
from catalogue.models import Notice, Offering, UrgentChange
from catalogue.roles import EDITORS
from cms.mailing import Letter, Line, Section, make_absolute

#: after so many days of waiting comes the first reminder, and after as many each further one
REMIND_EVERY_DAYS = 3
#: so far the overview looks ahead
EXPIRES_WITHIN_DAYS = 7
#: longer lists are for the screen
LONGEST_LIST = 20


@dataclass(frozen=True)
class Written:
    """How many mails were written; those of a second call on the same day are none."""

    reminders: int = 0
    digests: int = 0


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and not get_public_holiday(day)


def begin_day(*, today: date | None = None) -> Written:
    """The mails of the morning, and what has been kept long enough goes."""
    today = today or timezone.localdate()
    delete_old_notices()
    delete_old_absences(today=today)
    for keep_house in hooks.get_hooks("begin_day"):
        keep_house(today)
    return write_morning_mails(today=today)


@transaction.atomic
@override("de")
def write_morning_mails(*, today: date) -> Written:
    """None on weekends and holidays, none twice."""
    if not is_working_day(today):
        return Written()
    waiting = find_waiting_reviews()
    return Written(
        reminders=_remind(waiting=waiting, today=today),
        digests=_write_digest(waiting=waiting, today=today),
    )


def find_due_reminders(*, waiting: list[WaitingReview], today: date) -> dict[int, list[WaitingReview]]:
    """Account -> what it is to be reminded of today."""
    told = _find_lately_reminded(today)
    due = defaultdict(list)
    for review in waiting:
        if review.count_days(today) < REMIND_EVERY_DAYS or not isinstance(review.task, KNOWN_STAGES):
            continue
        for user_id in find_asked_user_ids(task=review.task, page=review.offering):
            if (user_id, review.task_state_id) not in told:
                due[user_id].append(review)
    return dict(due)


def build_reminder(*, reviews: list[WaitingReview], today: date) -> Letter:
    count, title = len(reviews), _get_title(reviews[0].offering)
    subject = ngettext(
        "Wartet noch auf Ihre Prüfung: %(title)s",
        "Warten noch auf Ihre Prüfung: %(title)s und weitere, zusammen %(count)s",
        count,
    )
    return Letter(
        subject=subject % {"title": title, "count": count},
        intro=ngettext(
            "Ein Angebot wartet seit einigen Tagen auf Ihre Prüfung. Bis dahin bleibt die Änderung unsichtbar:",
            "%(count)s Angebote warten seit einigen Tagen auf Ihre Prüfung. Bis dahin bleibt die Änderung unsichtbar:",
            count,
        )
        % {"count": count},
        sections=(_list_reviews(reviews, today),),
        todo=_("Bitte prüfen Sie, oder nennen Sie eine Vertretung, wenn Sie gerade nicht dazu kommen:"),
        button=_("Jetzt prüfen"),
        url=make_absolute(get_review_url(reviews[0].offering) if count == 1 else get_queue_url()),
        footer=_("Diese Erinnerung kommt alle drei Tage, an Werktagen, bis entschieden ist."),
    )


def build_digest(*, waiting: list[WaitingReview], today: date) -> Letter | None:
    """None where there is nothing to tell."""
    sections = [_list_reviews(waiting, today, heading=_("Wartet auf Prüfung")) if waiting else None]
    sections += [_list_urgent_changes(today), _list_expiring(today), _list_ending(today)]
    sections = tuple(section for section in sections if section is not None)
    if not sections:
        return None
    return Letter(
        subject=_("Überblick am %(day)s") % {"day": date_format(today, "l, j. F")},
        intro=_("Das steht heute in der Redaktion an:"),
        sections=sections,
        todo=_("Alles Weitere finden Sie in der Verwaltung:"),
        button=_("Verwaltung öffnen"),
        url=make_absolute(get_queue_url()),
        footer=_("Diesen Überblick bekommt die Redaktion an jedem Werktag, an dem etwas ansteht."),
    )


def _remind(*, waiting, today: date) -> int:
    written = 0
    for user_id, reviews in find_due_reminders(waiting=waiting, today=today).items():
        written += len(
            write_notices(
                kind=NoticeKind.REMINDER,
                key=_get_reminder_key(today),
                user_ids=[user_id],
                letter=build_reminder(reviews=reviews, today=today),
                task_state_ids=[review.task_state_id for review in reviews],
            )
        )
    return written


def _write_digest(*, waiting, today: date) -> int:
    letter = build_digest(waiting=waiting, today=today)
    if letter is None:
        return 0
    editors = get_user_model().objects.filter(groups__name=EDITORS).values_list("pk", flat=True)
    return len(write_notices(kind=NoticeKind.DIGEST, key=f"digest:{today}", user_ids=editors, letter=letter))


def _get_reminder_key(day: date) -> str:
    return f"reminder:{day}"


def _find_lately_reminded(today: date) -> set[tuple[int, int]]:
    """(account, stage) of the last days, today included."""
    days = [today - timedelta(days=past) for past in range(REMIND_EVERY_DAYS)]
    notices = Notice.objects.filter(kind=NoticeKind.REMINDER, key__in=[_get_reminder_key(day) for day in days])
    rows = notices.values_list("recipient_id", "task_state_ids")
    return {(user_id, task_state_id) for user_id, task_state_ids in rows for task_state_id in task_state_ids}


def _list_reviews(reviews, today: date, heading: str = "") -> Section:
    return _make_section(
        heading,
        [
            Line(
                _("„%(title)s“ %(waiting)s, von %(who)s")
                % {
                    "title": _get_title(review.offering),
                    "waiting": _name_waiting(review.count_days(today)),
                    "who": get_person_name(review.submitter),
                },
                make_absolute(get_review_url(review.offering)),
            )
            for review in reviews
        ],
    )


def _name_waiting(days: int) -> str:
    return ngettext("seit %(count)s Tag", "seit %(count)s Tagen", days) % {"count": days} if days else _("seit heute")


def _list_urgent_changes(today: date) -> Section | None:
    """Since the last working day, so that nothing of a weekend is left out."""
    since, until = _get_midnight(_get_last_working_day(today)), _get_midnight(today)
    changes = UrgentChange.objects.filter(created_at__gte=since, created_at__lt=until).order_by("created_at", "pk")
    return _make_section(
        _("Seit dem letzten Werktag sofort geändert"),
        [
            Line(
                f"„{change.offering.title}“: {', '.join(change.text.splitlines())}",
                make_absolute(reverse("catalogue_urgent", args=[change.offering_id])),
            )
            for change in changes.select_related("offering")
        ],
    )


def _list_expiring(today: date) -> Section | None:
    end = _get_midnight(today + timedelta(days=EXPIRES_WITHIN_DAYS + 1))
    pages = Offering.objects.live().filter(expire_at__gte=_get_midnight(today), expire_at__lt=end)
    return _make_section(
        _("Wird bald von der Website genommen"),
        [
            Line(
                _("„%(title)s“ am %(day)s")
                % {"title": page.title, "day": date_format(timezone.localtime(page.expire_at), "j. F")},
                make_absolute(_get_edit_path(page)),
            )
            for page in pages.order_by("expire_at", "pk")
        ],
    )


def _list_ending(today: date) -> Section | None:
    """The last day comes soon and nothing follows: time to plan the next run."""
    later = Offering.objects.upcoming(today + timedelta(days=EXPIRES_WITHIN_DAYS + 1))
    pages = Offering.objects.live().upcoming(today).exclude(pk__in=later.values("pk")).order_by("title", "pk")
    return _make_section(
        _("Endet in den nächsten sieben Tagen, und nichts folgt"),
        [Line(f"„{page.title}“", make_absolute(_get_edit_path(page))) for page in pages],
    )


def _make_section(heading: str, lines: list[Line]) -> Section | None:
    if not lines:
        return None
    rest = len(lines) - LONGEST_LIST
    if rest > 0:
        more = ngettext("und noch %(count)s", "und noch %(count)s", rest) % {"count": rest}
        lines = [*lines[:LONGEST_LIST], Line(more)]
    return Section(tuple(lines), heading=heading)


def _get_title(offering) -> str:
    return offering.draft_title or offering.title


def _get_edit_path(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _get_last_working_day(today: date) -> date:
    day = today - timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _get_midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))

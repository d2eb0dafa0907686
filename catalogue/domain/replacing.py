"""A venue or a person in many offerings is replaced by another one: in what is public and in every draft alike.

What is over stays as it was. Nothing else of a draft becomes public.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry

from catalogue.choices import MeetingStatus, ReplaceKind
from catalogue.domain.versions import change_every_version

LOG_REPLACED = "catalogue.replace"


@dataclass(frozen=True)
class Replacement:
    kind: ReplaceKind
    #: a venue or a lecturer
    old: object
    #: None: nobody follows
    new: object | None

    def describe(self) -> str:
        label = self.kind.label
        if self.new is None:
            return _("%(what)s: ohne %(old)s") % {"what": label, "old": self.old}
        return _("%(what)s: %(new)s statt %(old)s") % {"what": label, "new": self.new, "old": self.old}


@dataclass(frozen=True)
class Occurrence:
    """An offering and where in it the old value stands."""

    pk: int
    title: str
    code: str
    is_live: bool
    in_public: tuple[str, ...]
    in_draft: tuple[str, ...]


def find_occurrences(*, kind: ReplaceKind, old, user, today: date | None = None) -> list[Occurrence]:
    """Offerings this person may publish, in a constant number of queries."""
    today = today or timezone.localdate()
    offerings = find_replaceable(user=user, today=today)
    rows = _FIND_IN_ROWS[kind](offerings, old, today)
    drafts = defaultdict(list)
    for pk, content in find_open_contents(offerings):
        for words in _FIND_IN_CONTENT[kind](content, old, today):
            if words not in drafts[pk]:
                drafts[pk].append(words)
    pks = set(rows) | {pk for pk, words in drafts.items() if words}
    found = offerings.filter(pk__in=pks).order_by("draft_title", "pk").values_list("pk", "draft_title", "code", "live")
    return [
        Occurrence(
            pk=pk,
            title=title,
            code=code,
            is_live=is_live,
            in_public=tuple(rows.get(pk, ())) if is_live else (),
            # the rows of what nobody sees are a draft, too
            in_draft=tuple(dict.fromkeys([*drafts[pk], *(() if is_live else rows.get(pk, ()))])),
        )
        for pk, title, code, is_live in found
    ]


def find_replaceable(*, user, today: date):
    """Offerings not over yet, and those with something being written, as far as this person publishes."""
    from catalogue.models import Offering

    granted = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "publish")
    current = Offering.objects.upcoming(today)
    return Offering.objects.filter(
        Q(pk__in=current.values("pk")) | Q(live=False) | Q(has_unpublished_changes=True), pk__in=granted.values("pk")
    )


def find_open_contents(offerings) -> Iterable[tuple[int, dict]]:
    """(offering, content) of every revision that may still become public."""
    pks = list(offerings.filter(~Q(latest_revision=F("live_revision")) | Q(live=False)).values_list("pk", flat=True))
    revisions = Revision.page_revisions.filter(object_id__in=[str(pk) for pk in pks]).filter(
        Q(pk__in=offerings.values("latest_revision")) | ~Q(approved_go_live_at=None)
    )
    for object_id, content in revisions.values_list("object_id", "content").iterator(chunk_size=100):
        yield int(object_id), content


@transaction.atomic
def replace_everywhere(*, replacement: Replacement, pks: Iterable[int], user, today: date | None = None) -> list[int]:
    """All of these offerings or none; those changed. What became right meanwhile is left alone."""
    from catalogue.models import Offering

    today = today or timezone.localdate()
    allowed = {row.pk for row in find_occurrences(kind=replacement.kind, old=replacement.old, user=user, today=today)}
    chosen = sorted(allowed.intersection(pks))
    list(Page.objects.select_for_update().filter(pk__in=chosen).order_by("pk"))
    for pk in chosen:
        offering = Offering.objects.get(pk=pk).specific
        change = partial(apply_replacement, replacement=replacement, today=today)
        written = change_every_version(offering=offering, change=change, user=user)
        # history is read by everybody, whatever language this person works in
        with override("de"):
            text = replacement.describe()
        data = {"text": text, **written.log_data}
        revision = written.revision
        log(instance=offering, action=LOG_REPLACED, user=user, revision=revision, content_changed=True, data=data)
    return chosen


def apply_replacement(version, *, replacement: Replacement, today: date) -> None:
    """In one version of the offering."""
    old, new = replacement.old, replacement.new
    if replacement.kind == ReplaceKind.VENUE:
        for run in version.runs.all():
            if run.venue_id == old.pk and not run.is_over(today):
                run.venue = new
        return
    people = [person for person in version.lecturers.all() if person.pk not in (old.pk, new.pk if new else None)]
    if any(person.pk == old.pk for person in version.lecturers.all()):
        version.lecturers.set([*people, *([new] if new else [])])
    if version.contact_id == old.pk:
        version.contact = new


def _find_venue_rows(offerings, venue, today) -> dict[int, list[str]]:
    from catalogue.models import Run

    runs = Run.objects.filter(venue=venue, offering__in=offerings).prefetch_related("meetings")
    counts = defaultdict(int)
    for run in runs:
        counts[run.offering_id] += not run.is_over(today)
    return {pk: [_count_runs(count)] for pk, count in counts.items() if count}


def _find_venue_in_content(content: dict, venue, today):
    runs = [run for run in content.get("runs", ()) if run.get("venue") == venue.pk and not _is_over(run, today)]
    if runs:
        yield _count_runs(len(runs))


def _find_lecturer_rows(offerings, lecturer, today) -> dict[int, list[str]]:
    found = defaultdict(list)
    for pk in offerings.filter(lecturers=lecturer).values_list("pk", flat=True):
        found[pk].append(_("Kursleitung"))
    for pk in offerings.filter(contact=lecturer).values_list("pk", flat=True):
        found[pk].append(_("Ansprechperson"))
    return found


def _find_lecturer_in_content(content: dict, lecturer, today):
    if lecturer.pk in content.get("lecturers", ()):
        yield _("Kursleitung")
    if content.get("contact") == lecturer.pk:
        yield _("Ansprechperson")


_FIND_IN_ROWS = {ReplaceKind.VENUE: _find_venue_rows, ReplaceKind.LECTURER: _find_lecturer_rows}
_FIND_IN_CONTENT = {ReplaceKind.VENUE: _find_venue_in_content, ReplaceKind.LECTURER: _find_lecturer_in_content}


def _count_runs(count: int) -> str:
    return ngettext("%(count)s Durchgang", "%(count)s Durchgänge", count) % {"count": count}


def _is_over(run: dict, today: date) -> bool:
    """As ``Run.is_over``, for the run in a revision."""
    end = parse_date(run.get("end_date") or "")
    days = [
        parse_date(meeting["date"])
        for meeting in run.get("meetings", ())
        if meeting.get("date") and meeting.get("status") != MeetingStatus.CANCELLED
    ]
    return bool(end and end < today) and not any(day and day >= today for day in days)

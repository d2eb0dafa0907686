"""Facts of a published offering that change at once, without review: what may change, and how it is published.

Only the named run or meeting changes, in the published content, in an open draft and in what is scheduled alike. A
draft is never published along, and a review going on goes on, with the change in what it reviews.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from catalogue.choices import MeetingStatus, RunStatus, UrgentKind
from catalogue.domain.concurrency import lock_page
from catalogue.domain.meetings import get_planned_slot
from catalogue.domain.urgent_wording import describe_change
from catalogue.domain.versions import copy_rows, publish_in_every_version

#: log actions are named after the kind of change
LOG_PREFIX = "catalogue.urgent"
UNDO = "undo"
MEETING_FACTS = (
    *("date", "start_time", "end_time", "room", "status", "note"),
    *("planned_date", "planned_start_time"),
)
PLACE_FACTS = ("seats_taken", "fully_booked", "waiting_list")


class RefusedError(Exception):
    """What cannot be done now; the message is for the person who tried."""


class OutdatedError(RefusedError):
    """Somebody else changed the same fact in the meantime."""


@dataclass(frozen=True)
class FactChange:
    """New values for one run or one meeting, and those they replace."""

    kind: UrgentKind
    run_uid: UUID
    #: None where the run itself changes
    meeting_uid: UUID | None
    before: dict
    after: dict

    @property
    def new_values(self) -> dict:
        return {name: value for name, value in self.after.items() if value != self.before[name]}

    def describe(self) -> list[str]:
        return describe_change(before=self.before, after=self.after)


def plan_cancellation(*, meeting, note: str = "", now: datetime | None = None) -> FactChange:
    _refuse_past(meeting, now)
    if meeting.status == MeetingStatus.CANCELLED:
        raise RefusedError(_("Dieser Termin ist schon abgesagt."))
    values = {"status": MeetingStatus.CANCELLED.value}
    # without a new note the old one stays: "Bitte Turnschuhe mitbringen" harms nobody
    return _change_meeting(UrgentKind.CANCEL_MEETING, meeting, **values, **({"note": note} if note else {}))


def plan_move(
    *,
    meeting,
    day: date,
    start_time: time | None = None,
    end_time: time | None = None,
    room: str = "",
    note: str = "",
    now: datetime | None = None,
) -> FactChange:
    """To another day or hour; what is left out stays as it was."""
    _refuse_past(meeting, now)
    start_time, end_time = start_time or meeting.start_time, end_time or meeting.end_time
    if start_time and end_time and end_time <= start_time:
        raise RefusedError(_("Das Ende liegt nicht nach dem Beginn."))
    if _is_past(day, end_time or start_time, now):
        raise RefusedError(_("Der neue Termin liegt in der Vergangenheit."))
    _refuse_taken_slot(meeting, day, start_time)
    values = {"date": day, "start_time": start_time, "end_time": end_time}
    values |= {name: text for name, text in (("room", room), ("note", note)) if text}
    if all(getattr(meeting, name) == value for name, value in values.items()):
        raise RefusedError(_("Daran ändert sich nichts: Der Termin steht schon so da."))
    planned = get_planned_slot(meeting)
    status = MeetingStatus.PLANNED if planned == (day, start_time) else MeetingStatus.MOVED
    values |= {"status": status.value, "planned_date": planned[0], "planned_start_time": planned[1]}
    return _change_meeting(UrgentKind.MOVE_MEETING, meeting, **values)


def plan_places(
    *, run, seats_taken: int | None, fully_booked: bool, waiting_list: bool, now: datetime | None = None
) -> FactChange:
    _refuse_over(run, now)
    most = None if run.seats_max is None else max(0, run.seats_max - run.seats_online)
    if seats_taken is not None and most is not None and seats_taken > most:
        raise RefusedError(_refuse_too_many(run, most))
    values = {"seats_taken": seats_taken, "fully_booked": fully_booked, "waiting_list": waiting_list}
    if values == read_facts(run, PLACE_FACTS):
        raise RefusedError(_("Daran ändert sich nichts: Die Angaben stehen schon so da."))
    return _change_run(UrgentKind.PLACES, run, **values)


def _refuse_too_many(run, most: int) -> str:
    if not run.seats_online:
        return _("Es gibt höchstens %(seats)s Plätze.") % {"seats": most}
    return _("Mit den %(online)s Plätzen der Online-Anmeldungen bleiben höchstens %(seats)s.") % {
        "online": run.seats_online,
        "seats": most,
    }


def plan_confirmation(*, run, now: datetime | None = None) -> FactChange:
    _refuse_over(run, now)
    if run.status == RunStatus.CONFIRMED:
        raise RefusedError(_("Das steht schon da: Dieser Durchgang findet sicher statt."))
    return _change_run(UrgentKind.CONFIRM_RUN, run, status=RunStatus.CONFIRMED.value)


def plan_undo(*, record, now: datetime | None = None) -> FactChange:
    """Take back what ``record`` (an UrgentChange) did, and nothing else."""
    if record.undoes_id is not None or hasattr(record, "undone_by"):
        raise RefusedError(_("Das ist schon zurückgenommen."))
    done = read_record(record)
    target = find_target(record.offering, done)
    if target is None or read_facts(target, done.new_values) != done.new_values:
        raise OutdatedError(
            _("Das wurde inzwischen noch einmal geändert und lässt sich nicht mehr einfach zurücknehmen.")
        )
    current = read_facts(target, done.before)
    old_values = {name: done.before[name] for name in done.new_values}
    change = FactChange(done.kind, done.run_uid, done.meeting_uid, before=current, after=current | old_values)
    if change.meeting_uid:
        _refuse_past(target, now)
        if _is_past(change.after["date"], change.after["end_time"] or change.after["start_time"], now):
            raise RefusedError(_("Der frühere Termin ist schon vorbei."))
    else:
        _refuse_over(target, now)
    return change


def read_record(record) -> FactChange:
    """The change an UrgentChange remembers, its values as the models have them."""
    from catalogue.models import Meeting, Run

    model = Meeting if record.meeting_uid else Run
    before, after = (
        {name: model._meta.get_field(name).to_python(value) for name, value in values.items()}
        for values in (record.before, record.after)
    )
    return FactChange(UrgentKind(record.kind), record.run_uid, record.meeting_uid, before=before, after=after)


@transaction.atomic
def publish_change(*, offering_pk: int, change: FactChange, user, undoes=None):
    """Publish the change with the last approved content; returns the UrgentChange that remembers it.

    Raises OutdatedError if the facts are no longer those the person saw, RefusedError if there is nothing public.
    """
    from catalogue.domain.urgent_mail import tell_about_change
    from catalogue.models import Offering, UrgentChange

    # two people at the same meeting: the second waits here and then finds other values
    lock_page(offering_pk)
    live = Offering.objects.get(pk=offering_pk).specific
    if not live.live:
        raise RefusedError(_("Dieses Angebot ist nicht mehr öffentlich."))
    copy = copy_rows(live)
    target = find_target(copy, change)
    if target is None or read_facts(target, change.before) != change.before:
        raise OutdatedError(_("Das hat inzwischen jemand anderes geändert. Bitte sehen Sie noch einmal nach."))
    written = publish_in_every_version(
        live=live, copy=copy, change=lambda version: apply_change(version, change), user=user
    )
    record = UrgentChange.objects.create(
        offering=Offering.objects.get(pk=offering_pk),
        kind=change.kind,
        run_uid=change.run_uid,
        meeting_uid=change.meeting_uid,
        before=change.before,
        after=change.after,
        text=_describe_in_german(change),
        undoes=undoes,
        created_by=user,
    )
    log(
        instance=live,
        action=f"{LOG_PREFIX}.{UNDO if undoes else change.kind}",
        user=user,
        revision=written.revision,
        content_changed=True,
        data={
            "text": record.text,
            "before": change.before,
            "after": change.after,
            **written.log_data,
        },
    )
    tell_about_change(record=record)
    return record


def find_target(offering, change: FactChange):
    """The run or meeting in this version of the offering, or None; known by its uid, whatever its row."""
    run = next((run for run in offering.runs.all() if run.uid == change.run_uid), None)
    if run is None or change.meeting_uid is None:
        return run
    return next((meeting for meeting in run.meetings.all() if meeting.uid == change.meeting_uid), None)


def apply_change(offering, change: FactChange) -> bool:
    """Set the new values in this version of the offering; False where it no longer has the run or meeting.

    What a draft says about other facts of the same meeting stays.
    """
    target = find_target(offering, change)
    for name, value in change.new_values.items() if target is not None else ():
        setattr(target, name, value)
    return target is not None


def merge_changes_since(*, offering, since: datetime) -> None:
    """Bring what became public since then into a version written meanwhile; facts its author changed stay theirs."""
    from catalogue.models import UrgentChange

    for record in UrgentChange.objects.filter(offering=offering.pk, created_at__gt=since).order_by("created_at", "pk"):
        change = read_record(record)
        target = find_target(offering, change)
        for name, value in change.new_values.items() if target is not None else ():
            if getattr(target, name) == change.before[name]:
                setattr(target, name, value)


def read_facts(target, names) -> dict:
    return {name: getattr(target, name) for name in names}


def _describe_in_german(change: FactChange) -> str:
    # history and mails are read by everybody, whatever language this person works in
    with override("de"):
        return "\n".join(change.describe())


def _change_meeting(kind, meeting, **values) -> FactChange:
    # all facts of it: words need the day, and another change to the same meeting is to be noticed
    before = read_facts(meeting, MEETING_FACTS)
    return FactChange(kind, meeting.run.uid, meeting.uid, before=before, after=before | values)


def _change_run(kind, run, **values) -> FactChange:
    return FactChange(kind, run.uid, None, before=read_facts(run, values), after=values)


def _refuse_past(meeting, now) -> None:
    if is_past(meeting, now):
        raise RefusedError(_("Dieser Termin ist schon vorbei."))


def _refuse_over(run, now) -> None:
    if run.status == RunStatus.CANCELLED:
        raise RefusedError(_("Dieser Durchgang ist abgesagt."))
    if run.is_over(timezone.localdate(now) if now else None):
        raise RefusedError(_("Dieser Durchgang ist schon zu Ende."))


def _refuse_taken_slot(meeting, day, start_time) -> None:
    others = (other for other in meeting.run.meetings.all() if other.uid != meeting.uid)
    if any(
        (other.date, other.start_time) == (day, start_time) and other.status != MeetingStatus.CANCELLED
        for other in others
    ):
        raise RefusedError(_("Zu dieser Zeit gibt es in diesem Durchgang schon einen Termin."))


def is_past(meeting, now: datetime | None = None) -> bool:
    return _is_past(meeting.date, meeting.end_time or meeting.start_time, now)


def _is_past(day: date | None, hour: time | None, now: datetime | None) -> bool:
    """A meeting without hours lasts until midnight."""
    if day is None:
        return True
    now = timezone.localtime(now)
    return day < now.date() or (day == now.date() and hour is not None and hour <= now.time())

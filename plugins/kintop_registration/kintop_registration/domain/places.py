"""Who gets a place. Places are counted under the lock of the offering's page, so none is given twice.

What is free: the places of the run, less those given by hand (``Run.seats_taken``), less those of confirmed
registrations. ``Run.seats_online`` repeats the last number for pages and search; it is never what decides.
"""

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from catalogue.choices import Availability, RunStatus
from catalogue.choices import Registration as Way
from catalogue.domain.concurrency import lock_page
from catalogue.models import Offering, Run
from kintop_registration.choices import ACTIVE, Entry, Mail, Status
from kintop_registration.models import Registration
from search.indexing import sync


class ClosedError(Exception):
    """The run takes no registrations, or no more."""


def find_run(*, offering_id: int | None, run_uid) -> Run | None:
    """The public run, with its offering; None where it is gone or not public."""
    offering = Offering.objects.live().public().filter(pk=offering_id).first()
    if offering is None:
        return None
    run = Run.objects.filter(offering=offering, uid=run_uid).select_related("venue").first()
    if run is not None:
        run.offering = offering
    return run


def find_entry(run, *, today=None) -> Entry | None:
    """What somebody who registers now gets. Asks the database nothing beyond the run and its offering.

    Where nobody counts the places given by hand, none can be promised.
    """
    today = today or timezone.localdate()
    if run.offering.registration != Way.ENQUIRY or run.seats_max is None or run.seats_given is None:
        return None
    if _has_begun(run, today) or (run.registration_deadline and today > run.registration_deadline):
        return None
    match run.availability:
        case Availability.FREE | Availability.FEW:
            return Entry.PLACE
        case Availability.WAITING_LIST:
            return Entry.WAITING
    return None


def count_online(*, offering_id: int, run_uid) -> int:
    taken = Registration.objects.filter(offering_id=offering_id, run_uid=run_uid, status=Status.CONFIRMED)
    return taken.aggregate(sum=Sum("persons"))["sum"] or 0


def count_free(run) -> int:
    """Places to be given out now; call it with the page locked."""
    if run.fully_booked or run.seats_max is None or run.seats_taken is None:
        return 0
    return max(0, run.seats_max - run.seats_taken - count_online(offering_id=run.offering_id, run_uid=run.uid))


@transaction.atomic
def confirm(registration_id: int) -> Registration:
    """The address is right: give a place or one on the waiting list. ClosedError where there is neither.

    Doing it again changes nothing.
    """
    registration = lock(registration_id)
    if registration.status != Status.UNCONFIRMED:
        return registration
    run = get_open_run(registration)
    _move_up(run)
    run.seats_online = count_online(offering_id=run.offering_id, run_uid=run.uid)
    if find_entry(run) is None:
        raise ClosedError
    registration.confirmed_at = timezone.now()
    if registration.persons <= count_free(run):
        settle(registration, Status.CONFIRMED, mail=Mail.PLACE)
    elif run.waiting_list:
        settle(registration, Status.WAITING, mail=Mail.WAITING)
    else:
        raise ClosedError
    publish_places(run)
    return registration


@transaction.atomic
def release(registration_id: int, *, status: Status, mail: Mail) -> Registration:
    """Take somebody off the list; whoever waits moves up. Doing it again changes nothing."""
    registration = lock(registration_id)
    if registration.status in (Status.WITHDRAWN, Status.CANCELLED):
        return registration
    # an address nobody confirmed may be a stranger's
    settle(registration, status, mail="" if registration.status == Status.UNCONFIRMED else mail)
    run = find_run(offering_id=registration.offering_id, run_uid=registration.run_uid)
    if run is not None:
        _move_up(run)
        publish_places(run)
    return registration


@transaction.atomic
def move(registration_id: int, *, run_uid) -> Registration:
    """To another run of the same offering: a place there, else one on its waiting list, else ClosedError."""
    registration = lock(registration_id)
    target = find_run(offering_id=registration.offering_id, run_uid=run_uid)
    if registration.status not in ACTIVE or target is None or target.uid == registration.run_uid:
        raise ClosedError
    if target.status == RunStatus.CANCELLED or target.is_over():
        raise ClosedError
    old_run_uid = registration.run_uid
    registration.run_uid = target.uid
    # those who wait there come first
    _move_up(target)
    if registration.persons <= count_free(target):
        settle(registration, Status.CONFIRMED, mail=Mail.MOVED)
    elif target.waiting_list:
        registration.confirmed_at = timezone.now()
        settle(registration, Status.WAITING, mail=Mail.WAITING)
    else:
        raise ClosedError
    publish_places(target)
    left = find_run(offering_id=registration.offering_id, run_uid=old_run_uid)
    if left is not None:
        _move_up(left)
        publish_places(left)
    return registration


@transaction.atomic
def move_waiting_up(offering_id: int) -> None:
    """After somebody has changed the places of an offering by hand."""
    lock_page(offering_id)
    waiting = Registration.objects.filter(offering_id=offering_id, status=Status.WAITING)
    for run_uid in waiting.values_list("run_uid", flat=True).distinct():
        run = find_run(offering_id=offering_id, run_uid=run_uid)
        if run is not None and _move_up(run):
            publish_places(run)


def lock(registration_id: int) -> Registration:
    """As it is now, with its offering nobody else's until the transaction ends."""
    registration = Registration.objects.get(pk=registration_id)
    if registration.offering_id is not None:
        lock_page(registration.offering_id)
    # whoever had the lock may have changed it
    return Registration.objects.select_for_update().get(pk=registration_id)


def get_open_run(registration: Registration) -> Run:
    run = find_run(offering_id=registration.offering_id, run_uid=registration.run_uid)
    if run is None:
        raise ClosedError
    return run


def settle(registration: Registration, status: Status, *, mail: Mail | str) -> None:
    from kintop_registration.domain.letters import send_after_commit

    registration.status = status
    registration.pending_mail = mail
    registration.save()
    if mail:
        send_after_commit(registration)


def publish_places(run) -> None:
    """Let pages and search say what is free now, in the transaction of the change."""
    online = count_online(offering_id=run.offering_id, run_uid=run.uid)
    Run.objects.filter(offering=run.offering_id, uid=run.uid).update(seats_online=online)
    sync([run.offering_id])


def _move_up(run) -> bool:
    """In order; who is too many for what is free does not keep those behind from it."""
    if run.status == RunStatus.CANCELLED or _has_begun(run, timezone.localdate()):
        return False
    free, moved = count_free(run), False
    if free:
        for waiting in Registration.objects.of_run(run).filter(status=Status.WAITING).in_order():
            if waiting.persons <= free:
                settle(waiting, Status.CONFIRMED, mail=Mail.MOVED_UP)
                free, moved = free - waiting.persons, True
    return moved


def _has_begun(run, today) -> bool:
    return bool(run.start_date and today > run.start_date) or run.is_over(today)

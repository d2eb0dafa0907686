"""What is kept how long: until a set period after the run's end, and what nobody confirmed only for days."""

import os
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from catalogue.models import Meeting, Run
from kintop_registration.choices import Status
from kintop_registration.models import Registration

#: half a year; ``KINTOP_REGISTRATION_KEEP_DAYS`` says otherwise
KEEP_DAYS = 183
UNCONFIRMED_DAYS = 7


def get_keep_days() -> int:
    name = "KINTOP_REGISTRATION_KEEP_DAYS"
    return int(getattr(settings, name, None) or os.environ.get(name) or KEEP_DAYS)


def find_last_day(run) -> date | None:
    """None for a run without any date: it goes on."""
    last_meeting = Meeting.objects.filter(run=run).aggregate(last=Max("date"))["last"]
    return max((day for day in (run.end_date, last_meeting) if day), default=None)


def delete_old_registrations(*, today: date | None = None) -> int:
    """The number of registrations deleted."""
    today = today or timezone.localdate()
    note_last_days(today=today)
    old = Registration.objects.filter(ends_on__lt=today - timedelta(days=get_keep_days()))
    before = timezone.now() - timedelta(days=UNCONFIRMED_DAYS)
    forgotten = Registration.objects.filter(status=Status.UNCONFIRMED, created_at__lt=before)
    pks = {*old.values_list("pk", flat=True), *forgotten.values_list("pk", flat=True)}
    Registration.objects.filter(pk__in=pks).delete()
    return len(pks)


def note_last_days(*, today: date) -> None:
    """Runs are prolonged and shortened; one that is gone or no longer public ended when it was last seen."""
    groups = Registration.objects.exclude(offering=None).values_list("offering_id", "run_uid", "ends_on").distinct()
    known = {(run.offering_id, run.uid): run for run in _load_runs({offering_id for offering_id, _uid, _day in groups})}
    for offering_id, run_uid, ends_on in groups:
        run = known.get((offering_id, run_uid))
        if run is None:
            continue
        last = max((day for day in (run.end_date, run.last_meeting) if day), default=today)
        if last != ends_on:
            Registration.objects.filter(offering_id=offering_id, run_uid=run_uid).update(ends_on=last)


def _load_runs(offering_ids):
    runs = Run.objects.filter(offering__in=offering_ids, offering__live=True)
    return runs.annotate(last_meeting=Max("meetings__date"))

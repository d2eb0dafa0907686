"""Files on order: one for the same wish, made in a task, thrown away when they are out of date."""

import logging
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from kintop_booklet.domain.collecting import collect_booklet
from kintop_booklet.domain.fingerprint import Wish, compute_key
from kintop_booklet.domain.typesetting import typeset
from kintop_booklet.domain.weekplan import collect_week_plan
from kintop_booklet.models import PrintJob

logger = logging.getLogger(__name__)

State = PrintJob.State
#: more does not become a booklet anybody prints
MAX_OFFERINGS = 2000
#: a job without progress for so long has lost its worker
STALLED_AFTER = timedelta(minutes=10)
KEPT_FOR = timedelta(days=7)
#: collecting takes the first part of the time, typesetting the rest
COLLECTED = 60


def find_job(wish: Wish) -> PrintJob | None:
    """The one job of this wish, as long as nothing has changed."""
    return PrintJob.objects.filter(key=compute_key(wish)).first()


def order(wish: Wish) -> PrintJob:
    """The job of this wish; only the first who wishes for it starts the work."""
    with transaction.atomic():
        job, is_new = PrintJob.objects.get_or_create(
            key=compute_key(wish),
            defaults={
                "kind": wish.kind,
                "arrangement": wish.arrangement,
                "language": wish.language,
                "site_url": wish.site_url,
                "title": wish.title[:255],
                "query": wish.query,
                "offering_ids": list(wish.offering_ids),
            },
        )
    if is_new:
        _enqueue(job)
        job.refresh_from_db()
    return job


def try_again(job: PrintJob) -> bool:
    """Start a job that failed or lost its worker; False where it is under way or done."""
    stalled = Q(state__in=[State.WAITING, State.RUNNING], updated_at__lt=timezone.now() - STALLED_AFTER)
    again = PrintJob.objects.filter(Q(state=State.FAILED) | stalled, pk=job.pk).update(
        state=State.WAITING, progress=0, error="", updated_at=timezone.now()
    )
    if again:
        _enqueue(job)
    return bool(again)


def is_stalled(job: PrintJob) -> bool:
    return job.state in (State.WAITING, State.RUNNING) and job.updated_at < timezone.now() - STALLED_AFTER


def get_wish(job: PrintJob) -> Wish:
    return Wish(
        kind=job.kind,
        arrangement=job.arrangement,
        language=job.language,
        site_url=job.site_url,
        title=job.title,
        query=job.query,
        offering_ids=tuple(job.offering_ids),
    )


def is_current(job: PrintJob) -> bool:
    """Whether everything in the file still holds; a withdrawn consent takes effect at once."""
    return job.key == compute_key(get_wish(job))


def run(job_id: int) -> None:
    """Make the file. What goes wrong is kept with the job: somebody is waiting for an answer."""
    # a task delivered twice is done once
    if not PrintJob.objects.filter(pk=job_id, state=State.WAITING).update(
        state=State.RUNNING, progress=1, updated_at=timezone.now()
    ):
        return
    job = PrintJob.objects.get(pk=job_id)
    try:
        with translation.override(job.language):
            data = _make_file(job)
        job.file.save(f"{job.uid}.pdf", ContentFile(data), save=False)
        job.state, job.progress, job.error = State.DONE, 100, ""
    except Exception as error:
        logger.exception("The print job %s failed", job.pk)
        job.state, job.error = State.FAILED, f"{type(error).__name__}: {error}"[:2000]
    job.save(update_fields=["file", "state", "progress", "error", "updated_at"])
    if job.is_done:
        delete_outdated(newest=job)


def _make_file(job: PrintJob) -> bytes:
    content = collect(get_wish(job), report=lambda share: _report(job, round(share * COLLECTED)))
    _report(job, COLLECTED)
    return typeset(job.kind, content, files=content.files)


def collect(wish: Wish, *, report=None):
    """The content of the file, in the active language."""
    offerings = _count_off(wish.offering_ids, report) if report else wish.offering_ids
    if wish.kind == PrintJob.Kind.WEEK_PLAN:
        return collect_week_plan(offerings, site_url=wish.site_url, query=wish.query)
    return collect_booklet(
        offerings,
        arrangement=wish.arrangement,
        site_url=wish.site_url,
        query=wish.query,
        selection=wish.title if wish.query else "",
    )


def _count_off(ids, report):
    for number, pk in enumerate(ids):
        if number % 100 == 0:
            report(number / len(ids))
        yield pk


def _report(job: PrintJob, percent: int) -> None:
    PrintJob.objects.filter(pk=job.pk).update(progress=max(1, percent), updated_at=timezone.now())


def _enqueue(job: PrintJob) -> None:
    from kintop_booklet.tasks import make_file

    make_file.enqueue(job.pk)


def delete_outdated(*, newest: PrintJob) -> None:
    """The files the newest one replaces, and whatever has grown old."""
    replaced = PrintJob.objects.filter(
        kind=newest.kind,
        arrangement=newest.arrangement,
        language=newest.language,
        site_url=newest.site_url,
        query=newest.query,
        created_at__lt=newest.created_at,
        state__in=[State.DONE, State.FAILED],
    )
    for job in replaced:
        _retire(job)
    for job in PrintJob.objects.filter(updated_at__lt=timezone.now() - KEPT_FOR).exclude(pk=newest.pk):
        forget(job)


def _retire(job: PrintJob) -> None:
    """Without its file, but there: who has the page open finds the way to the new file."""
    name, job.key = job.file.name, f"replaced-{job.uid.hex}"
    PrintJob.objects.filter(pk=job.pk).update(key=job.key, file="")
    if name:
        job.file.storage.delete(name)


def forget(job: PrintJob) -> None:
    """The row first: a file without a row is rubbish, a row without its file a broken promise."""
    job.delete()
    if job.file:
        job.file.delete(save=False)

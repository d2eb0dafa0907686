"""Setting hundreds of pages takes longer than a visitor's request may."""

from django_tasks import task

from kintop_booklet.domain import jobs


@task()
def make_file(job_id: int) -> None:
    jobs.run(job_id)

"""One file for one wish, as long as nothing in it has changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.domain.urgent import plan_places, publish_change
from catalogue.factories import CoursePageFactory
from home.models import OrganisationSettings
from kintop_booklet.domain import jobs
from kintop_booklet.domain.fingerprint import Wish, compute_key
from kintop_booklet.domain.typesetting import SOURCES
from kintop_booklet.models import PrintJob
from kintop_booklet.tests.printing import SITE_URL
from media.domain.consent import withdraw_consent


def wish_for(*pages, **changes) -> Wish:
    values = {"kind": "booklet", "arrangement": "subject", "language": "de", "site_url": SITE_URL, "title": "Angebote",
              "query": "", "offering_ids": tuple(page.pk for page in pages)}  # fmt: skip
    return Wish(**{**values, **changes})


def test_an_order_is_made_at_once_where_tasks_run_at_once(choir):
    job = jobs.order(wish_for(choir))

    assert (job.state, job.progress, job.error) == ("done", 100, "")
    with job.file.open() as file:
        assert file.read(5) == b"%PDF-"


def test_the_same_wish_is_the_same_file(choir):
    first = jobs.order(wish_for(choir))

    assert jobs.order(wish_for(choir)) == first
    assert jobs.find_job(wish_for(choir)) == first
    assert PrintJob.objects.count() == 1


@pytest.mark.parametrize(
    "other", [{"arrangement": "target_group"}, {"language": "en"}, {"kind": "week_plan"}, {"query": "q=x"}]
)
def test_another_wish_is_another_file(choir, other):
    assert compute_key(wish_for(choir)) != compute_key(wish_for(choir, **other))


def publish(choir, house, singing):
    choir.title = "Großer Chor"
    choir.save_revision().publish()


def rename_place(choir, house, singing):
    house.name = "Neues Haus"
    house.save()


def rename_subject(choir, house, singing):
    singing.name = "Chöre"
    singing.save()


def withdraw_name(choir, house, singing):
    person = choir.lecturers.get()
    person.consent_name = False
    person.save()


def withdraw_picture(choir, house, singing):
    withdraw_consent(image=choir.image)


def change_credit(choir, house, singing):
    choir.image.credit = "Jemand anders"
    choir.image.save()


def change_telephone(choir, house, singing):
    organisation = OrganisationSettings.for_site(choir.get_site())
    organisation.phone = "0211 123"
    organisation.save()


def change_home_page(choir, house, singing):
    home = choir.get_site().root_page.specific
    home.claim = "Ein neuer Satz"
    home.save_revision().publish()


def change_urgent_fact(choir, house, singing):
    change = plan_places(run=choir.runs.get(), seats_taken=12, fully_booked=True, waiting_list=False)
    publish_change(offering_pk=choir.pk, change=change, user=None)


@pytest.mark.parametrize(
    "change",
    [publish, rename_place, rename_subject, withdraw_name, withdraw_picture, change_credit, change_telephone,
     change_home_page, change_urgent_fact],
)  # fmt: skip
def test_a_change_asks_for_a_new_file(choir, house, singing, change):
    before = compute_key(wish_for(choir))

    change(choir, house, singing)

    assert compute_key(wish_for(choir)) != before


def test_a_new_day_asks_for_a_new_file(choir, monkeypatch):
    before = compute_key(wish_for(choir))
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: tomorrow)

    assert compute_key(wish_for(choir)) != before


def test_the_replaced_file_is_deleted(choir, house):
    old = jobs.order(wish_for(choir))
    other = jobs.order(wish_for(choir, kind="week_plan"))
    house.name = "Neues Haus"
    house.save()

    new = jobs.order(wish_for(choir))

    assert list(PrintJob.objects.exclude(file="").order_by("pk")) == [other, new]
    assert not old.file.storage.exists(old.file.name)
    assert new.file.storage.exists(new.file.name)


def test_old_files_are_deleted(choir):
    old = jobs.order(wish_for(choir, kind="week_plan"))
    PrintJob.objects.update(updated_at=timezone.now() - timedelta(days=8))

    new = jobs.order(wish_for(choir))

    assert list(PrintJob.objects.all()) == [new]
    assert not old.file.storage.exists(old.file.name)


def test_a_failure_is_kept_with_its_reason_and_can_be_tried_again(choir, monkeypatch, tmp_path, caplog):
    monkeypatch.setattr("kintop_booklet.domain.typesetting.SOURCES", tmp_path)
    (tmp_path / "booklet.typ").write_text('#set document(title: "x")\n#panic("kaputt")')

    job = jobs.order(wish_for(choir))

    assert (job.state, bool(job.file)) == ("failed", False)
    assert "TypesettingError" in job.error
    assert "kaputt" in job.error

    monkeypatch.setattr("kintop_booklet.domain.typesetting.SOURCES", SOURCES)
    assert jobs.try_again(job)
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")


def test_what_is_done_is_not_made_again(choir):
    job = jobs.order(wish_for(choir))

    assert not jobs.try_again(job)


def test_a_job_that_lost_its_worker_can_be_started_again(choir, no_worker):
    job = jobs.order(wish_for(choir))
    assert (job.state, jobs.is_stalled(job), jobs.try_again(job)) == ("waiting", False, False)

    PrintJob.objects.update(state="running", updated_at=timezone.now() - timedelta(minutes=11))
    job.refresh_from_db()

    assert jobs.is_stalled(job)
    assert jobs.try_again(job)
    job.refresh_from_db()
    assert job.state == "waiting"


def test_a_task_delivered_twice_is_done_once(choir, no_worker, monkeypatch):
    job = jobs.order(wish_for(choir))
    made = []
    monkeypatch.setattr("kintop_booklet.domain.jobs.typeset", lambda *args, **options: made.append(1) or b"%PDF")

    jobs.run(job.pk)
    jobs.run(job.pk)

    assert made == [1]


def test_progress_grows_while_the_file_is_made(tree, no_worker, monkeypatch):
    pages = [CoursePageFactory(parent=tree.courses) for _number in range(3)]
    job = jobs.order(wish_for(*pages * 70))
    seen = []
    report = jobs._report
    monkeypatch.setattr(jobs, "_report", lambda job, percent: (seen.append(percent), report(job, percent)))

    jobs.run(job.pk)

    assert seen == sorted(seen)
    assert seen[-1] == jobs.COLLECTED


def test_who_asks_while_it_is_made_waits_for_the_same_file(choir, monkeypatch):
    wish = wish_for(choir)
    typeset, seen = jobs.typeset, []

    def typeset_while_others_ask(*args, **options):
        other = jobs.order(wish)
        seen.append((other.pk, other.state, jobs.try_again(other)))
        return typeset(*args, **options)

    monkeypatch.setattr(jobs, "typeset", typeset_while_others_ask)

    job = jobs.order(wish)

    assert seen == [(job.pk, "running", False)]
    assert job.state == "done"


def test_who_comes_second_does_not_start_the_work_again(choir, no_worker):
    from django_tasks import default_task_backend

    first = jobs.order(wish_for(choir))
    second = jobs.order(wish_for(choir))

    assert first == second
    assert len(default_task_backend.results) == 1

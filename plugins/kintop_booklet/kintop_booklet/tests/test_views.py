"""The way from a search to a file, and who sees what."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogue.factories import CoursePageFactory
from catalogue.models import Offering
from cms import extend
from kintop_booklet.domain import jobs
from kintop_booklet.domain.ordering import make_wish
from kintop_booklet.models import PrintJob
from kintop_booklet.tests.printing import SITE_URL, read_pdf
from media.domain.consent import withdraw_consent
from search.query import Query
from tests.pages import read, text_of
from tests.people import make_cast, open_door


def make_export(*pages, total: int | None = None) -> extend.Export:
    return extend.Export(
        query=Query(),
        offerings=Offering.objects.filter(pk__in=[page.pk for page in pages]).order_by("pk"),
        total=len(pages) if total is None else total,
        language="de",
        site_url=SITE_URL,
        title="Angebote",
    )


def ask(export, slug: str = "pdf", query: str = ""):
    request = RequestFactory().get(f"/angebote/export/{slug}/{query}")
    request.user = AnonymousUser()
    return extend.find_exporter(slug).respond(request, export)


@pytest.fixture
def waiting(choir, no_worker) -> PrintJob:
    return jobs.order(make_wish(make_export(choir), kind="booklet"))


@pytest.mark.parametrize("slug", ["pdf", "wochenplan"])
def test_a_search_leads_to_the_file(client, choir, slug):
    response = ask(make_export(choir), slug)

    assert response.status_code == 302
    pages = read_pdf(download(client, response["Location"])).pages
    assert "Chor der Nachbarschaft" in "".join(page.extract_text() for page in pages)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_exporters_render_any_number(tree, choir, count):
    pages = [choir, CoursePageFactory(parent=tree.courses), CoursePageFactory(parent=tree.courses)][:count]

    for slug in ("pdf", "wochenplan"):
        assert b"".join(extend.find_exporter(slug).render(make_export(*pages))).startswith(b"%PDF")


def test_while_it_is_made_the_page_waits_without_scripts(client, choir, no_worker):
    url = ask(make_export(choir))["Location"]

    response = client.get(url)
    page = read(client, url)

    assert response["Refresh"] == "2"
    assert page.progress["value"] == "0"
    assert "1 Angebot." in text_of(page.main)


def test_when_it_is_done_the_page_leads_to_the_file(client, waiting):
    jobs.run(waiting.pk)

    response = client.get(waiting.get_absolute_url())

    file_url = reverse("kintop_booklet:file", args=[waiting.uid])
    assert response["Refresh"] == f"1; url={file_url}"
    assert f'href="{file_url}"' in response.content.decode()


def test_the_other_ways_to_print_the_same_search_are_offered(client, choir):
    export = replace(make_export(choir), query=Query(q="Chor & Musik"))
    job = jobs.order(make_wish(export, kind="booklet"))

    page = read(client, job.get_absolute_url())

    assert [link["href"] for link in page.main.ul.find_all("a")] == [
        "/angebote/export/pdf/?q=Chor+%26+Musik&aufteilung=target_group",
        "/angebote/export/wochenplan/?q=Chor+%26+Musik",
    ]


def test_who_asks_for_the_file_too_early_waits(client, waiting):
    response = client.get(reverse("kintop_booklet:file", args=[waiting.uid]))

    assert response["Location"] == waiting.get_absolute_url()


def test_the_arrangement_can_be_chosen(choir, no_worker):
    ask(make_export(choir), query="?aufteilung=target_group")
    ask(make_export(choir), query="?aufteilung=unsinn")

    assert list(PrintJob.objects.order_by("pk").values_list("arrangement", flat=True)) == ["target_group", "subject"]


@pytest.mark.parametrize(("total", "words"), [(0, "gibt es keine Angebote"), (2001, "zu viele Angebote für ein Heft")])
def test_what_makes_no_booklet_is_told_plainly(tree, total, words):
    response = ask(make_export(total=total))

    assert response.status_code == 200
    assert words in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert not PrintJob.objects.exists()


@pytest.mark.parametrize(
    ("person", "sees_reason"),
    [("anonymous", False), ("lecturer_owner", True), ("editor", True), ("administrator", True)],
)
def test_a_failure_is_told_to_everybody_and_its_reason_to_the_office(choir, waiting, person, sees_reason):
    PrintJob.objects.update(state="failed", error="TypesettingError: <kaputt>")
    cast = make_cast()

    page = read(open_door(getattr(cast, person)), waiting.get_absolute_url())

    assert "leider nicht geklappt" in text_of(page.main)
    assert ("<kaputt>" in text_of(page.main)) is sees_reason
    assert page.find("form", action=reverse("kintop_booklet:retry", args=[waiting.uid]))


def test_a_failed_job_is_made_when_somebody_tries_again(client, waiting, settings):
    PrintJob.objects.update(state="failed", error="x")
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

    response = client.post(reverse("kintop_booklet:retry", args=[waiting.uid]), follow=True)

    assert "Das PDF ist fertig" in response.content.decode()
    assert client.get(reverse("kintop_booklet:retry", args=[waiting.uid])).status_code == 405


def download(client, url: str) -> bytes:
    response = client.get(url, follow=True)
    assert response["Content-Type"] == "application/pdf"
    data = b"".join(response.streaming_content)
    response.close()
    return data


def test_a_file_with_a_withdrawn_picture_is_not_given_out(client, choir):
    job = jobs.order(make_wish(make_export(choir), kind="booklet"))
    url = reverse("kintop_booklet:file", args=[job.uid])
    assert b"Notenblatt" in download(client, url)

    withdraw_consent(image=choir.image)

    # whoever has the old address gets the new file
    assert b"Notenblatt" not in download(client, url)
    assert not job.file.storage.exists(job.file.name)
    assert b"Notenblatt" not in download(client, url)
    assert PrintJob.objects.count() == 2


def test_a_lost_file_is_made_again(client, choir):
    job = jobs.order(make_wish(make_export(choir), kind="booklet"))
    job.file.storage.delete(job.file.name)

    response = client.get(reverse("kintop_booklet:file", args=[job.uid]))

    assert client.get(response["Location"]).status_code == 200
    assert PrintJob.objects.get().is_done


def test_one_address_may_not_keep_the_processor_busy(choir, no_worker, settings):
    settings.KINTOP_RATES = {**settings.KINTOP_RATES, "kintop_booklet": "1/h"}

    assert ask(make_export(choir)).status_code == 302
    # what is there already costs nothing
    assert ask(make_export(choir)).status_code == 302
    assert ask(make_export(choir), "wochenplan").status_code == 429


def test_a_flyer_is_one_page(client, choir):
    response = client.get(reverse("kintop_booklet:flyer", args=[choir.pk]))

    assert response["Content-Disposition"] == 'inline; filename="flyer-chor-der-nachbarschaft.pdf"'
    assert "Content-Security-Policy" not in response
    (page,) = read_pdf(response.content).pages
    assert "Olena Martschenko" in page.extract_text()


def test_a_hidden_offering_has_no_flyer(client, tree):
    draft = CoursePageFactory(parent=tree.courses, live=False)

    assert client.get(reverse("kintop_booklet:flyer", args=[draft.pk])).status_code == 404
    assert client.get(reverse("kintop_booklet:flyer", args=[10**9])).status_code == 404


def test_an_editor_finds_the_flyer_beside_the_offering(choir):
    cast = make_cast()

    page = read(open_door(cast.superuser), reverse("wagtailadmin_pages:edit", args=[choir.pk]))

    assert page.find("a", href=reverse("kintop_booklet:flyer", args=[choir.pk]))


def test_looking_for_a_file_costs_the_same_for_many_offerings(tree, no_worker):
    pages = [CoursePageFactory(parent=tree.courses) for _number in range(30)]
    wishes = [make_wish(make_export(*found), kind="booklet") for found in (pages[:1], pages)]
    jobs.find_job(wishes[0])

    assert len({count_queries(wish) for wish in wishes}) == 1


def count_queries(wish) -> int:
    with CaptureQueriesContext(connection) as queries:
        jobs.find_job(wish)
    return len(queries)

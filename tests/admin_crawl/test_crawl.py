"""The safety net under the rights: Wagtail's policy classes are internal, so every admin address is asked.

Runs again on every upgrade and with every plugin: addresses are found in the resolver, not listed here.
"""

import logging
import re

import pytest

from tests.admin_crawl.crawler import Crawl
from tests.admin_crawl.scene import build_scene
from tests.people import make_cast, open_door
from tests.reports import ADMIN_CRAWL

#: Wagtail's own test of the error page, and a form of Wagtail's that cannot be sent empty
KNOWN_ERRORS = {
    "GET /admin/failwhale/ -> 500",
    "POST /admin/failwhale/ -> 500",
    "POST /admin/choose-external-link/ -> 500",
}


#: they take it for granted; only editors come that far
FORMS_WITH_FILE = {
    "POST /admin/localize/translate/1/pofile/upload/ -> 500",
    "POST /admin/redirects/import/process/ -> 500",
}


@pytest.fixture
def scene(tree):
    return build_scene(tree, make_cast())


def tell(role, findings, *, words="leaks"):
    """For the end of the test output, and for whoever wants to read what was asked."""
    place = ADMIN_CRAWL / f"{role}.txt"
    place.parent.mkdir(parents=True, exist_ok=True)
    figures = (
        f"admin crawl, {role}: {findings.routes} routes, {findings.requests} requests, {len(findings.leaks)} {words}, "
        f"{len(findings.changes)} changes; what was asked: {place}"
    )
    place.write_text("\n".join([figures, "", *findings.asked, ""]))


def find_answers(findings, method: str, start: str = "/admin/") -> set[int]:
    lines = [line for line in findings.asked if line.startswith(f"{method} {start}")]
    return {int(line.rsplit(" ", 1)[1]) for line in lines}


@pytest.fixture(autouse=True)
def quiet():
    """Thousands of refused requests would be logged."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("role", ["other_lecturer", "other_coordinator", "anonymous"])
def test_nobody_sees_or_changes_somebody_elses_draft(scene, role):
    crawl = Crawl(client=open_door(getattr(scene.cast, role)), scene=scene)

    findings = crawl.run(with_queries=role != "anonymous")

    tell(role, findings)
    assert findings.leaks == []
    assert findings.changes == []
    assert set(findings.errors) <= KNOWN_ERRORS


def test_editors_meet_no_error(scene):
    """They may see and change it all; that they are let in shows that the others were turned away by a right."""
    findings = Crawl(client=open_door(scene.cast.editor), scene=scene).run(with_queries=False)

    tell("editor", findings, words="answers with foreign drafts, as it should be")
    assert {re.sub(r"/\d+/", "/1/", error) for error in findings.errors} <= KNOWN_ERRORS | FORMS_WITH_FILE
    for method in ("GET", "POST", "PUT"):
        assert 200 in find_answers(findings, method, "/admin/localize/")


@pytest.mark.parametrize("role", ["other_lecturer", "other_coordinator", "anonymous"])
def test_translating_is_closed_to_all_but_editors(scene, role):
    crawl = Crawl(client=open_door(getattr(scene.cast, role)), scene=scene)

    findings = crawl.run(with_queries=False, only="localize/")

    assert len(findings.asked) > 60
    answers = {status for method in ("GET", "POST", "PUT", "DELETE") for status in find_answers(findings, method)}
    assert answers == ({302} if role == "anonymous" else {404})


def test_every_admin_route_is_asked(scene):
    findings = Crawl(client=open_door(scene.cast.anonymous), scene=scene).run(with_queries=False, with_posts=False)

    # the one address without a name is the catch-all for pages that do not exist
    assert findings.unfilled == ["admin/^.*/$"]


def test_the_crawl_would_notice(scene):
    """Whoever may see everything finds the marker on all the pages that could leak it."""
    crawl = Crawl(client=open_door(scene.cast.superuser), scene=scene)

    findings = crawl.run(with_posts=False, with_queries=False)

    page_id = scene.foreign[1].pk
    seen = " ".join(findings.leaks)
    expected = [
        f"/admin/pages/{page_id}/edit/",
        f"/admin/pages/{page_id}/view_draft/",
        f"/admin/pages/{page_id}/history/",
        f"/admin/pages/{page_id}/delete/",
        f"/admin/pages/{page_id}/workflow_history/",
        f"/admin/pages/{page_id}/move/{scene.own.get_parent().pk}/confirm/",
        f"/admin/meine-angebote/{page_id}/",
        "/admin/redaktion/",
        f"/admin/redaktion/kursleitungen/{scene.cast.anna.pk}/verabschieden/",
        f"/admin/redaktion/semester/{scene.objects['batch'][0].pk}/",
        "/admin/vertretungen/",
        f"/admin/pruefen/{page_id}/",
        "/admin/pruefen/",
        f"/admin/pages/{scene.own.pk}/usage/",
        f"/admin/images/usage/{scene.objects['image'][0].pk}/",
        f"/admin/documents/usage/{scene.objects['document'][0].pk}/",
        f"/admin/katalog/anfragen/edit/{scene.objects['enquiry'][0].pk}/",
        f"/admin/katalog/kursleitungen/edit/{scene.objects['lecturer'][0].pk}/",
        "/admin/reports/site-history/",
        "/admin/reports/locked/",
        "/admin/reports/workflow/",
        "/admin/reports/page-types-usage/",
        "/admin/angebote/",
        "/admin/api/main/pages/",
    ]
    assert [address for address in expected if f"GET {address} ->" not in seen] == []

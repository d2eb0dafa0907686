"""Ask every address as one person and note what comes back."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlencode

from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from wagtail.models import Locale, Page, Revision, TaskState, WorkflowState
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation, TranslationSource

from catalogue.models import (
    Absence,
    CoursePage,
    Enquiry,
    EnquiryStep,
    Invitation,
    Lecturer,
    Meeting,
    ReviewMark,
    Run,
    TermBatch,
    UrgentChange,
)
from tests.admin_crawl.routes import fill_routes, get_queries
from tests.admin_crawl.scene import MARKER, Scene

#: what forms of the admin ask for, all at once: each view takes the fields it knows
PAYLOAD = {
    "title": "Gekapert",
    "slug": "gekapert",
    "new_title": "Gekapert",
    "new_slug": "gekapert-kopie",
    "restriction_type": "none",
    "comment": "Gekapert",
    "include_descendants": "on",
    "action-publish": "1",
    "is_editing": "1",
    "name": "Gekapert",
    "status": "answered",
    "workflow-action-name": "approve",
    "action-workflow-action": "1",
    "q": "salsa",
    "body-count": "0",
    "note": "Gekapert",
    "day": "2030-01-01",
    "seats_taken": "3",
    "confirm": "1",
    "decision": "approve",
}


#: what the editor of translations sends besides forms
MORE_METHODS = {"localize/translate/": ["put", "delete"]}


@dataclass
class Findings:
    #: every request with its answer
    asked: list[str] = field(default_factory=list)
    routes: int = 0
    unfilled: list[str] = field(default_factory=list)
    requests: int = 0
    leaks: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Crawl:
    def __init__(self, *, client: Client, scene: Scene):
        self.client = client
        self.client.raise_request_exception = False
        self.cookies = client.cookies.copy()
        self.scene = scene
        self.findings = Findings()
        run = scene.foreign[0].runs.first()
        self.choices = {
            # for the forms of translations
            "locales": [locale.pk for locale in Locale.objects.exclude(language_code="de")],
            "include_subtree": "on",
            "publish_translations": "on",
            "value": "Gekapert",
            "localize-restart-translation": "1",
            "new_parent_page": scene.own.get_parent().pk,
            # of somebody else's offering, for the forms of urgent changes
            "run": str(run.uid),
            "meeting": str(run.meetings.first().uid),
            # for the forms of the editors' desk
            "kind": "lecturer",
            "old": scene.cast.anna.pk,
            "new": scene.cast.bert.pk,
            "successor": scene.cast.bert.pk,
            "person": scene.cast.anna.pk,
            "offering": [page.pk for page in scene.foreign],
            "term": "2026-2",
            "start": "2027-03-01",
            # all that somebody could have marked as reviewed
            "review": [page.pk for page in scene.foreign],
        }

    def run(self, *, with_queries: bool = True, with_posts: bool = True, only: str = "") -> Findings:
        before = take_snapshot(self.scene)
        for route, addresses in fill_routes(self.scene).items():
            if only not in route:
                continue
            self.findings.routes += 1
            if not addresses:
                self.findings.unfilled.append(route)
            for address in addresses:
                queries = get_queries(route, self.scene) if with_queries else []
                # who is turned away at the door is turned away with every question
                if self._ask("get", address, before) == 200 or "bulk/" in route:
                    for query in queries:
                        self._ask("get", f"{address}?{query}", before)
                if with_posts:
                    for query in [""] if "bulk/" not in route else queries:
                        self._ask("post", f"{address}?{query}" if query else address, before)
                    for method in find_more_methods(route):
                        self._ask(method, address, before)
        return self.findings

    def _ask(self, method: str, address: str, before: dict) -> int:
        """One request whose effects are taken back, so that each meets the same scene."""
        self.client.cookies = self.cookies.copy()
        self.findings.requests += 1
        what = f"{method.upper()} {address}"
        with transaction.atomic():
            response = self._send(method, address)
            self.findings.asked.append(f"{what} -> {response.status_code}")
            self._judge(what, response)
            if method != "get" and (after := take_snapshot(self.scene)) != before:
                self.findings.changes.append(f"{what}: {describe_difference(before, after)}")
            transaction.set_rollback(True)
        return response.status_code

    def _send(self, method: str, address: str):
        if method == "get":
            return self.client.get(address)
        form = {**PAYLOAD, **self.choices}
        if method == "post":
            return self.client.post(address, form)
        body = urlencode(form, doseq=True)
        return self.client.generic(method.upper(), address, body, content_type="application/x-www-form-urlencoded")

    def _judge(self, what: str, response):
        if response.status_code >= 500:
            self.findings.errors.append(f"{what} -> {response.status_code}")
        for place, text in read_everything(response):
            if MARKER.lower() in text.lower():
                self.findings.leaks.append(f"{what} -> {response.status_code}, in {place}")


def find_more_methods(route: str) -> list[str]:
    return [method for part, methods in MORE_METHODS.items() if part in route for method in methods]


def read_everything(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    yield "body", body.decode("utf-8", "replace")
    yield "headers", unquote(" ".join(str(value) for value in response.headers.values()))
    request = getattr(response, "wsgi_request", None)
    if request is not None and hasattr(request, "_messages"):
        queued = [*get_messages(request), *getattr(request._messages, "_queued_messages", [])]
        yield "messages", " ".join(str(message) for message in queued)


def take_snapshot(scene: Scene) -> dict:
    pages = [page.pk for page in scene.foreign]
    texts = [str(page.pk) for page in (*scene.foreign, *scene.translated)]
    lecturers = CoursePage.lecturers.through.objects.filter(offering__in=pages)
    return {
        "rows": list(CoursePage.objects.filter(pk__in=pages).order_by("pk").values()),
        "lecturers": sorted(lecturers.values_list("pk", flat=True)),
        "runs": list(Run.objects.filter(offering__in=pages).order_by("pk").values()),
        "meetings": list(Meeting.objects.filter(run__offering__in=pages).order_by("pk").values()),
        "enquiries": list(Enquiry.objects.order_by("pk").values("pk", "status", "message")),
        "enquiry steps": list(EnquiryStep.objects.order_by("pk").values("pk", "note")),
        "pages": list(Page.objects.filter(pk__in=texts).order_by("pk").values()),
        "copies": list(Page.objects.exclude(locale__language_code="de").values_list("pk", flat=True)),
        "translations": list(Translation.objects.order_by("pk").values()),
        "sources": list(TranslationSource.objects.order_by("pk").values()),
        "strings": list(StringTranslation.objects.order_by("pk").values()),
        "overrides": list(SegmentOverride.objects.order_by("pk").values()),
        "absences": list(Absence.objects.order_by("pk").values()),
        "urgent": list(UrgentChange.objects.order_by("pk").values_list("pk", flat=True)),
        "people": list(Lecturer.objects.filter(pk__in=[scene.cast.anna.pk]).values()),
        "accounts": list(User.objects.order_by("pk").values("pk", "is_active", "password", "email")),
        "invitations": list(Invitation.objects.order_by("pk").values()),
        "batches": list(TermBatch.objects.order_by("pk").values()),
        "marks": list(ReviewMark.objects.order_by("pk").values("pk", "user", "revision")),
        "revisions": list(Revision.objects.filter(object_id__in=texts).order_by("pk").values("pk", "created_at")),
        "workflows": list(WorkflowState.objects.order_by("pk").values("pk", "status", "current_task_state")),
        "tasks": list(TaskState.objects.order_by("pk").values("pk", "status", "comment")),
    }


def describe_difference(before: dict, after: dict) -> str:
    return ", ".join(name for name in before if before[name] != after[name])

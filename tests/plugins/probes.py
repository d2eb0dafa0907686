"""What is asked of a site with strange plugins, in its own process: ``python -m tests.plugins.probes NAME``."""

import io
import json
import sys
import threading
import time
from contextlib import redirect_stderr, redirect_stdout
from importlib.util import find_spec

import django

django.setup()

from django.core.checks import run_checks  # noqa: E402 -- after the setup
from django.core.management import call_command, execute_from_command_line  # noqa: E402
from django.core.management.base import SystemCheckError  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import translation  # noqa: E402
from wagtail.models import Page  # noqa: E402

from catalogue.factories import CoursePageFactory, UserFactory  # noqa: E402
from catalogue.models import CoursePage, Offering, OfferingIndexPage  # noqa: E402
from cms import extend  # noqa: E402
from cms.plugins.records import records  # noqa: E402
from search.backends import get_backend  # noqa: E402
from search.backends.elasticsearch.address import make_client  # noqa: E402
from search.models import SearchEntry  # noqa: E402
from search.query import Query  # noqa: E402


def probe_site() -> dict:
    course = CoursePageFactory(parent=OfferingIndexPage.objects.get(slug="kurse"), title="Nähen", slug="naehen")
    get_backend().rebuild()
    browser = Client(raise_request_exception=False)
    paths = ("/", "/angebote/", "/angebote/kurse/naehen/", "/healthz", "/readyz")
    public = {path: browser.get(path).status_code for path in paths}
    denied = browser.get("/angebote/kurse/naehen/?deny").status_code
    browser.force_login(UserFactory(is_superuser=True, username="probe"))
    explorer = f"/admin/pages/{course.get_parent().pk}/"
    report = "/admin/reports/erweiterungen/"
    admin = {
        path: browser.get(path).status_code
        for path in ("/admin/", explorer, f"/admin/pages/{course.pk}/edit/", report, "/admin/groups/new/")
    }
    return {
        "records": {
            name: {"state": record.state, "problems": [[problem.part, problem.text] for problem in record.problems]}
            for name, record in records.items()
        },
        "checks": [[message.id, str(message.msg), str(message.hint)] for message in run_checks()],
        "fields": [name for name, _field in extend.fields.items() if name.startswith("kintop_")],
        "public": public,
        "denied": denied,
        "admin": {path.replace(str(course.pk), "N"): code for path, code in admin.items()},
        "listed": "Nähen" in browser.get(explorer).content.decode(),
        "reported": browser.get(report).content.decode(),
        "migrate": _refuse_to_migrate(),
        "facets": SearchEntry.objects.get(page_id=course.pk).document["facets"],
        "slow": _export_slowly(),
        "commands": {name: _run_command(name) for name in ("plugins", "check")},
    }


def _run_command(*arguments: str) -> dict:
    """As ``manage.py`` runs it, with what the shell would show."""
    shown = io.StringIO()
    code = 0
    with redirect_stdout(shown), redirect_stderr(shown):
        try:
            execute_from_command_line(["manage.py", *arguments])
        except SystemExit as leaving:
            code = leaving.code
    return {"line": " ".join(["python manage.py", *arguments]), "code": code, "text": shown.getvalue()}


def _refuse_to_migrate() -> str:
    try:
        call_command("migrate", verbosity=0, skip_checks=False)
    except SystemCheckError as error:
        return str(error)
    return ""


def _export_slowly() -> dict:
    """Whether others are served while a slow file is on its way."""
    exporter = extend.exporters.get("kintop_slow_exporter")
    if exporter is None:
        return {}
    export = extend.Export(None, [], 0, "de", "", "Angebote")
    began = time.monotonic()
    pieces = iter(exporter.respond(RequestFactory().get("/"), export))
    first = next(pieces)
    first_after = time.monotonic() - began
    thread = threading.Thread(target=lambda: list(pieces))
    thread.start()
    status = Client().get("/healthz").status_code
    return {"first": first.decode(), "at_once": first_after < 0.25, "others": status, "goes_on": thread.is_alive()}


def probe_good() -> dict:
    """The tables of the good plugin and one of its offerings are made on the first run."""
    from kintop_good.models import GoodPage

    if GoodPage._meta.db_table not in connection.introspection.table_names():
        call_command("migrate", verbosity=0, skip_checks=False)
    section = OfferingIndexPage.objects.get(slug="kurse")
    page = GoodPage.objects.first()
    if page is None:
        page = section.add_child(
            instance=GoodPage(title="Gute Sache", slug="gut", colour="red", body=[("kintop_good_line", "Zeile")])
        )
    get_backend().rebuild()
    results = get_backend().search(Query.build(selections={"kintop_good_colour": ["red"]}))
    browser = Client()
    answer = {
        "checks": [message.id for message in run_checks()],
        "types": [model.__name__ for model in OfferingIndexPage.clean_subpage_models()],
        "found": [hit.title for hit in results.hits],
        "answered_by": results.backend,
        "facets": list(results.facets_by_name),
        "counts": {value.value: value.count for value in results.facets_by_name["kintop_good_colour"].values},
        "parameter": "kintop_good_colour" in browser.get("/api/v1/openapi.json").content.decode(),
        "address": browser.get("/x/kintop_good/hallo/").content.decode(),
        "served": browser.get(page.url).status_code,
        "exporter": extend.find_exporter("names") is not None,
        "handlers": [name for name, _handler in extend.enquiries.items()],
        "body": list(GoodPage.objects.get().body.raw_data),
        "makemigrations": _check_migrations(),
    }
    browser.force_login(UserFactory(is_superuser=True, username=f"probe{time.time_ns()}"))
    return {**answer, "menu": "Gute Sachen" in browser.get("/admin/").content.decode()}


def probe_without_good() -> dict:
    get_backend().rebuild()
    page = Page.objects.get(slug="gut")
    offering = Offering.objects.get(pk=page.pk)
    results = get_backend().search(Query(q="Gute Sache"))
    browser = Client()
    html = browser.get(page.url)
    answer = {
        "state": records["kintop_good"].state if "kintop_good" in records else "gone",
        "served": html.status_code,
        "title": "Gute Sache" in html.content.decode(),
        "found": [hit.title for hit in results.hits],
        "answered_by": results.backend,
        "facets": list(results.facets_by_name),
        "address": browser.get("/x/kintop_good/hallo/").status_code,
        "body": list(offering.body.raw_data),
        "warnings": [message.id for message in run_checks()],
        "slug": _try_reserved_slug(),
        "makemigrations": _check_migrations(),
    }
    browser.force_login(UserFactory(is_superuser=True, username=f"probe{time.time_ns()}"))
    edit = browser.get(f"/admin/pages/{page.pk}/edit/")
    return {**answer, "edit": edit.status_code, "menu": "Gute Sachen" in browser.get("/admin/").content.decode()}


def probe_wheel() -> dict:
    """With the plugin: also a course of the core that holds its block, made on the first run."""
    import kintop_good

    answer = probe_good()
    section = OfferingIndexPage.objects.get(slug="kurse")
    if not section.get_children().filter(slug="naehen").exists():
        CoursePageFactory(
            parent=section, title="Nähen", slug="naehen", body=[("kintop_good_line", "Aus dem Rad gerollt")]
        )
        get_backend().rebuild()
    with translation.override("en"):
        label = str(extend.fields.get("kintop_good_colour").label)
    return {**answer, **_ask_for_wheel(), "file": kintop_good.__file__, "label": label}


def probe_without_wheel() -> dict:
    """Without it: the course is changed and saved, as a page and as a version that is published."""
    answer = probe_without_good()
    course = CoursePage.objects.get(slug="naehen")
    course.title = "Nähen für alle"
    course.save()
    course.save_revision().publish()
    return {**answer, **_ask_for_wheel(), "installed": find_spec("kintop_good") is not None}


def _ask_for_wheel() -> dict:
    browser = Client()
    finder = browser.get("/angebote/?kintop_good_colour=red")
    course = browser.get("/angebote/kurse/naehen/")
    export = browser.get("/angebote/export/names/?type=good")
    with connection.cursor() as cursor:
        cursor.execute(
            "select body from catalogue_offering where page_ptr_id = %s", [CoursePage.objects.get(slug="naehen").pk]
        )
        stored = json.loads(cursor.fetchone()[0])
    return {
        "backend": get_backend().name,
        "finder": finder.status_code,
        "finder_backend": finder["X-Search-Backend"],
        "facet": "Farbe" in finder.content.decode(),
        "listed": "Gute Sache" in browser.get("/angebote/").content.decode(),
        "course": course.status_code,
        "course_title": CoursePage.objects.get(slug="naehen").title,
        "drawn": "Aus dem Rad gerollt" in course.content.decode(),
        "stored": stored,
        "export": export.status_code,
        "exported": export.getvalue().decode() if export.status_code == 200 else "",
    }


def _check_migrations() -> int:
    """What ``manage.py makemigrations --check --dry-run`` would leave the process with."""
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
    except SystemExit as leaving:
        return leaving.code
    return 0


def _try_reserved_slug() -> list[str]:
    from django.core.exceptions import ValidationError

    from home.models import ContentPage, HomePage

    try:
        HomePage.objects.get().add_child(instance=ContentPage(title="X", slug="x"))
    except ValidationError as error:
        return sorted(error.message_dict)
    return []


def _be_patient() -> None:
    """An engine that shares the machine with tests may need longer than people wait."""
    engine = getattr(get_backend(), "engine", None)
    if engine is not None:
        engine.client = make_client(engine.address, seconds=20)


if __name__ == "__main__":
    setup_test_environment()
    _be_patient()
    print(json.dumps(globals()[f"probe_{sys.argv[1]}"]()))  # noqa: T201 -- the answer

"""The tests of catalogue and search once more, on PostgreSQL, and those that need several writers."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from tests.services.locations import LOGS, REPOSITORY

SUITES = ("tests/catalogue", "tests/search")
TAIL_LINES = 60


def test_catalogue_and_search_pass_on_postgres(postgres_url, tmp_path, record_property):
    report = tmp_path / "report.xml"
    options = ("-n", "auto", "--dist", "loadfile", "-m", "not service", f"--junitxml={report}", "--reuse-db")

    run_pytest(postgres_url, *options, *SUITES, log=LOGS / "postgres-tests.log")

    for figure in find_figures(report):
        record_property("conformance", f"PostgreSQL, {figure}")
    assert count_passed(report) > 0
    assert find_test_databases(postgres_url) != []


def test_changes_at_the_same_time_on_postgres(postgres_url):
    """One process without --reuse-db, because these tests really commit."""
    files = sorted(map(str, Path(__file__).parent.glob("parallel_*.py")))

    run_pytest(postgres_url, *files, log=LOGS / "postgres-parallel.log")


def run_pytest(postgres_url, *arguments, log):
    with log.open("wb") as output:
        done = subprocess.run(  # noqa: S603 -- this interpreter
            [sys.executable, "-m", "pytest", *arguments],
            cwd=REPOSITORY,
            env={**os.environ, "TEST_DATABASE_URL": postgres_url},
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-TAIL_LINES:])
    assert done.returncode == 0, f"on PostgreSQL; all of it in {log}\n{tail}"


def count_passed(report) -> int:
    suite = ElementTree.parse(report).getroot().find("testsuite")  # noqa: S314 -- pytest wrote it a moment ago
    return int(suite.get("tests")) - sum(int(suite.get(name)) for name in ("failures", "errors", "skipped"))


def find_figures(report) -> list[str]:
    """What the conformance suite says of itself."""
    properties = ElementTree.parse(report).getroot().iter("property")  # noqa: S314 -- pytest wrote it a moment ago
    return [each.get("value") for each in properties if each.get("name") == "conformance"]


def find_test_databases(url) -> list[str]:
    """Kept by --reuse-db, so they prove which server the tests ran on; they vanish with it."""
    import psycopg  # not there where only `make test` is run, which collects this file too

    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test_%' ORDER BY 1").fetchall()
    return [name for (name,) in rows]

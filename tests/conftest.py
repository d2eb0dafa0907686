import time
from pathlib import Path

from cms.testing.fixtures import *  # noqa: F403 -- the fixtures that plugins get, too
from tests.plugins.reports import REPORTS, list_summaries

CRAWLED = Path(__file__).parent.parent / "build" / "admin-crawl"


def pytest_configure(config):
    """Translations as they stand in the sources: gettext itself reads only compiled ones."""
    config.kintop_started = time.time()
    if not hasattr(config, "workerinput"):
        from cms.messages import compile_everything

        compile_everything()


def pytest_terminal_summary(terminalreporter, config):
    """What the crawl of the admin asked and what is said of broken plugins: files, as several processes test."""
    for path in sorted(CRAWLED.glob("*.txt")):
        if path.stat().st_mtime >= config.kintop_started:
            with path.open() as lines:
                terminalreporter.write_line(f"admin crawl, {next(lines).strip()}; what was asked: {path}")
    for line in list_summaries(REPORTS, since=config.kintop_started):
        terminalreporter.write_line(line)

import time

from cms.testing.fixtures import *  # noqa: F403 -- the fixtures that plugins get, too
from tests.reports import ADMIN_CRAWL, BROKEN_PLUGINS, list_summaries


def pytest_configure(config):
    """Translations as they stand in the sources: gettext itself reads only compiled ones."""
    config.kintop_started = time.time()
    if not hasattr(config, "workerinput"):
        from cms.messages import compile_everything

        compile_everything()


def pytest_terminal_summary(terminalreporter, config):
    """What the crawl of the admin asked and what is said of broken plugins."""
    for folder in (ADMIN_CRAWL, BROKEN_PLUGINS):
        for line in list_summaries(folder, since=config.kintop_started):
            terminalreporter.write_line(line)

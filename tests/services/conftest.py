"""The servers, each started once per test run by the first test that asks for it.

Nothing is skipped here: a service that is missing or does not start fails the tests that need it, with culprit
and cure.
"""

import os
from pathlib import Path

import pytest
from django.db import connection

from tests.services import centre, engines, locations

HERE = Path(__file__).parent
# the browser is driven from a loop of its own, beside which Django would refuse to ask the database
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.service)


def pytest_terminal_summary(terminalreporter):
    """Figures that tests hand over with ``record_property("conformance", ...)``."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    properties = [
        pair for report in reports if getattr(report, "when", "") == "call" for pair in report.user_properties
    ]
    for name, text in dict.fromkeys(properties):
        terminalreporter.write_line(f"{name}: {text}")


@pytest.fixture(scope="session")
def postgres_url():
    """A superuser's address: Django creates the test databases beside the one it names."""
    with engines.start_postgres() as server:
        yield server.url


@pytest.fixture(scope="session")
def elasticsearch_url():
    with engines.start_elasticsearch() as server:
        yield server.url


@pytest.fixture(scope="session")
def opensearch_url():
    with engines.start_opensearch() as server:
        yield server.url


@pytest.fixture(scope="session")
def opensearch_cluster():
    """Three nodes. A test that takes one away uses ``with opensearch_cluster.outage(number)``."""
    with engines.start_opensearch(nodes=3) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def centre_url():
    """The demo centre as the public meets it. What a test changes there stays for the others."""
    with centre.start_centre() as server:
        yield server.url


@pytest.fixture(scope="session")
def public_browser(launch_browser):
    """Without a database of its own: it looks at the demo centre only."""
    browser = launch_browser()
    yield browser
    browser.close()


@pytest.fixture
def open_public(public_browser, centre_url):
    """A visitor's page of the demo centre; options are those of a browser's context."""
    contexts = []

    def open_public(size, **options):
        options = {"locale": "de-DE", "base_url": centre_url, "viewport": size, "reduced_motion": "reduce", **options}
        context = public_browser.new_context(**options)
        context.set_default_timeout(centre.PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield open_public
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def chromium_path():
    return str(locations.find_chromium())


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, chromium_path):
    """Debian's chromium instead of one that would be downloaded."""
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": chromium_path, "args": options}


@pytest.fixture(scope="session")
def initial_data(django_db_setup):
    """What migrations wrote, for tests that empty the database behind themselves."""
    return connection._test_serialized_contents


@pytest.fixture(scope="session")
def browser(initial_data, browser):
    # beside the browser's loop Django opens connections of its own, which know nothing yet
    connection._test_serialized_contents = initial_data
    return browser


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """A file, because a browser asks several things at once, each on a connection of its own."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture
def make_site(settings, db):
    """The search backend of a site on an engine, patient because tests share the machine; cleans up behind itself.

    Call it with product, addresses and a name of its own for the indices; with ``seconds`` it waits no longer.
    """
    from search.backends.elasticsearch.address import make_client
    from search.backends.fallback import FallbackBackend

    sites = []

    def make(product, urls, name, *, seconds=20):
        hosts = ",".join(url.removeprefix("http://") for url in urls)
        settings.SEARCH_URL = f"{product}+http://{hosts}/{name}"
        from search import backends

        site = FallbackBackend(settings.SEARCH_URL)
        site.engine.client = make_client(site.engine.address, seconds=seconds)
        backends._make_backend.cache_clear()
        patch.setattr(backends, "_make_backend", lambda _url: site)
        sites.append(site)
        return site

    with pytest.MonkeyPatch.context() as patch:
        yield make
    for site in sites:
        # the lexicon is read in the background
        if site.engine._lexicon._reader is not None:
            site.engine._lexicon._reader.join()
        site.engine.indices._drop(site.engine.indices.find_all())
        site.engine.client.close()

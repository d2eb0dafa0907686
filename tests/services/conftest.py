"""The servers, each started once per test run by the first test that asks for it.

Nothing is skipped here: a service that is missing or does not start fails the tests that need it, with culprit
and cure.
"""

from pathlib import Path

import pytest

from tests.services import engines, locations

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.service)


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
def chromium_path():
    return str(locations.find_chromium())

"""Fixtures for the tests of plugins: ``from cms.testing.fixtures import *`` in their conftest."""

import pytest

__all__ = ["fresh_cache", "german", "tree"]


@pytest.fixture
def tree(db):
    """The fixed sections of a site, empty."""
    from home.domain.tree import build_site_tree

    return build_site_tree()


@pytest.fixture(autouse=True)
def german():
    """Each test starts in German, whatever the one before activated."""
    from django.utils import translation

    with translation.override("de"):
        yield


@pytest.fixture(autouse=True)
def fresh_cache():
    """Row numbers come back in the next test; what was cached for them must not."""
    from django.core.cache import cache

    yield
    cache.clear()

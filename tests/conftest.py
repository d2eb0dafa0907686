import pytest

from home.domain.tree import build_site_tree


@pytest.fixture
def tree(db):
    """The fixed sections of a site, empty."""
    return build_site_tree()


@pytest.fixture(autouse=True)
def german():
    """Each test starts in German, whatever the one before activated."""
    from django.utils import translation

    with translation.override("de"):
        yield

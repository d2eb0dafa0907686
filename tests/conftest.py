import pytest

from home.domain.tree import build_site_tree


def pytest_configure(config):
    """Translations as they stand in the sources: gettext itself reads only compiled ones."""
    if not hasattr(config, "workerinput"):
        from cms.messages import compile_translations, get_languages

        for language in get_languages():
            compile_translations(language)


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


@pytest.fixture(autouse=True)
def fresh_cache():
    """Row numbers come back in the next test; what was cached for them must not."""
    from django.core.cache import cache

    yield
    cache.clear()

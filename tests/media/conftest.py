import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def no_renditions_of_other_tests():
    """Wagtail finds renditions by the picture's number and content, and both come back in the next test."""
    cache.clear()


@pytest.fixture
def editor_client(admin_client):
    """Somebody who may do everything with pictures and documents."""
    return admin_client

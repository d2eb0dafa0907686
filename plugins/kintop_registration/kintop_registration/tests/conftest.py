import pytest

from cms.testing.fixtures import *  # noqa: F403 -- fixtures are found by their names
from kintop_registration.tests.registering import Visitor, make_course


@pytest.fixture
def visitor(client, django_capture_on_commit_callbacks):
    return Visitor(client, django_capture_on_commit_callbacks)


@pytest.fixture
def run(tree):
    """12 places, 2 given by hand."""
    return make_course(tree)

from contextlib import contextmanager

import pytest
from django.db import transaction

from home.domain.tree import build_site_tree
from search.backends import get_backend
from search.documents import load_documents
from search.indexing import find_indexed_pks
from tests.search.conformance.sample import build_sample

#: SEARCH_URL by the name tests show; an engine is added here and nowhere else
BACKENDS = {"database": "database://"}


@contextmanager
def hold_sample(django_db_blocker):
    """Made once for many tests, thrown away at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        build_sample(build_site_tree())
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def _sample(django_db_setup, django_db_blocker):
    with hold_sample(django_db_blocker):
        yield


@pytest.fixture(params=BACKENDS)
def backend(request, _sample, settings, db):
    settings.SEARCH_URL = BACKENDS[request.param]
    backend = get_backend()
    backend.rebuild()
    return backend


@pytest.fixture
def documents(_sample, db):
    return list(load_documents(find_indexed_pks()).values())

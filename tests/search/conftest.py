import pytest

from search.indexing import rebuild


@pytest.fixture
def reindex(db):
    """Pages made by factories are not published, so the search has to be told."""
    return rebuild

import pytest

from search.indexing import rebuild


@pytest.fixture
def reindex(db):
    """Pages made by factories are not published, so the search has to be told."""
    return rebuild


@pytest.fixture
def tree(tree):
    """Without the contact page, which the finder knows as well: a test finds what it made and nothing else."""
    tree.contact.delete()
    tree.home.refresh_from_db()
    return tree

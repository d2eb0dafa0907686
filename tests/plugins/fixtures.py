"""Sites and wheels that tests elsewhere need, too: ``from tests.plugins.fixtures import *``."""

import pytest

from tests.plugins.wheels import NAME, build_wheel, make_environment

__all__ = ["database", "python", "wheel"]


@pytest.fixture(scope="session")
def database(django_db_setup, django_db_blocker, tmp_path_factory):
    """A file with all tables and the fixed sections of a site, to be copied."""
    from django.db import connection, transaction

    from home.domain.tree import build_site_tree

    if connection.vendor != "sqlite":
        pytest.skip("the sites in other processes run on copies of an SQLite database")
    path = tmp_path_factory.mktemp("database") / "site.sqlite3"
    with django_db_blocker.unblock(), transaction.atomic():
        build_site_tree()
        path.write_bytes(connection.connection.serialize())
        transaction.set_rollback(True)
    return path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    source = tmp_path_factory.mktemp("project") / NAME
    source.mkdir()
    return build_wheel(source, tmp_path_factory.mktemp("wheels"))


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """The Python of an environment to install into."""
    return make_environment(tmp_path_factory.mktemp("environment"))

import pytest

from tests.plugins.samples import BROKEN, FAILING, GOOD_FILES, write_plugin
from tests.plugins.site import PluginSite


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


@pytest.fixture(scope="session")
def make_site(database, tmp_path_factory):
    def make(*, off: str = "", **plugins) -> PluginSite:
        folder = tmp_path_factory.mktemp("plugins")
        for name, parts in plugins.items():
            write_plugin(folder, name, **parts)
        copy = tmp_path_factory.mktemp("site") / "site.sqlite3"
        copy.write_bytes(database.read_bytes())
        return PluginSite(folder, copy, off)

    return make


@pytest.fixture(scope="session")
def broken_site(make_site):
    """All plugins that fail at once."""
    site = make_site(**BROKEN, **FAILING)
    for distribution in ("kintop-first", "another-second"):
        write_plugin(site.folder, "kintop_claimed_twice", distribution=distribution)
    return site


@pytest.fixture(scope="session")
def told(broken_site):
    return broken_site.probe("site")


@pytest.fixture(scope="session")
def good_site(make_site):
    site = make_site(kintop_good={"files": GOOD_FILES})
    done = site.manage("migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    return site

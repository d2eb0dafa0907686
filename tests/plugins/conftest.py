import pytest

from tests.plugins.fixtures import *  # noqa: F403 -- fixtures are found by their names
from tests.plugins.reports import write_reports
from tests.plugins.samples import BROKEN, FAILING, GOOD_FILES, write_plugin
from tests.plugins.site import PluginSite


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
    told = broken_site.probe("site")
    write_reports(told)
    return told


@pytest.fixture(scope="session")
def good_site(make_site):
    return make_site(kintop_good={"files": GOOD_FILES})

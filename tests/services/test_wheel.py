"""What a wheel from outside brings to an engine goes with it; what people wrote stays to be found."""

import pytest

from tests.plugins.fixtures import *  # noqa: F403 -- fixtures are found by their names
from tests.plugins.wheels import observe_wheel

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(wheel, python, database, elasticsearch_url, tmp_path_factory):
    return observe_wheel(
        wheel,
        python=python,
        database=database,
        folder=tmp_path_factory.mktemp("site"),
        search_url=f"elasticsearch+{elasticsearch_url}/wheel",
    )


@pytest.mark.parametrize("state", ["installed", "again"])
def test_facet_of_an_installed_plugin_is_counted_by_the_engine(told, state):
    site = told[state]

    assert (site["backend"], site["answered_by"]) == ("elasticsearch", "elasticsearch")
    assert (site["found"], site["counts"]) == (["Gute Sache"], {"red": 1})
    assert (site["finder"], site["finder_backend"], site["facet"]) == (200, "elasticsearch", True)


def test_engine_answers_without_the_facet_once_the_plugin_is_uninstalled(told):
    site = told["uninstalled"]

    assert (site["installed"], site["state"]) == (False, "gone")
    assert (site["backend"], site["answered_by"]) == ("elasticsearch", "elasticsearch")
    assert (site["finder"], site["finder_backend"], site["facet"]) == (200, "elasticsearch", False)
    assert "kintop_good_colour" not in site["facets"]


def test_offering_of_the_uninstalled_plugin_is_still_found_by_the_engine(told):
    site = told["uninstalled"]

    assert (site["found"], site["listed"], site["served"], site["title"]) == (["Gute Sache"], True, 200, True)
    assert [row["value"] for row in site["body"]] == ["Zeile"]


def test_content_is_the_same_when_the_plugin_is_installed_again(told):
    assert told["again"]["body"] == told["installed"]["body"]
    assert told["again"]["stored"] == told["uninstalled"]["stored"] == told["installed"]["stored"]


@pytest.mark.parametrize("state", ["installed", "uninstalled", "again"])
def test_core_wants_no_migration_with_an_engine_either(told, state):
    assert told[state]["makemigrations"] == 0

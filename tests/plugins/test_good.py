"""A plugin from outside: everything it brings is there; switched off or taken away, nothing is lost."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from cms.apps import CORE_APPS
from tests.plugins.site import ROOT

pytestmark = pytest.mark.django_db

BODY = [{"type": "kintop_good_line", "value": "Zeile"}]


def without_ids(body):
    return [{name: value for name, value in row.items() if name != "id"} for row in body]


@pytest.fixture(scope="module")
def with_plugin(good_site):
    return good_site.probe("good")


def test_everything_the_plugin_brings_is_there(with_plugin):
    assert with_plugin["checks"] == []
    assert "GoodPage" in with_plugin["types"]
    assert (with_plugin["found"], with_plugin["counts"]) == (["Gute Sache"], {"red": 1})
    assert with_plugin["parameter"] is True
    assert with_plugin["address"] == "hallo"
    assert with_plugin["served"] == 200
    assert with_plugin["exporter"] is True
    assert with_plugin["handlers"] == ["mail", "kintop_good"]
    assert with_plugin["menu"] is True
    assert without_ids(with_plugin["body"]) == BODY


@pytest.fixture(scope="module")
def without_plugin(good_site, with_plugin, tmp_path_factory):
    """As it is while the plugin is switched off, and after its package was taken away."""
    empty = tmp_path_factory.mktemp("empty")
    return {
        "off": replace(good_site, off="kintop_good").probe("without_good"),
        "gone": replace(good_site, folder=empty).probe("without_good"),
    }


def test_neither_plugin_nor_core_wants_a_migration(with_plugin, without_plugin):
    assert with_plugin["makemigrations"] == 0
    assert {way: told["makemigrations"] for way, told in without_plugin.items()} == {"off": 0, "gone": 0}


@pytest.mark.parametrize("way", ["off", "gone"])
def test_without_the_plugin_its_pages_stay(without_plugin, way):
    told = without_plugin[way]

    assert told["state"] == way
    assert (told["served"], told["title"], told["found"]) == (200, True, ["Gute Sache"])
    assert (told["edit"], told["address"], told["menu"]) == (409, 404, False)
    assert without_ids(told["body"]) == BODY
    assert told["warnings"] == []


def test_nothing_is_lost_when_the_plugin_comes_back(good_site, without_plugin):
    back = good_site.probe("good")

    assert (back["found"], without_ids(back["body"]), back["served"]) == (["Gute Sache"], BODY, 200)


def test_no_page_takes_the_address_of_plugins(without_plugin):
    assert without_plugin["off"]["slug"] == ["slug"]


def test_nothing_in_the_core_imports_a_plugin():
    plugins = {path.parent.name for path in ROOT.glob("plugins/*/pyproject.toml")}
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for app in ("cms", *CORE_APPS)
        for path in (ROOT / app).rglob("*.py")
        for name in _list_imports(path)
        if name.partition(".")[0] in plugins
    ]

    assert plugins >= {"kintop_events"}
    assert found == []


def _list_imports(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module

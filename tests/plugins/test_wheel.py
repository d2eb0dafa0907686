"""A wheel from outside the repository, installed and taken away with pip: the core is as before, content is kept."""

import sys
from pathlib import Path
from shutil import copytree, ignore_patterns
from zipfile import ZipFile

import pytest
from django.core.management import call_command

from cms.messages import get_languages
from tests.plugins.site import ROOT
from tests.plugins.wheels import NAME, hash_core, observe_wheel, run

pytestmark = pytest.mark.django_db

LINE = [("kintop_good_line", "Aus dem Rad gerollt")]
WITH_PLUGIN = ["installed", "again"]


@pytest.fixture(scope="module")
def told(wheel, python, database, tmp_path_factory):
    before = hash_core()
    folder = tmp_path_factory.mktemp("site")
    seen = observe_wheel(wheel, python=python, database=database, folder=folder, search_url="database://")
    return {"before": {"core": before}, **seen}


def get_lines(rows) -> list[tuple[str, str]]:
    return [(row["type"], row["value"]) for row in rows]


def test_wheel_lies_outside_and_holds_compiled_translations(wheel):
    names = ZipFile(wheel).namelist()

    assert ROOT not in wheel.resolve().parents
    assert {f"{NAME}/models.py", f"{NAME}/locale/en/LC_MESSAGES/django.mo"} <= set(names)
    assert [name for name in names if name.partition("/")[0].partition("-")[0] != NAME] == []


@pytest.mark.parametrize("name", sorted(path.parent.name for path in ROOT.glob("plugins/*/pyproject.toml")))
def test_shipped_plugin_packs_its_compiled_translations(name, tmp_path):
    source = copytree(ROOT / "plugins" / name, tmp_path / name, ignore=ignore_patterns("*.mo", "build", "*.egg-info"))
    call_command("messages", "compile", str(source))

    # what a wheel is made of, without packing it
    build = ("-c", "from setuptools import setup; setup()", "--quiet", "build_py", "--build-lib", tmp_path / "built")
    run(sys.executable, *build, cwd=source)

    found = {path.relative_to(tmp_path / "built").parts[:3] for path in (tmp_path / "built").rglob("*.mo")}
    assert found == {(name, "locale", language) for language in get_languages()}


@pytest.mark.parametrize("state", WITH_PLUGIN)
def test_installed_plugin_brings_all_its_parts(told, python, state):
    site = told[state]

    assert Path(site["file"]).is_relative_to(python.parents[1])
    assert "GoodPage" in site["types"]
    assert (site["served"], site["listed"]) == (200, True)
    assert (site["backend"], site["found"], site["counts"]) == ("database", ["Gute Sache"], {"red": 1})
    assert (site["finder"], site["facet"]) == (200, True)
    assert (site["course"], site["drawn"]) == (200, True)
    assert (site["export"], site["exported"]) == (200, "Gute Sache")
    assert site["menu"] is True
    assert site["address"] == "hallo"
    assert site["checks"] == []


@pytest.mark.parametrize("state", WITH_PLUGIN)
def test_installed_plugin_speaks_the_languages_of_its_wheel(told, state):
    assert told[state]["label"] == "Colour"


def test_uninstalled_plugin_leaves_nothing_of_its_own(told):
    site = told["uninstalled"]

    assert (site["installed"], site["state"]) == (False, "gone")
    assert (site["address"], site["export"], site["menu"], site["facet"]) == (404, 404, False, False)
    assert site["warnings"] == []


def test_uninstalled_plugin_leaves_its_offerings_online(told):
    site = told["uninstalled"]

    assert (site["finder"], site["found"], site["listed"]) == (200, ["Gute Sache"], True)
    assert (site["served"], site["title"]) == (200, True)
    assert get_lines(site["body"]) == [("kintop_good_line", "Zeile")]


def test_course_keeps_the_block_unseen_when_saved_without_the_plugin(told):
    site = told["uninstalled"]

    assert (site["course"], site["drawn"], site["course_title"]) == (200, False, "Nähen für alle")
    assert site["stored"] == told["installed"]["stored"]
    assert get_lines(site["stored"]) == LINE


def test_nothing_is_lost_when_the_plugin_is_installed_again(told):
    site = told["again"]

    assert (site["course_title"], site["drawn"], site["stored"]) == (
        "Nähen für alle",
        True,
        told["installed"]["stored"],
    )
    assert site["body"] == told["installed"]["body"]


@pytest.mark.parametrize("state", ["installed", "uninstalled", "again"])
def test_core_keeps_its_files_and_wants_no_migration(told, state):
    assert told[state]["core"] == told["before"]["core"]
    assert told[state]["makemigrations"] == 0

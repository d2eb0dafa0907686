"""A wheel from outside the repository, installed and taken away with pip: the core is as before, content is kept."""

import hashlib
import os
import site as site_packages
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns
from zipfile import ZipFile

import pytest
from django.core.management import call_command

from cms.apps import CORE_APPS
from cms.messages import get_languages
from tests.plugins.samples import GOOD_FILES, write_files
from tests.plugins.site import ROOT, PluginSite

pytestmark = pytest.mark.django_db

NAME = "kintop_good"
TRANSLATION = """
    msgid ""
    msgstr ""
    "Language: en\\n"
    "Content-Type: text/plain; charset=utf-8\\n"

    msgid "Farbe"
    msgstr "Colour"
"""
LINE = [("kintop_good_line", "Aus dem Rad gerollt")]
WITH_PLUGIN = ["installed", "again"]


def run(*command, cwd) -> None:
    done = subprocess.run(  # noqa: S603 -- our own commands
        list(map(str, command)), capture_output=True, text=True, check=False, cwd=cwd
    )
    assert done.returncode == 0, done.stdout + done.stderr


def hash_core() -> dict[str, str]:
    """Each file of the core; what Python and gettext make of them for themselves does not count."""
    folders = [ROOT / app for app in ("cms", *CORE_APPS)]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {
        str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in [*files, ROOT / "manage.py", ROOT / "pyproject.toml"]
        if path.suffix not in {".pyc", ".mo"} and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A project as ``startplugin`` begins it, its texts compiled, built without the network."""
    source, wheels = tmp_path_factory.mktemp("project") / NAME, tmp_path_factory.mktemp("wheels")
    source.mkdir()
    call_command("startplugin", NAME, str(source), verbosity=0)
    write_files(source / NAME, {**GOOD_FILES, "locale/en/LC_MESSAGES/django.po": TRANSLATION})
    call_command("messages", "compile", str(source))
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    run(*pip, "wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", wheels, ".", cwd=source)
    return next(wheels.glob("*.whl"))


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """An environment to install into, which sees all that ours has."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    ours = [f"import site; site.addsitedir({path!r})\n" for path in site_packages.getsitepackages()]
    next(folder.glob("lib*/python*/site-packages")).joinpath("ours.pth").write_text("".join(ours))
    return folder / "bin" / "python"


@pytest.fixture(scope="module")
def told(wheel, python, database, tmp_path_factory):
    """What the site tells with the plugin, after it was taken away, and with it again; each process is a restart."""
    folder = tmp_path_factory.mktemp("site")
    copy = folder / "site.sqlite3"
    copy.write_bytes(database.read_bytes())
    site = PluginSite(tmp_path_factory.mktemp("nothing"), copy, python=str(python))
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "--python", python)
    install = (*pip, "install", "--no-index", "--no-deps", wheel)

    def ask(probe: str) -> dict:
        return site.probe(probe) | {"core": hash_core()}

    before = hash_core()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "SEARCH_URL", "database://")
        run(*install, cwd=folder)
        migrated = site.manage("migrate", "--verbosity", "0")
        assert migrated.returncode == 0, migrated.stderr
        installed = ask("wheel")
        run(*pip, "uninstall", "--yes", NAME.replace("_", "-"), cwd=folder)
        uninstalled = ask("without_wheel")
        run(*install, cwd=folder)
        again = ask("wheel")
    return {"before": {"core": before}, "installed": installed, "uninstalled": uninstalled, "again": again}


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

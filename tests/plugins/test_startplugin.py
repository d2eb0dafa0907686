"""A new plugin passes the contract as it is written, built into a wheel and installed from outside."""

import re
import subprocess
import sys
from dataclasses import replace
from shutil import copytree

import pytest
from django.core.management import CommandError, call_command

from tests.plugins.site import PluginSite

pytestmark = pytest.mark.django_db


def run(*command, cwd):
    done = subprocess.run(  # noqa: S603 -- our own commands
        [sys.executable, *map(str, command)], capture_output=True, text=True, check=False, cwd=cwd
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    folder = tmp_path_factory.mktemp("source")
    call_command("startplugin", "kintop_choirs", str(folder), verbosity=0)
    return folder


@pytest.fixture(scope="module")
def installed(source, tmp_path_factory):
    """The folder pip installed the wheel into; it needs no network."""
    wheels, target = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("target")
    pip = ("-m", "pip", "--disable-pip-version-check", "--quiet")
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", wheels, source, cwd=source)
    run(*pip, "install", "--no-deps", "--no-index", "--target", target, *wheels.glob("*.whl"), cwd=source)
    return target


def test_skeleton_is_complete(source):
    files = sorted(str(path.relative_to(source)) for path in source.rglob("*") if path.is_file())

    assert files == [
        "README.md",
        "kintop_choirs/__init__.py",
        "kintop_choirs/apps.py",
        "kintop_choirs/extensions.py",
        "kintop_choirs/migrations/0001_initial.py",
        "kintop_choirs/migrations/__init__.py",
        "kintop_choirs/models.py",
        "kintop_choirs/templates/kintop_choirs/blocks/tip.html",
        "kintop_choirs/templates/kintop_choirs/page.html",
        "kintop_choirs/tests/__init__.py",
        "kintop_choirs/tests/conftest.py",
        "kintop_choirs/tests/test_contract.py",
        "kintop_choirs/urls.py",
        "kintop_choirs/views.py",
        "kintop_choirs/wagtail_hooks.py",
        "pyproject.toml",
    ]
    left = [path for path in source.rglob("*.py") if re.search(r"\{\{|app_name", path.read_text())]
    assert left == []


def test_wheel_holds_templates_and_no_tests(installed):
    files = {str(path.relative_to(installed)) for path in (installed / "kintop_choirs").rglob("*") if path.is_file()}

    assert "kintop_choirs/templates/kintop_choirs/page.html" in files
    assert [name for name in files if "/tests/" in name] == []


def test_wheel_from_outside_is_found_and_leaves_with_its_folder(installed, database, tmp_path):
    site = PluginSite(installed, database)

    with_plugin = site.manage("plugins").stdout
    without = replace(site, folder=tmp_path).manage("plugins").stdout

    line = next(line for line in with_plugin.splitlines() if line.startswith("kintop_choirs"))
    assert line.split()[:3] == ["kintop_choirs", "0.1.0", "on"]
    assert line.split(maxsplit=3)[3] == (
        "page types: KintopChoirsPage; fields: kintop_choirs_setting; blocks: kintop_choirs_tip; "
        "hooks: register_catalogue_menu_item; addresses: /x/kintop_choirs/"
    )
    assert "kintop_events" in without
    assert "kintop_choirs" not in without


def test_skeleton_passes_the_contract_untouched(source, installed, database):
    tests = installed / "kintop_choirs" / "tests"
    copytree(source / "kintop_choirs" / "tests", tests)

    done = PluginSite(installed, database).run("-m", "pytest", "-q", "-p", "no:cacheprovider", str(tests))

    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"\b1[5-9] passed", done.stdout)


def test_name_must_be_a_package_in_small_letters(tmp_path):
    with pytest.raises(CommandError, match="'Kintop-Choirs' is no name of a package in small letters"):
        call_command("startplugin", "Kintop-Choirs", str(tmp_path))


def test_name_of_a_known_package_is_refused(tmp_path):
    with pytest.raises(CommandError, match="catalogue"):
        call_command("startplugin", "catalogue", str(tmp_path))

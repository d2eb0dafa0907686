"""A plugin as a wheel from outside the repository, and a site it comes to and leaves with pip."""

import hashlib
import os
import site as site_packages
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from cms.apps import CORE_APPS
from tests.plugins.samples import GOOD_FILES, write_files
from tests.plugins.site import ROOT, PluginSite

NAME = "kintop_good"
TRANSLATION = """
    msgid ""
    msgstr ""
    "Language: en\\n"
    "Content-Type: text/plain; charset=utf-8\\n"

    msgid "Farbe"
    msgstr "Colour"
"""


def run(*command, cwd) -> None:
    done = subprocess.run(  # noqa: S603 -- our own commands
        list(map(str, command)), capture_output=True, text=True, check=False, cwd=cwd
    )
    assert done.returncode == 0, done.stdout + done.stderr


def build_wheel(source: Path, wheels: Path) -> Path:
    """A project as ``startplugin`` begins it, its texts compiled, built without the network."""
    call_command("startplugin", NAME, str(source), verbosity=0)
    write_files(source / NAME, {**GOOD_FILES, "locale/en/LC_MESSAGES/django.po": TRANSLATION})
    call_command("messages", "compile", str(source))
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    run(*pip, "wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", wheels, ".", cwd=source)
    return next(wheels.glob("*.whl"))


def make_environment(folder: Path) -> Path:
    """The Python of an environment to install into, which sees all that ours has."""
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    ours = [f"import site; site.addsitedir({path!r})\n" for path in site_packages.getsitepackages()]
    next(folder.glob("lib*/python*/site-packages")).joinpath("ours.pth").write_text("".join(ours))
    return folder / "bin" / "python"


def observe_wheel(wheel: Path, *, python: Path, database: Path, folder: Path, search_url: str) -> dict[str, dict]:
    """What the site tells with the plugin, after it was taken away, and with it again; each process is a restart."""
    copy, nothing = folder / "site.sqlite3", folder / "nothing"
    copy.write_bytes(database.read_bytes())
    nothing.mkdir()
    site = PluginSite(nothing, copy, python=str(python))
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "--python", python)
    install = (*pip, "install", "--no-index", "--no-deps", wheel)

    def ask(probe: str) -> dict:
        return site.probe(probe) | {"core": hash_core()}

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "SEARCH_URL", search_url)
        run(*install, cwd=folder)
        installed = ask("wheel")
        run(*pip, "uninstall", "--yes", NAME.replace("_", "-"), cwd=folder)
        uninstalled = ask("without_wheel")
        run(*install, cwd=folder)
        again = ask("wheel")
    return {"installed": installed, "uninstalled": uninstalled, "again": again}


def hash_core() -> dict[str, str]:
    """Each file of the core; what Python and gettext make of them for themselves does not count."""
    folders = [ROOT / app for app in ("cms", *CORE_APPS)]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {
        str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in [*files, ROOT / "manage.py", ROOT / "pyproject.toml"]
        if path.suffix not in {".pyc", ".mo"} and "__pycache__" not in path.parts
    }

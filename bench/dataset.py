"""Databases of several sizes, made by the demo's generator and kept for the next run."""

import shutil
from pathlib import Path

from bench.servers import ROOT, make_environment, manage

FOLDER = ROOT / "build" / "bench"


def make_dataset(size: int) -> tuple[Path, Path]:
    """(database, folder of files) with so many offerings. Half-made ones are made anew."""
    folder = FOLDER / str(size)
    database, var, done = folder / "kintop.sqlite3", folder / "var", folder / "made"
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        var.mkdir(parents=True)
        environment = make_environment(database=database, var=var, engine="", search="database://")
        environment["DJANGO_SETTINGS_MODULE"] = "cms.settings.dev"
        environment.pop("BENCH_ENGINE")
        manage("migrate", "--verbosity", "0", environment=environment)
        manage("demo", "--offerings", str(size), "--verbosity", "0", environment=environment)
        done.touch()
    return database, var

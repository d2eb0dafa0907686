"""A site in a process of its own, with the plugins of a folder."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

from cms.plugins.loading import GROUP

ROOT = Path(__file__).resolve().parents[2]
#: plugins that are really there take no part, but for the model of all plugins
OTHERS = {point.name for point in entry_points(group=GROUP)} - {"kintop_events"}


@dataclass(frozen=True)
class PluginSite:
    #: where the plugins lie
    folder: Path
    database: Path
    off: str = ""
    python: str = sys.executable

    def run(self, *command: str) -> subprocess.CompletedProcess:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(self.folder), str(ROOT)]),
            "TEST_DATABASE_URL": f"sqlite:///{self.database}",
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
            "KINTOP_PLUGINS_OFF": ",".join(filter(None, [self.off, *sorted(OTHERS)])),
        }
        return subprocess.run(  # noqa: S603 -- our own commands
            [self.python, *command], env=environment, capture_output=True, text=True, check=False, cwd=ROOT
        )

    def manage(self, *command: str) -> subprocess.CompletedProcess:
        return self.run("manage.py", *command)

    def probe(self, name: str) -> dict:
        """What a function of ``tests.plugins.probes`` tells."""
        done = self.run("-m", "tests.plugins.probes", name)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1]) | {"log": done.stderr}

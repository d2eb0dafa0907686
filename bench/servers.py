"""The catalogue under gunicorn, as many workers as the design asks for."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

WORKERS = 2
START_SECONDS = 60
ROOT = Path(__file__).resolve().parent.parent


def make_environment(*, database: Path, var: Path, engine: str, search: str) -> dict[str, str]:
    (var / "static").mkdir(parents=True, exist_ok=True)
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bench.site.settings",
        "DATABASE_URL": f"sqlite:///{database}",
        "KINTOP_VAR_DIR": str(var),
        "SEARCH_URL": search,
        "BENCH_ENGINE": engine,
    }


def manage(*arguments: str, environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True)


@contextlib.contextmanager
def start_catalogue(environment: dict[str, str]):
    """Yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        *(sys.executable, "-m", "gunicorn", "cms.wsgi:application", "--bind", f"127.0.0.1:{port}"),
        *(
            "--workers",
            str(WORKERS),
            "--worker-class",
            "gthread",
            "--threads",
            "2",
            "--timeout",
            "180",
            "--keep-alive",
            "180",
        ),
        *("--log-level", "warning"),
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_up(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_until_up(url: str, process: subprocess.Popen) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"gunicorn ended with {process.returncode}")
        try:
            opener.open(f"{url}/healthz", timeout=10)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"gunicorn did not come up within {START_SECONDS} s")


def read_peak_memory(pid: int) -> float:
    """MiB a process took at most so far."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0

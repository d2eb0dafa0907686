"""The demo centre, served as a public site is: production settings, compressed files, several threads."""

import contextlib
import sys
import urllib.request
from urllib.error import URLError

from tests.services.locations import REPOSITORY
from tests.services.processes import Server, reserve_ports, server_folder

PORTS = range(8300, 8320)
START_SECONDS = 120
LOAD_SECONDS = 600
#: of a browser, in milliseconds
PATIENCE = 30_000
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


def make_environment(folder, port) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "tests.services.centre_settings",
        "KINTOP_VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/centre.sqlite3",
        "SECRET_KEY": "service-tests-only-" + "0123456789abcdefghijklmnopqrstuvwxyz",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": f"https://127.0.0.1:{port}",
        "EMAIL_URL": "smtp://127.0.0.1:1",
        "CACHE_URL": "dbcache://cache_table",
        "SECURE_SSL_REDIRECT": "0",
        "SECURE_HSTS_SECONDS": "0",
    }


def run_command(name, *arguments, folder, env):
    """One ``manage.py`` command, to its end; it fails with the end of its output."""
    command = Server(f"centre-{name}", [sys.executable, "manage.py", name, *arguments], folder=REPOSITORY, env=env)
    command.start()
    status = command.process.wait(LOAD_SECONDS)
    assert status == 0, command.tail()
    command.stop()


def make_fetch(url):
    """For ``tests.public_pages``."""

    def fetch(path) -> str:
        with urllib.request.urlopen(url + path, timeout=60) as answer:  # noqa: S310 -- our own address
            return answer.read().decode()

    return fetch


def is_answering(url) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=20) as answer:  # noqa: S310 -- our own address
            return answer.status == 200
    except (URLError, OSError):
        return False


@contextlib.contextmanager
def start_centre():
    with reserve_ports(PORTS, 1) as [port], server_folder("centre") as folder:
        env = make_environment(folder, port)
        run_command("migrate", "--verbosity=0", folder=folder, env=env)
        run_command("demo", "--verbosity=0", folder=folder, env=env)
        run_command("collectstatic", "--noinput", "--verbosity=0", folder=folder, env=env)
        address = f"127.0.0.1:{port}"
        gunicorn = [sys.executable, "-m", "gunicorn", "--bind", address, "--threads", "4", "--timeout", "120"]
        server = Server("centre", [*gunicorn, "tests.services.centre_wsgi:application"], folder=REPOSITORY, env=env)
        server.url = f"http://{address}"
        server.start()
        try:
            server.wait_until(lambda: is_answering(server.url), seconds=START_SECONDS)
            yield server
        finally:
            server.stop()

"""What the other tests rely on: servers end in every case and say why they did not start."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.services import processes
from tests.services.locations import REPOSITORY
from tests.services.processes import Server, ServerFailedError


def is_alive(pid) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_server_that_ends_by_itself_shows_end_of_its_log(tmp_path):
    server = Server("try", ["sh", "-c", "echo the port is taken; exit 3"], folder=tmp_path)
    server.start()

    with pytest.raises(ServerFailedError, match=r"try ended with 3.*\n.*\nthe port is taken"):
        server.wait_until(lambda: False, seconds=30)
    server.stop()


def test_server_that_never_answers_is_given_up(tmp_path):
    server = Server("try", ["sleep", "1000"], folder=tmp_path)
    server.start()

    with pytest.raises(ServerFailedError, match=r"try did not answer within 0.5 s"):
        server.wait_until(lambda: False, seconds=0.5)
    server.stop()

    assert is_alive(server.process.pid) is False


def test_server_that_ignores_the_stop_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "STOP_SECONDS", 0.2)
    server = Server("try", ["sh", "-c", "trap '' TERM; touch ready; while :; do sleep 1; done"], folder=tmp_path)
    server.start()
    server.wait_until((tmp_path / "ready").exists, seconds=30)

    server.stop()

    assert server.process.returncode == -signal.SIGKILL


def test_server_that_was_never_started_can_be_stopped(tmp_path):
    server = Server("try", ["sleep", "1000"], folder=tmp_path)
    server.stop()

    assert server.process is None


@pytest.mark.parametrize("ending", ["raise SystemExit", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_server_ends_with_the_process_that_started_it(tmp_path, ending):
    code = (
        "import os, signal, pathlib\n"
        "from tests.services.processes import Server\n"
        f"folder = pathlib.Path({str(tmp_path)!r})\n"
        "server = Server('try', ['sh', '-c', 'touch ready; exec sleep 1000'], folder=folder)\n"
        "server.start()\n"
        "server.wait_until((folder / 'ready').exists, seconds=30)\n"
        "print(server.process.pid, flush=True)\n"
        f"{ending}\n"
    )
    done = subprocess.run(  # noqa: S603 -- this interpreter
        [sys.executable, "-c", code], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, check=False
    )
    pid = int(done.stdout)

    deadline = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert is_alive(pid) is False


def test_two_runs_take_different_ports():
    with processes.reserve_ports(range(9250, 9300), 2) as mine, processes.reserve_ports(range(9250, 9300), 2) as theirs:
        assert len({*mine, *theirs}) == 4


def test_too_few_free_ports_are_named():
    with (
        processes.reserve_ports(range(9250, 9300), 1) as (port,),
        pytest.raises(ServerFailedError, match=rf"Fewer than 1 free ports in {port}-{port}\."),
        processes.reserve_ports(range(port, port + 1), 1),
    ):
        pass

"""A server as a child process: started unprivileged, watched until it answers, ended in every case."""

import atexit
import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from tests.services.locations import LOGS, MissingServiceError

TAIL_LINES = 40
STOP_SECONDS = 30
#: Elasticsearch and PostgreSQL refuse to run as root
UNPRIVILEGED_USER = "nobody"

_running: list["Server"] = []


class ServerFailedError(Exception):
    """A server did not start, or ended by itself; the text carries the end of its log."""


class Server:
    """One process. Its log stays in build/services/ after it has ended."""

    def __init__(self, name, command, *, folder, env=None, unprivileged=False, stop_signal=signal.SIGTERM):
        self.name = name
        self.command = [*guard_command(unprivileged=unprivileged, stop_signal=stop_signal), *map(str, command)]
        self.folder = folder
        self.env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **(env or {})}
        self.stop_signal = stop_signal
        self.log = LOGS / f"{name}.log"
        self.process = None
        #: where clients reach it; set by whoever knows the protocol
        self.url = ""

    def start(self):
        LOGS.mkdir(parents=True, exist_ok=True)
        # a restart continues the log
        with self.log.open("ab" if self.process else "wb") as log:
            # a session of its own: Ctrl+C in the terminal reaches us, and we stop it in order
            self.process = subprocess.Popen(  # noqa: S603 -- commands from this package
                self.command,
                cwd=self.folder,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        _running.append(self)

    def wait_until(self, is_ready, *, seconds):
        deadline = time.monotonic() + seconds
        while not is_ready():
            if self.process.poll() is not None:
                raise ServerFailedError(f"{self.name} ended with {self.process.returncode}.\n{self.tail()}")
            if time.monotonic() > deadline:
                raise ServerFailedError(f"{self.name} did not answer within {seconds} s.\n{self.tail()}")
            time.sleep(0.2)

    def stop(self):
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
        self._forget()

    def kill(self):
        """Without a chance to say goodbye, as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._forget()

    def tail(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join([f"The end of {self.log}:", *lines[-TAIL_LINES:]])

    def _forget(self):
        if self in _running:
            _running.remove(self)


@atexit.register
def stop_running_servers():
    for server in reversed(_running.copy()):
        server.stop()


def guard_command(*, unprivileged, stop_signal) -> list[str]:
    """What stands before a command: another user if we are root, and an end when we die without a word."""
    is_root = os.geteuid() == 0
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        if is_root and unprivileged:
            raise MissingServiceError("No setpriv (package util-linux): a server that refuses root cannot start.")
        return []
    guard = [setpriv, "--pdeathsig", stop_signal.name.removeprefix("SIG")]
    if is_root and unprivileged:
        user = pwd.getpwnam(UNPRIVILEGED_USER)
        guard += ["--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups"]
    return [*guard, "--"]


@contextlib.contextmanager
def server_folder(name, folder=None):
    """A folder for a server's files: below the caller's, where it stays, or one that is thrown away."""
    if folder is not None:
        folder = Path(folder).resolve() / f"kintop-{name}"
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    folder = Path(tempfile.mkdtemp(prefix=f"kintop-{name}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def hand_over(folder, *names):
    """Gives a folder, and what is in these folders of it, to the user the server runs as."""
    if os.geteuid() == 0:
        user = pwd.getpwnam(UNPRIVILEGED_USER)
        for path in [folder, *(path for name in names for path in [folder / name, *(folder / name).rglob("*")])]:
            os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


def lend(tree, folder) -> Path:
    """A path under which an unprivileged server can read ``tree``, which may lie in root's private home."""
    tree = tree.resolve()
    if os.geteuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in (tree, *tree.parents)):
        return tree
    copy = folder / tree.name
    if not copy.exists():
        shutil.copytree(tree, copy, symlinks=True, copy_function=_link_or_copy)
    return copy


def _link_or_copy(source, target):
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)


@contextlib.contextmanager
def reserve_ports(ports, count):
    """The first free ports of a range, held against other test runs on this machine."""
    with contextlib.ExitStack() as locks:
        reserved = []
        for port in ports:
            if len(reserved) < count and _lock_port(port, locks):
                reserved.append(port)
        if len(reserved) < count:
            raise ServerFailedError(f"Fewer than {count} free ports in {min(ports)}-{max(ports)}.")
        yield reserved


def _lock_port(port, locks) -> bool:
    # one file per person: what others hold shows in the probe below
    lock = (Path(tempfile.gettempdir()) / f"kintop-port-{os.geteuid()}-{port}.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return False
    locks.enter_context(lock)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True

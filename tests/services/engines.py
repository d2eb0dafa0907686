"""The servers of the service tests, as context managers and by hand.

python -m tests.services.engines opensearch|opensearch-cluster|elasticsearch|postgres

starts one, prints its address and runs until Ctrl+C. All of them listen on 127.0.0.1 only.
"""

import contextlib
import http.client
import json
import secrets
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from tests.services import locations
from tests.services.processes import (
    Server,
    ServerFailedError,
    hand_over,
    lend,
    reserve_ports,
    server_folder,
)

ENGINE_PORTS = range(9250, 9300)
POSTGRES_PORTS = range(5460, 5480)
START_SECONDS = 180
HEAP = {"elasticsearch": "512m", "opensearch": "384m", "cluster": "256m"}

# A developer's disk is often nearly full; the engines would refuse to write.
COMMON_SETTINGS = {"network.host": "127.0.0.1", "cluster.routing.allocation.disk.threshold_enabled": "false"}
ARCHIVE = "start.jsa"
ELASTICSEARCH_FOLDERS = ("config", "data", "logs", "tmp")
#: no proxy of the environment stands between us and our own machine
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@contextlib.contextmanager
def start_elasticsearch(folder=None, port=None):
    """Yields a server with ``url``. Data in a given folder stays; any user must be able to enter that folder."""
    home, java = locations.find_elasticsearch(), locations.find_java()
    with (
        server_folder("elasticsearch", folder) as folder,
        reserve_ports([port] if port else ENGINE_PORTS, 1) as (port,),
    ):
        write_elasticsearch_config(folder, port=port)
        hand_over(folder, *ELASTICSEARCH_FOLDERS)
        home, java = lend(home, folder), lend(java, folder)
        server = Server(
            f"elasticsearch-{port}",
            [home / "bin" / "elasticsearch"],
            folder=folder,
            env={
                "ES_JAVA_HOME": str(java),
                "ES_PATH_CONF": str(folder / "config"),
                "ES_TMPDIR": str(folder / "tmp"),
                "CLI_JAVA_OPTS": "-XX:TieredStopAtLevel=1",  # the start script's own short-lived Java
            },
            unprivileged=True,
        )
        server.url = f"http://127.0.0.1:{port}"
        with running(server, lambda: is_healthy(server.url, nodes=1)):
            yield server


def write_elasticsearch_config(folder, *, port):
    for name in ELASTICSEARCH_FOLDERS:
        (folder / name).mkdir(exist_ok=True)
    settings = {
        **COMMON_SETTINGS,
        "cluster.name": "kintop",
        "node.name": "node1",
        "discovery.type": "single-node",
        "http.port": str(port),
        # chosen by the system: a single node needs no fixed one
        "transport.port": "0",
        "path.data": str(folder / "data"),
        "path.logs": str(folder / "logs"),
        "xpack.security.enabled": "false",
    }
    config = folder / "config"
    # JSON strings are YAML strings
    (config / "elasticsearch.yml").write_text(
        "".join(f"{key}: {json.dumps(value)}\n" for key, value in settings.items())
    )
    heap = HEAP["elasticsearch"]
    # a temporary folder of its own: Elasticsearch refuses one that also holds its modules
    (config / "jvm.options").write_text(f"-Xms{heap}\n-Xmx{heap}\n-XX:+UseSerialGC\n-Djava.io.tmpdir=${{ES_TMPDIR}}\n")
    (config / "log4j2.properties").write_text((locations.JAVA_SOURCES / "log4j2.properties").read_text())


@contextlib.contextmanager
def start_opensearch(folder=None, *, nodes=1, ports=None, java_options=()):
    """Yields a cluster with ``url``, ``urls``, ``kill(number)`` and ``restart(number)``; green when it is yielded."""
    libraries, java = locations.find_opensearch(), locations.find_java()
    with (
        server_folder("opensearch", folder) as folder,
        reserve_ports(ports or ENGINE_PORTS, nodes) as http_ports,
        reserve_ports([port for port in reversed(ENGINE_PORTS) if port not in http_ports], nodes) as wire_ports,
    ):
        heap = HEAP["opensearch" if nodes == 1 else "cluster"]
        command = [
            *(java / "bin" / "java", f"-Xms{heap}", f"-Xmx{heap}", "-XX:+UseSerialGC"),
            # a single node is also measured; three on a small machine start sooner with the quick compiler alone
            *(["-XX:TieredStopAtLevel=1"] if nodes > 1 else []),
            *("--enable-native-access=ALL-UNNAMED", *(java_options or find_start_archive(libraries))),
            f"-Dlog4j2.configurationFile={locations.JAVA_SOURCES / 'log4j2.properties'}",
            *("-cp", f"{libraries}/*", "OpenSearchNode"),
        ]
        cluster = OpenSearchCluster(command, folder=folder, http_ports=http_ports, wire_ports=wire_ports)
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()


def find_start_archive(libraries):
    """The classes of an earlier start in a form the JVM maps into memory: a node is up in half the time."""
    archive = libraries / ARCHIVE
    # one that another Java made is left aside, with an error in the log that is none
    return [f"-XX:SharedArchiveFile={archive}", "-Xlog:cds=off"] if archive.is_file() else []


def create_start_archive():
    """For the install script. Made once rather than by every run: a half-written one must never be read."""
    archive = locations.find_opensearch() / ARCHIVE
    archive.unlink(missing_ok=True)
    with start_opensearch(java_options=[f"-XX:ArchiveClassesAtExit={archive}"]):
        pass


class OpenSearchCluster:
    """Nodes are numbered from 1, each a process of its own."""

    def __init__(self, command, *, folder, http_ports, wire_ports):
        self.command = command
        self.folder = folder
        self.wire_ports = wire_ports
        self.urls = [f"http://127.0.0.1:{port}" for port in http_ports]
        self.servers = [self._prepare(number, port) for number, port in enumerate(http_ports, start=1)]

    @property
    def url(self):
        return self.urls[0]

    @property
    def size(self):
        return len(self.urls)

    def start(self):
        for server in self.servers:
            server.start()
        for server in self.servers:
            server.wait_until(lambda server=server: is_healthy(server.url, nodes=self.size), seconds=START_SECONDS)

    def stop(self):
        for server in self.servers:
            server.stop()

    def kill(self, number):
        """SIGKILL: the node has no time to hand anything over."""
        self.servers[number - 1].kill()

    def restart(self, number):
        """Brings a node back with the data it had; returns when the whole cluster is green."""
        server = self.servers[number - 1]
        server.stop()
        server.start()
        server.wait_until(lambda: is_healthy(server.url, nodes=self.size), seconds=START_SECONDS)

    @contextlib.contextmanager
    def outage(self, number):
        """Kills a node and brings it back afterwards, so that the next test finds a whole cluster."""
        self.kill(number)
        try:
            yield
        finally:
            self.restart(number)

    def _prepare(self, number, http_port):
        home = self.folder / f"node{number}"
        (home / "config").mkdir(parents=True, exist_ok=True)
        settings = {
            **COMMON_SETTINGS,
            **self._discovery(),
            "cluster.name": "kintop",
            "node.name": f"node{number}",
            "path.home": home,
            "http.port": http_port,
            "transport.port": self.wire_ports[number - 1],
        }
        server = Server(
            f"opensearch-{http_port}",
            [*self.command, *(f"{key}={value}" for key, value in settings.items())],
            folder=home,
        )
        server.url = f"http://127.0.0.1:{http_port}"
        return server

    def _discovery(self):
        if len(self.wire_ports) == 1:
            return {"discovery.type": "single-node"}
        return {
            "discovery.seed_hosts": ",".join(f"127.0.0.1:{port}" for port in self.wire_ports),
            "cluster.initial_cluster_manager_nodes": ",".join(
                f"node{number}" for number in range(1, len(self.wire_ports) + 1)
            ),
        }


@contextlib.contextmanager
def start_postgres(folder=None, port=None):
    """Yields a server with ``url``: a new database ``kintop`` of a superuser; a given folder must be new as well."""
    programs = locations.find_postgres()
    with (
        server_folder("postgres", folder) as folder,
        reserve_ports([port] if port else POSTGRES_PORTS, 1) as (port,),
    ):
        password = secrets.token_hex(16)
        data = create_postgres_data(folder, programs=programs, password=password)
        server = Server(
            f"postgres-{port}",
            [
                *(programs / "postgres", "-D", data, "-p", port),
                *("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="),
                # nothing here is worth a wait for the disk
                *("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"),
            ],
            folder=folder,
            unprivileged=True,
            stop_signal=signal.SIGINT,  # ends sessions at once; SIGTERM would wait for them
        )
        server.url = f"postgres://kintop:{password}@127.0.0.1:{port}/kintop"
        create_database = [
            *(programs / "createdb", "--host=127.0.0.1", f"--port={port}"),
            *("--username=kintop", "--no-password", "kintop"),
        ]
        with running(server, lambda: succeeds(create_database, env={"PGPASSWORD": password})):
            yield server


def create_postgres_data(folder, *, programs, password) -> Path:
    data = folder / "data"
    secret = folder / "password"
    secret.write_text(password)
    secret.chmod(0o600)
    hand_over(folder, "password")
    initdb = Server(
        "postgres-initdb",
        [
            *(programs / "initdb", "-D", data, "--username=kintop", "--pwfile", secret, "--auth=scram-sha-256"),
            *("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"),
        ],
        folder=folder,
        unprivileged=True,
    )
    try:
        initdb.start()
        if initdb.process.wait(START_SECONDS) != 0:
            raise ServerFailedError(f"initdb ended with {initdb.process.returncode}.\n{initdb.tail()}")
    finally:
        initdb.stop()
        secret.unlink()
    return data


@contextlib.contextmanager
def running(server, is_ready):
    try:
        server.start()
        server.wait_until(is_ready, seconds=START_SECONDS)
        yield
    finally:
        server.stop()


def is_healthy(url, *, nodes) -> bool:
    """All nodes found each other and every shard has its place; a replica has none on a single node."""
    status = "green" if nodes > 1 else "yellow"
    query = f"wait_for_nodes={nodes}&wait_for_status={status}&timeout=1s"
    try:
        with _opener.open(f"{url}/_cluster/health?{query}", timeout=5) as answer:
            return not json.load(answer)["timed_out"]
    except urllib.error.HTTPError as answer:  # 408: not yet
        answer.close()
        return False
    except (OSError, http.client.HTTPException):
        return False


def succeeds(command, *, env) -> bool:
    done = subprocess.run(list(map(str, command)), env=env, capture_output=True, check=False)  # noqa: S603 -- ours
    return done.returncode == 0


STARTERS = {
    "elasticsearch": start_elasticsearch,
    "opensearch": start_opensearch,
    "opensearch-cluster": lambda: start_opensearch(nodes=3),
    "postgres": start_postgres,
}


def main(arguments):
    if len(arguments) != 1 or arguments[0] not in STARTERS:
        return f"usage: python -m tests.services.engines {'|'.join(STARTERS)}"
    # a plain kill stops the server as Ctrl+C does; a shell makes background jobs deaf to the latter
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.default_int_handler)
    try:
        with STARTERS[arguments[0]]() as server:
            sys.stdout.write(f"{' '.join(getattr(server, 'urls', [server.url]))}\n")
            sys.stdout.flush()
            signal.pause()
    except KeyboardInterrupt:
        return 0
    except (locations.MissingServiceError, ServerFailedError) as error:
        return str(error)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

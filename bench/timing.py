"""Times of requests, one after the other over a connection that stays open, and how many go through at once."""

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median, quantiles
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 120
WARM_UP_ROUNDS = 5


@dataclass(frozen=True)
class Call:
    """One HTTP request."""

    path: str
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


class Connection:
    def __init__(self, url: str):
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=TIMEOUT_SECONDS)

    def send(self, call: Call) -> tuple[http.client.HTTPResponse, bytes]:
        """The whole answer has been read when this returns; anything but 200 is an error."""
        method = "GET" if call.body is None else "POST"
        try:
            self._connection.request(method, call.path, body=call.body, headers=call.headers)
            response = self._connection.getresponse()
            data = response.read()
        except (http.client.HTTPException, ConnectionError):
            self._connection.close()
            raise
        if response.status != 200:
            raise RuntimeError(f"{call.path} answered {response.status}: {data[:300]!r}")
        return response, data

    def time(self, call: Call) -> float:
        """Milliseconds."""
        began = time.perf_counter()
        self.send(call)
        return (time.perf_counter() - began) * 1000


@dataclass(frozen=True)
class Times:
    """Milliseconds of all requests of one row."""

    values: tuple[float, ...]

    @property
    def p50(self) -> float:
        return median(self.values)

    @property
    def p95(self) -> float:
        return quantiles(self.values, n=20, method="inclusive")[-1] if len(self.values) > 1 else self.values[0]


def time_rows(
    rows: dict[str, tuple[str, list[Call]]], *, rounds: int, patience: float, prepare: Callable[[], None] | None = None
) -> dict[str, list[list[float]]]:
    """Times by row and query. Rows take turns, so that what else the machine does hits all of them alike.

    ``rows``: name -> (server, calls). A row whose round took longer than ``patience`` seconds answers one round only.
    ``prepare`` is called before each request and not timed.
    """
    prepare = prepare or (lambda: None)
    connections = {name: Connection(server) for name, (server, _calls) in rows.items()}
    times: dict[str, list[list[float]]] = {name: [[] for _call in calls] for name, (_server, calls) in rows.items()}
    slow = {name for name, (_server, calls) in rows.items() if not _warm_up(connections[name], calls, patience)}
    for number in range(rounds):
        for name, (_server, calls) in rows.items():
            if number == 0 or name not in slow:
                for position, call in enumerate(calls):
                    prepare()
                    times[name][position].append(connections[name].time(call))
    return times


def _warm_up(connection: Connection, calls: list[Call], patience: float) -> bool:
    """Let processes load what they need and the engine compile itself; False where that takes too long."""
    began = time.perf_counter()
    for _round in range(WARM_UP_ROUNDS):
        for call in calls:
            connection.time(call)
        if time.perf_counter() - began > patience:
            return False
    return True


def measure_throughput(server: str, calls: list[Call], *, clients: int, seconds: float) -> float:
    """Answers a second with so many clients at once."""
    deadline = time.perf_counter() + seconds
    counts = [0] * clients
    errors: list[Exception] = []

    def work(number: int) -> None:
        connection = Connection(server)
        try:
            while time.perf_counter() < deadline:
                connection.send(calls[(counts[number] + number) % len(calls)])
                counts[number] += 1
        except Exception as error:  # noqa: BLE001 -- told to whoever waits, below
            errors.append(error)

    began = time.perf_counter()
    run_all([lambda number=number: work(number) for number in range(clients)])
    if errors:
        raise errors[0]
    return sum(counts) / (time.perf_counter() - began)


def run_all(works: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

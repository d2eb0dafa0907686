"""Measures search against the engine itself and against Wagtail's own search, everything in one run.

make bench                        sizes 1,000, 10,000 and 50,000; writes bench/RESULTS.md
python -m bench --sizes 1000      prints only

Needs the engines of tests/services/install. The first run makes the databases, which takes a while.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import traceback
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import django

from bench import report
from bench.dataset import make_dataset
from bench.queries import list_queries
from bench.raw import capture_calls
from bench.report import Indexing, Row, SizeResult
from bench.servers import ROOT, WORKERS, make_environment, manage, start_catalogue
from bench.timing import Call, Connection, measure_throughput, time_rows

PATIENCE_SECONDS = 20.0
#: what makes the engine forget which searches it answered
FORGET = Call("/_cache/clear?request=true", body=b"")
THROUGHPUT_SECONDS, CLIENTS = 5.0, 4


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 50_000])
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--wagtail-up-to", type=int, default=10_000, help="larger ones take Wagtail too long to index")
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()

    from tests.services.engines import start_elasticsearch

    with start_elasticsearch() as server:
        results = [
            measure_in_process(size, server.url, rounds=options.rounds, with_wagtail=size <= options.wagtail_up_to)
            for size in sorted(options.sizes)
        ]
    text = report.write_report(results, machine=describe_machine())
    print(text)
    if options.output:
        options.output.write_text(text)


def measure_in_process(size: int, engine: str, **options) -> SizeResult:
    """Each size in a process of its own: Django can be set up for one database only."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(read)
            with os.fdopen(write, "w") as out:
                json.dump(to_json(measure(size, engine, **options)), out)
            code = 0
        except Exception:  # noqa: BLE001 -- the parent ends with an error
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    os.close(write)
    with os.fdopen(read) as answer:
        data = answer.read()
    _pid, status = os.waitpid(child, 0)
    if status:
        sys.exit(f"measuring {size} failed")
    return from_json(json.loads(data))


def measure(size: int, engine: str, *, rounds: int, with_wagtail: bool) -> SizeResult:
    database, var = make_dataset(size)
    search = f"elasticsearch+{engine}/bench{size}"
    environment = make_environment(database=database, var=var, engine=engine, search=search)
    say(f"{size}: indexing")
    indexing = measure_indexing(environment)
    if with_wagtail:
        for backend in ("default", "engine"):
            manage("update_index", "--backend", backend, "--verbosity", "0", environment=environment)
    os.environ.update(environment)
    django.setup()
    queries = list_queries(datetime.now(UTC).date())
    plain = make_environment(database=database, var=var, engine=engine, search="database://")
    with start_catalogue(environment) as site, start_catalogue(plain) as database_site:
        rows = {
            report.RAW: (engine, capture_calls(list(queries.values()))),
            report.API: (site, make_calls("/api/v1/offerings/", queries)),
            report.FINDER: (site, make_calls("/angebote/", queries)),
            report.API_DATABASE: (database_site, make_calls("/api/v1/offerings/", queries)),
            report.FINDER_DATABASE: (database_site, make_calls("/angebote/", queries)),
            report.NOTHING: (site, make_calls("/bench/nothing/", queries)),
        }
        if with_wagtail:
            rows[report.WAGTAIL_ENGINE] = (site, make_calls("/bench/wagtail/engine/", queries))
            rows[report.WAGTAIL_DATABASE] = (site, make_calls("/bench/wagtail/default/", queries))
        say(f"{size}: timing")
        engine_connection = Connection(engine)
        times = time_rows(
            rows, rounds=rounds, patience=PATIENCE_SECONDS, prepare=lambda: engine_connection.send(FORGET)
        )
        of_engine = {name: rows[name] for name in report.OF_ENGINE if name in rows}
        repeated = time_rows(of_engine, rounds=rounds, patience=PATIENCE_SECONDS)
        measured = {}
        for name, (server, calls) in rows.items():
            row = make_row(name, times[name])
            if len(times[name][0]) > 1:
                row = replace(
                    row,
                    per_second=measure_throughput(server, calls, clients=CLIENTS, seconds=THROUGHPUT_SECONDS),
                )
            measured[name] = row if name == report.RAW else count_costs(row, server, calls)
        by_kind = dict(zip(queries, read_costs(*rows[report.FINDER]), strict=True))
    return SizeResult(
        size,
        measured,
        indexing,
        tuple(queries),
        {kind: engine_requests for kind, (_s, engine_requests) in by_kind.items()},
        {name: make_row(name, by_query) for name, by_query in repeated.items()},
    )


def make_row(name: str, by_query: list[list[float]], **figures) -> Row:
    return Row(name, tuple(tuple(values) for values in by_query), **figures)


def make_calls(path: str, queries: dict[str, str]) -> list[Call]:
    headers = {"accept-language": "de"}
    return [Call(f"{path}?{quote(text, safe='=&+%')}", headers=headers) for text in queries.values()]


def measure_indexing(environment: dict[str, str]) -> Indexing:
    """The better of two runs: the first one also warms the engine up."""
    runs = []
    for _number in range(2):
        done = subprocess.run(
            [sys.executable, "-m", "bench.indexing"], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE
        )
        runs.append(Indexing(**json.loads(done.stdout.splitlines()[-1])))
    return max(runs, key=lambda run: run.rate)


def read_costs(server: str, calls: list[Call]) -> list[tuple[int, int]]:
    """(SQL queries, engine requests) of each call."""
    connection = Connection(server)
    costs = []
    for call in calls:
        response, _data = connection.send(replace(call, headers={**call.headers, "X-Bench-Count": "1"}))
        costs.append((int(response.headers["X-Bench-Sql"]), int(response.headers["X-Bench-Engine"])))
    return costs


def count_costs(row: Row, server: str, calls: list[Call]) -> Row:
    costs = read_costs(server, calls)
    return replace(row, sql=max(sql for sql, _engine in costs), engine=max(engine for _sql, engine in costs))


def to_json(result: SizeResult) -> dict:
    from dataclasses import asdict

    return asdict(result)


def from_json(data: dict) -> SizeResult:
    tables = {part: {name: make_row(**row) for name, row in data[part].items()} for part in ("rows", "repeated")}
    return SizeResult(**{**data, **tables, "indexing": Indexing(**data["indexing"]), "kinds": tuple(data["kinds"])})


def describe_machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}, "
        f"Django {django.get_version()}, SQLite; gunicorn with {WORKERS} workers, Elasticsearch 9.2 with 512 MiB heap, "
        "all of them and the client on this one machine. Times are of one client asking one thing after the other; "
        f"answers/s are with {CLIENTS} clients. Rows take turns, so a disturbance hits all of them. Before each timed "
        "request of the first table the engine is made to forget its answers: each question is new to it."
    )


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

"""The results as a page to read: one table a size, the ratios, the growth, and the bounds of the design."""

from dataclasses import dataclass, field

from bench.timing import Times

RAW, API, FINDER = "raw engine request", "our API", "our finder page"
API_DATABASE, FINDER_DATABASE = "our API, without engine", "our finder page, without engine"
WAGTAIL_ENGINE, WAGTAIL_DATABASE = "Wagtail's search, engine", "Wagtail's search, database"
NOTHING = "a view that does nothing"
OURS = (API, FINDER, API_DATABASE, FINDER_DATABASE)
OF_ENGINE = (RAW, API, FINDER, WAGTAIL_ENGINE)


@dataclass(frozen=True)
class Row:
    name: str
    #: times by query, in the order of the kinds
    by_query: tuple[tuple[float, ...], ...]
    per_second: float | None = None
    #: most SQL queries and engine requests of any query; None where nobody counts
    sql: int | None = None
    engine: int | None = None

    @property
    def times(self) -> Times:
        return Times(tuple(value for values in self.by_query for value in values))


@dataclass(frozen=True)
class Indexing:
    pages: int
    seconds: float
    base_mib: float
    peak_mib: float

    @property
    def rate(self) -> float:
        return self.pages / self.seconds


@dataclass(frozen=True)
class SizeResult:
    size: int
    rows: dict[str, Row]
    indexing: Indexing | None = None
    kinds: tuple[str, ...] = ()
    #: engine requests of our finder by kind of query
    engine_by_kind: dict[str, int] = field(default_factory=dict)
    #: rows of the engine when it may remember what it was asked before
    repeated: dict[str, Row] = field(default_factory=dict)


@dataclass(frozen=True)
class Bound:
    text: str
    value: float
    limit: float
    is_least: bool = False

    @property
    def is_kept(self) -> bool:
        return self.value >= self.limit if self.is_least else self.value <= self.limit


def write_report(results: list[SizeResult], *, machine: str) -> str:
    parts = ["# Benchmark results", "", machine, ""]
    for result in results:
        parts += [f"## {result.size:,} offerings", "", *write_rows(result.rows), ""]
        if result.repeated:
            parts += ["The same questions again, which the engine remembers:", "", *write_rows(result.repeated), ""]
        if result.indexing:
            parts += [describe_indexing(result.indexing), ""]
        parts += ["Median by kind of query, in ms:", "", *write_kinds(result), ""]
    parts += ["## Bounds of the design", "", *write_bounds(find_bounds(results)), ""]
    return "\n".join(parts)


def write_rows(rows: dict[str, Row]) -> list[str]:
    raw = rows[RAW].times.p50
    lines = [
        "| | p50 ms | p95 ms | times raw | answers/s | SQL | engine requests |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows.values():
        times = row.times
        ratio = f"{times.p50 / raw:.2f}"
        rate = "" if row.per_second is None else f"{row.per_second:.0f}"
        cells = [row.name, f"{times.p50:.1f}", f"{times.p95:.1f}", ratio, rate, _number(row.sql), _number(row.engine)]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def write_kinds(result: SizeResult) -> list[str]:
    rows = list(result.rows.values())
    lines = [f"| | {' | '.join(row.name for row in rows)} |", f"|---|{'---:|' * len(rows)}"]
    for position, kind in enumerate(result.kinds):
        cells = [f"{Times(row.by_query[position]).p50:.1f}" for row in rows]
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return lines


def describe_indexing(indexing: Indexing) -> str:
    return (
        f"Indexing: {indexing.pages:,} pages in {indexing.seconds:.1f} s, {indexing.rate:.0f} pages/s; "
        f"memory {indexing.base_mib:.0f} MiB before, {indexing.peak_mib:.0f} MiB at most."
    )


def find_bounds(results: list[SizeResult]) -> list[Bound]:
    by_size = {result.size: result for result in results}
    bounds = []
    measured = by_size.get(10_000)
    if measured:
        bounds += _find_ratios(measured)
    if measured and 1_000 in by_size:
        bounds += _find_growth(by_size[1_000], measured)
    return bounds


def _find_ratios(result: SizeResult) -> list[Bound]:
    rows = result.rows
    raw = rows[RAW].times.p50
    ahead = [(WAGTAIL_ENGINE, (API, FINDER)), (WAGTAIL_DATABASE, (API_DATABASE, FINDER_DATABASE))]
    bounds = [
        Bound("finder / raw", rows[FINDER].times.p50 / raw, 3),
        Bound("API / raw", rows[API].times.p50 / raw, 2),
    ]
    if result.engine_by_kind:
        found = [count for kind, count in result.engine_by_kind.items() if kind != "nothing found"]
        bounds.append(Bound("engine requests of a search that finds something", max(found), 1))
    for theirs, ours in ahead:
        bounds += [
            Bound(f"{name} / {theirs}", rows[name].times.p50 / rows[theirs].times.p50, 1)
            for name in ours
            if theirs in rows and name in rows
        ]
    bounds += [
        Bound(
            f"{name} / {WAGTAIL_ENGINE}, the same question again",
            result.repeated[name].times.p50 / result.repeated[WAGTAIL_ENGINE].times.p50,
            1,
        )
        for name in (API, FINDER)
        if WAGTAIL_ENGINE in result.repeated
    ]
    if result.indexing:
        bounds.append(Bound("pages/s into the engine", result.indexing.rate, 500, is_least=True))
    return bounds


def _find_growth(small: SizeResult, large: SizeResult) -> list[Bound]:
    limits = {API: 2, FINDER: 2, API_DATABASE: 3, FINDER_DATABASE: 3}
    return [
        Bound(
            f"{name}, {large.size:,} / {small.size:,}", large.rows[name].times.p50 / small.rows[name].times.p50, limit
        )
        for name, limit in limits.items()
        if name in large.rows and name in small.rows
    ]


def write_bounds(bounds: list[Bound]) -> list[str]:
    lines = ["| | measured | bound | |", "|---|---:|---:|---|"]
    for bound in bounds:
        sign = ">=" if bound.is_least else "<="
        kept = "kept" if bound.is_kept else "**missed**"
        lines.append(f"| {bound.text} | {bound.value:.2f} | {sign} {bound.limit:g} | {kept} |")
    return lines


def _number(value: int | None) -> str:
    return "" if value is None else str(value)

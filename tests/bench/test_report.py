import pytest

from bench import report
from bench.report import Indexing, Row, SizeResult, find_bounds, write_report
from bench.timing import Times


def make_result(size=10_000, *, raw=10.0, api=15.0, finder=25.0, rate=600, engine_requests=1, remembered=None):
    times = {
        report.RAW: raw,
        report.API: api,
        report.FINDER: finder,
        report.API_DATABASE: 20.0,
        report.FINDER_DATABASE: 30.0,
        report.WAGTAIL_ENGINE: 40.0,
        report.WAGTAIL_DATABASE: 50.0,
    }
    rows = {name: Row(name, ((value,), (value,)), per_second=100, sql=3, engine=1) for name, value in times.items()}
    by_kind = {"one word": engine_requests, "nothing found": 3}
    indexing = Indexing(size, size / rate, 140, 190)
    repeated = {
        name: Row(name, ((again,),)) for name, again in zip(report.OF_ENGINE, (4.0, 10.0, 15.0, 20.0), strict=True)
    }
    return SizeResult(size, rows, indexing, tuple(by_kind), by_kind, repeated | (remembered or {}))


def find_missed(*results):
    return [bound.text for bound in find_bounds(list(results)) if not bound.is_kept]


def test_times_are_summed_up():
    times = Times(tuple(float(value) for value in range(1, 102)))

    assert (times.p50, times.p95) == (51.0, 96.0)


def test_all_bounds_of_a_good_run_are_kept():
    assert find_missed(make_result(1_000), make_result(10_000)) == []


@pytest.mark.parametrize(
    ("values", "missed"),
    [
        ({"finder": 31.0}, ["finder / raw"]),
        ({"api": 21.0}, ["API / raw"]),
        ({"raw": 30.0, "finder": 41.0}, ["our finder page / Wagtail's search, engine"]),
        (
            {"remembered": {report.API: Row(report.API, ((21.0,),))}},
            ["our API / Wagtail's search, engine, the same question again"],
        ),
        ({"rate": 499}, ["pages/s into the engine"]),
        ({"engine_requests": 2}, ["engine requests of a search that finds something"]),
    ],
)
def test_missed_bound_is_named(values, missed):
    assert find_missed(make_result(**values)) == missed


def test_growth_is_measured_between_sizes():
    small = make_result(1_000, api=7.0, finder=12.0)

    assert find_missed(small, make_result(10_000)) == [
        "our API, 10,000 / 1,000",
        "our finder page, 10,000 / 1,000",
    ]


def test_report_tells_every_row_and_what_was_missed():
    text = write_report([make_result(finder=31.0)], machine="2 cores")

    assert "| our finder page | 31.0 | 31.0 | 3.10 | 100 | 3 | 1 |" in text
    assert "| finder / raw | 3.10 | <= 3 | **missed** |" in text
    assert "10,000 pages in 16.7 s, 600 pages/s" in text

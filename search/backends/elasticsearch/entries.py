"""From a document (search.documents) to what the engine gets to read."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from catalogue.choices import Availability
from search.analysis import fold, normalize_code
from search.backends.database.suggestions import LONGEST_PREFIX, WORD_START
from search.backends.elasticsearch.mapping import LANGUAGES, get_cell
from search.documents import get_planes
from search.facets import FACETS_BY_NAME, PAGE_TYPE
from search.runs import split_meeting

MAX_AGE = 120
MINUTES = 24 * 60
FIRST_DAY, NEVER = date.min.toordinal(), date.max.toordinal()
#: a page of the website neither goes on nor ends
NO_DAY = 0
#: parts of a document that no card shows
UNSHOWN = ("tokens", "spellings", "detail", "title_keys", "format", "published")


def build_entry(document: dict) -> dict:
    planes = [{**run, "facets": pick_known_facets(run["facets"])} for run in get_planes(document)]
    facets = pick_known_facets(document["facets"])
    last_day = find_last_day(document, planes)
    return {
        "id": document["id"],
        "digest": compute_digest(document),
        "card": {name: value for name, value in document.items() if name not in UNSHOWN},
        "is_page": document["type"] == PAGE_TYPE,
        "facets": facets,
        "values": list_values(facets),
        "ages": read_ages(document),
        "title_key": fold(document["title"]),
        "published": document["published"] or "",
        "code_key": normalize_code(document["code"]),
        **build_titles(document),
        "last_day": last_day,
        "spellings": document["spellings"],
        "tokens": document["tokens"],
        "runs": [build_run(run, last_day) for run in planes],
        "together": build_together(planes),
        "moments": [*({"at": moment} for moment in collect_moments(planes)), {"last_day": last_day}],
    }


def compute_digest(document: dict) -> str:
    data = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(data.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def pick_known_facets(facets: dict[str, list[str]]) -> dict[str, list[str]]:
    """An entry may still have those of a plugin that is off now; the index would refuse it."""
    return {name: values for name, values in facets.items() if name in FACETS_BY_NAME}


def to_day(text: str | None) -> int | None:
    return date.fromisoformat(text).toordinal() if text else None


def build_titles(document: dict) -> dict[str, dict]:
    titles = {"de": document["title"]}
    titles.update({language: texts[0] for language, texts in document["translations"].items() if texts[0]})
    keys = {language: fold(title) for language, title in titles.items() if language in LANGUAGES}
    starts = {
        language: [key[match.start() :][:LONGEST_PREFIX] for match in WORD_START.finditer(key)]
        for language, key in keys.items()
    }
    return {"begins": {language: key[:LONGEST_PREFIX] for language, key in keys.items()}, "starts": starts}


def to_cents(amount: str | None) -> int | None:
    return None if amount is None else int(Decimal(amount) * 100)


def find_last_day(document: dict, planes: list[dict]) -> int:
    if document["type"] == PAGE_TYPE:
        return NO_DAY
    return max((to_day(run["end"]) or NEVER for run in planes), default=NO_DAY)


def read_ages(document: dict) -> list[dict]:
    """Ages it is meant for; all where it says nothing, none for a page of the website."""
    if document["type"] == PAGE_TYPE:
        return []
    first, last = document["age"]
    ages = {"gte": first or 0, "lte": MAX_AGE if last is None else min(last, MAX_AGE)}
    return [ages] if ages["gte"] <= ages["lte"] else []


def build_run(run: dict, last_day: int) -> dict:
    start, end = to_day(run["start"]), to_day(run["end"])
    days: dict[str, list[int]] = {}
    for day, _start, _end, weekday, daytime in map(split_meeting, run["meetings"]):
        days.setdefault(get_cell(weekday, daytime), []).append(to_day(day))
    entry = {
        "facets": run["facets"],
        "availability": build_availability(run["availability"]),
        "start": start,
        "end": end,
        "days": sorted({day for cell in days.values() for day in cell}),
        "cells": days,
        "rule": sorted({get_cell(weekday, daytime) for weekday, daytime in run["rule"]}),
        "spans": bool(run["spans"]),
        "price": to_cents(run.get("price")),
        "price_days": build_price_days(end, last_day),
    }
    return {name: value for name, value in entry.items() if value not in (None, [], {})}


def list_values(facets: dict[str, list[str]]) -> list[str]:
    return [f"{name}:{value}" for name, values in facets.items() for value in values]


def build_together(planes: list[dict]) -> dict:
    """Everything the runs offer, and until when all of that is still to come.

    Afterwards the runs have to be looked at one by one; that is so for few offerings, and not for long.
    """
    #: facet -> value -> last day on which a run has it
    last_days: dict[str, dict[str, int]] = {}
    availability: dict[str, list[dict]] = {}
    until = NEVER
    for run in planes:
        end = to_day(run["end"]) or NEVER
        until = min(until, end)
        for name, value, day in _list_run_values(run, end):
            days = last_days.setdefault(name, {})
            days[value] = max(days.get(value, day), day)
        for value, ranges in build_availability(run["availability"]).items():
            availability.setdefault(value, []).extend(ranges)
    facets = {name: sorted(days) for name, days in last_days.items()}
    return {
        "facets": facets,
        "values": list_values(facets),
        "availability": availability,
        "until": min([until, *(day for days in last_days.values() for day in days.values())]),
    }


def _list_run_values(run: dict, end: int) -> Iterator[tuple[str, str, int]]:
    """(facet, value, last day on which the run has it)."""
    for name, values in run["facets"].items():
        for value in values:
            yield name, value, end
    for weekday, daytime in run["rule"]:
        yield "weekday", weekday, end
        yield "daytime", daytime, end
    for meeting in run["meetings"]:
        day, _start, _end, weekday, daytime = split_meeting(meeting)
        yield "weekday", weekday, to_day(day)
        if daytime:
            yield "daytime", daytime, to_day(day)


def build_availability(periods: list[list]) -> dict[str, list[dict]]:
    ranges: dict[str, list[dict]] = {}
    for value, first, last in periods:
        if value in Availability.values:
            days = {"gte": to_day(first) or FIRST_DAY, "lte": to_day(last) or NEVER}
            if days["gte"] <= days["lte"]:
                ranges.setdefault(value, []).append(days)
    return ranges


def build_price_days(end: int | None, last_day: int) -> list[dict]:
    """While the run goes on; and again once the whole offering is over."""
    ranges = [{"gte": FIRST_DAY, "lte": end or NEVER}]
    if end and last_day < NEVER:
        ranges.append({"gte": last_day + 1, "lte": NEVER})
    return ranges


def collect_moments(planes: list[dict]) -> list[int]:
    """Minutes since the year 1 of all meetings, and of starts without meetings."""
    moments = set()
    for run in planes:
        for day, start, *_rest in map(split_meeting, run["meetings"]):
            moments.add(to_day(day) * MINUTES + (int(start[:2]) * 60 + int(start[3:]) if start else 0))
        if run["spans"] and run["start"]:
            moments.add(to_day(run["start"]) * MINUTES)
    return sorted(moments)

"""Thousands of further offerings for load tests: the demo's courses in other places, on other days, by others."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from django.utils.text import slugify

from catalogue.choices import Level
from catalogue.domain.schedule import GERMAN_DAYS, parse_weekly_times
from catalogue.domain.slugs import transcribe_umlauts
from cms.languages import SPOKEN_LANGUAGES

from .codes import CodeMaker
from .dates import Calendar
from .files import DemoData
from .plan import PlannedOffering, plan_course

#: keeps an offering of the load test at about a dozen meetings
MAX_WEEKS = 12
DAY_NAMES = ("montags", "dienstags", "mittwochs", "donnerstags", "freitags", "samstags")
LEVELS = [level.value for level in Level if level != Level.C2]


def make_lecturers(data: DemoData, count: int) -> list[dict]:
    """People beyond the invented ones: first name of one, last name of another, and a part of town."""
    people, subjects = data.lecturers, [row["slug"] for row in data.subjects if row.get("parent")]
    languages = [code for code, _label in SPOKEN_LANGUAGES]
    made = []
    for number in range(count):
        first = people[number % len(people)]["first_name"]
        last = people[(number * 7 + number // len(people) + 3) % len(people)]["last_name"]
        suffix = number // len(people)
        made.append(
            {
                "slug": slugify(transcribe_umlauts(f"{first}-{last}-{number + 1}")),
                "first_name": first,
                "last_name": f"{last} {suffix}" if suffix else last,
                "role": "Kursleitung",
                "languages": ["de", languages[number % len(languages)]],
                "subjects": [subjects[number % len(subjects)], subjects[number * 5 % len(subjects)]],
            }
        )
    return made


def plan_variations(
    data: DemoData, *, calendar: Calendar, codes: CodeMaker, lecturers: list[dict], start: int, stop: int
) -> Iterator[PlannedOffering]:
    """Offerings number ``start`` to ``stop``; each number gives the same offering every time."""
    rows = [row for row in data.courses if "weekly" in row]
    districts = Counter(row["district"] for row in data.venues)
    venues = {  # what tells one place from another: the district, else the name
        row["slug"]: row["district"] if districts[row["district"]] == 1 and row["district"] else row["name"]
        for row in data.venues
    }
    by_subject = {
        row["slug"]: [person["slug"] for person in lecturers if row["slug"] in person["subjects"]]
        for row in data.subjects
    }
    for number in range(start, stop):
        row, turn = rows[number % len(rows)], number // len(rows)
        varied = vary_row(row, number=number, turn=turn, venues=venues)
        planned = plan_course(varied, calendar=calendar)
        planned.values["code"] = codes.make_long_code(
            subject=row["subject"], start=planned.runs[0].values["start_date"], number=number
        )
        able = by_subject[row["subject"]]
        planned.lecturers = [able[turn % len(able)]]
        yield planned


def vary_row(row: dict, *, number: int, turn: int, venues: dict[str, str]) -> dict:
    """Another place, day, level and hour; the title tells place, day and group, which makes it unique."""
    slugs = list(venues)
    venue = slugs[turn % len(slugs)]
    shift, group = turn // len(slugs) % 6, turn // len(slugs) // 6 + 1
    times = parse_weekly_times("; ".join(row["weekly"]))
    times = [replace(weekly, weekday=(weekly.weekday + shift) % 6) for weekly in times]
    title, facts = row["title"], [venues[venue], DAY_NAMES[times[0].weekday]]
    level = row.get("level", "")
    if level:
        # the whole word: A1 is not the beginning of A1.1
        title = re.sub(rf"\b{re.escape(level)}\b(?!\.)[-:]? ?", "", title).strip()
        # the same step for all of one place and group, so that two levels never become one
        level = LEVELS[(LEVELS.index(level) + turn % len(slugs) + group) % len(LEVELS)]
        facts.insert(0, level)
    if group > 1:
        facts.append(f"Gruppe {group}")
    return {
        **row,
        "key": f"load-{number}",
        "title": f"{title} ({', '.join(facts)})",
        "level": level,
        "weekly": [weekly.to_canonical() for weekly in times],
        "weeks": min(row["weeks"], MAX_WEEKS),
        "venue": venue,
        "room": "",
        "format": "online" if venue == "online" else "in_person",
        "second_run": False,
        "translations": {
            language: {**texts, "title": f"{texts['title']} ({venues[venue]}, {GERMAN_DAYS[times[0].weekday]})"}
            for language, texts in row.get("translations", {}).items()
        },
    }


def split_chunks(items: Iterator, size: int) -> Iterator[list]:
    while chunk := list(islice(items, size)):
        yield chunk

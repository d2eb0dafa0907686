"""What the demo offers, worked out before anything is written: values, runs and meetings of each offering."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from catalogue.choices import CourseKind, MeetingStatus, RunStatus
from catalogue.domain.schedule import format_weekly_times, parse_weekly_times

from .dates import Calendar, choose_start, find_season, plan_block

OPEN_KINDS = {CourseKind.OPEN_MEETING, CourseKind.COUNSELLING}
EASY_LANGUAGE_CHECKER = "Prüfgruppe Leichte Sprache, Kin-Top"
OFFICE_PHONE = "0211 69871231"


@dataclass(slots=True)
class PlannedMeeting:
    date: date
    start_time: object
    end_time: object
    is_generated: bool = True
    status: str = MeetingStatus.PLANNED
    note: str = ""
    room: str = ""


@dataclass(slots=True)
class PlannedRun:
    #: fields of Run except venue
    values: dict
    venue: str
    meetings: list[PlannedMeeting] = field(default_factory=list)


@dataclass(slots=True)
class PlannedOffering:
    key: str
    subject: str
    #: fields of CoursePage or ProjectPage that are no relations
    values: dict
    paragraphs: list[str]
    is_project: bool = False
    target_groups: list[str] = field(default_factory=list)
    funders: list[str] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)
    translations: dict = field(default_factory=dict)
    runs: list[PlannedRun] = field(default_factory=list)
    lecturers: list[str] = field(default_factory=list)
    contact: str = ""


def split_paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.strip().split("\n\n") if part.strip()]


def plan_course(row: dict, *, calendar: Calendar) -> PlannedOffering:
    values = _get_common_values(row, calendar=calendar)
    values |= {
        "kind": row["kind"],
        "level": row.get("level", ""),
        "prerequisites": row.get("prerequisites", ""),
        "material": row.get("material", ""),
        "certificate": row.get("certificate", ""),
        "format": row.get("format", "in_person"),
        "childcare": row.get("childcare", False),
        "accessibility_notes": row.get("accessibility", ""),
        "keywords": ", ".join(row.get("keywords", [])),
    }
    if "age" in row:
        first, last = row["age"]
        values |= {"age_from": first or None, "age_to": last or None}
    return PlannedOffering(
        key=row["key"],
        subject=row["subject"],
        values=values,
        paragraphs=split_paragraphs(row["body"]),
        target_groups=row.get("target_groups", []),
        funders=row.get("funders", []),
        translations=row.get("translations", {}),
        runs=plan_runs(row, calendar=calendar),
    )


def plan_project(row: dict, *, calendar: Calendar) -> PlannedOffering:
    rng = calendar.make_rng("project", row["key"])
    year = calendar.today.year
    period_end = date(year + row["period_end_year"], rng.choice([6, 9, 12]), 30)
    if row["period_end_year"] == 0 and period_end <= calendar.today:
        period_end = date(year, 12, 31)
    values = _get_common_values(row, calendar=calendar) | {
        "task_area": row["task_area"],
        "period_start": date(year + row["period_start_year"], rng.choice([1, 4]), 1),
        "period_end": period_end,
        "results": "\n".join(row.get("results", [])),
    }
    # without dates: one asks, or comes by; it tells place and price to the finder
    values_of_run = {"number": "1", "status": RunStatus.CONFIRMED, "price": 0}
    return PlannedOffering(
        key=row["key"],
        subject=row["subject"],
        values=values,
        paragraphs=split_paragraphs(row["body"]),
        is_project=True,
        target_groups=row["target_groups"],
        funders=row["funders"],
        partners=row["partners"],
        translations=row.get("translations", {}),
        runs=[PlannedRun(values_of_run, row["venue"])] if period_end >= calendar.today else [],
    )


def _get_common_values(row: dict, *, calendar: Calendar) -> dict:
    values = {
        "title": row["title"],
        "slug": row["key"],
        "summary": row["summary"],
        "teaching_languages": row.get("teaching_languages", ["de"]),
        "support_languages": row.get("support_languages", []),
        "registration": row["registration"],
    }
    if row["registration"] == "phone":
        values["registration_phone"] = OFFICE_PHONE
    if row["registration"] == "link":
        # example.org belongs to nobody: no visitor of a demo ends up at somebody's real form
        values["registration_url"] = f"https://anmeldung.example.org/{row['key']}"
    if row.get("easy"):
        days = calendar.make_rng("easy", row["key"]).randint(20, 300)
        values |= {
            "easy_language": row["easy"].strip(),
            "easy_language_checked_by": EASY_LANGUAGE_CHECKER,
            "easy_language_checked_on": calendar.today - timedelta(days=days),
        }
    return values


def plan_runs(row: dict, *, calendar: Calendar) -> list[PlannedRun]:
    season = find_season(row["key"]) if "once" in row else ""
    weeks = row.get("weeks", 1)
    start = choose_start(calendar=calendar, key=row["key"], is_open=row["kind"] in OPEN_KINDS, weeks=weeks)
    if row.get("state") and start < calendar.today:  # "full" or "cancelled" tells something only of what comes
        start = calendar.today + timedelta(days=10 + (calendar.today - start).days % 60)
    if season:
        start = calendar.today + timedelta(days=3)
    runs = [_plan_run(row, number=1, start=start, season=season, calendar=calendar)]
    if row.get("second_run"):
        pause = 1 if season else calendar.make_rng("second", row["key"]).randint(8, 40)
        start = runs[0].meetings[-1].date + timedelta(days=pause)
        runs.append(_plan_run(row, number=2, start=start, season=season, calendar=calendar))
    return runs


def _plan_run(row: dict, *, number: int, start: date, season: str, calendar: Calendar) -> PlannedRun:
    if "weekly" in row:
        times = parse_weekly_times("; ".join(row["weekly"]))
        planned = calendar.plan(times, start, row["weeks"] * len(times))
        meetings = [PlannedMeeting(m.date, m.start, m.end) for m in planned]
    else:
        times = parse_weekly_times(row["once"])
        days = plan_block(
            calendar=calendar,
            key=row["key"],
            weekday=times[0].weekday,
            days=row.get("days", 1),
            after=start,
            season=season,
        )
        meetings = [PlannedMeeting(day, times[0].start, times[0].end, is_generated=False) for day in days]
    values = {
        "number": str(number),
        "start_date": meetings[0].date,
        "end_date": meetings[-1].date,
        "weekly_times": format_weekly_times(times) if "weekly" in row else "",
        "room": row.get("room", ""),
        "price": row["price"],
        "reduced_price": row.get("reduced_price"),
        "reduced_for": row.get("reduced_for", ""),
        "funding_notes": "Für Sie kostenlos, weil gefördert." if row["price"] == 0 and row.get("funders") else "",
    }
    values |= plan_seats(row, number=number, start=meetings[0].date, end=meetings[-1].date, calendar=calendar)
    if values["status"] != RunStatus.CANCELLED and "weekly" in row and row["venue"] != "online":
        _disturb(meetings, key=row["key"], calendar=calendar)
    return PlannedRun(values, row["venue"], meetings)


def plan_seats(row: dict, *, number: int, start: date, end: date, calendar: Calendar) -> dict:
    """Seats, status and deadline that tell the story of ``state``."""
    rng = calendar.make_rng("seats", row["key"], number)
    state = row.get("state") if number == 1 else None
    low, high = row.get("seats") or ((4, 12) if state in ("few", "full", "waiting_list") else (None, None))
    values = {"seats_min": low, "seats_max": high, "status": RunStatus.PLANNED}
    if high is not None:
        values["seats_taken"] = _count_taken(rng, state, low=low, high=high, days=(start - calendar.today).days)
    if state == "cancelled":
        values["status"] = RunStatus.CANCELLED
    elif start <= calendar.today or state or (values.get("seats_taken") or 0) >= (low or 1):
        values["status"] = RunStatus.CONFIRMED
    values["fully_booked"] = state == "full"
    values["waiting_list"] = state == "waiting_list"
    wants_deadline = row["registration"] in ("enquiry", "link", "consultation") and rng.random() < 0.35
    if wants_deadline and start > calendar.today:
        values["registration_deadline"] = start - timedelta(days=rng.choice([3, 7, 10]))
    return values


def _count_taken(rng, state, *, low: int, high: int, days: int) -> int:
    if state in ("full", "waiting_list"):
        return high
    if state == "few":
        return high - rng.randint(1, min(3, high - 1))
    if state == "cancelled":
        return rng.randint(0, max(0, low - 1))
    # the nearer the start, the more have signed up; more than three places stay free, else it were "few"
    share = rng.uniform(0.5, 0.9) if days <= 0 else rng.uniform(0.1, 0.75) * max(0.15, 1 - days / 150)
    return max(0, min(round(high * share), high - 4))


def _disturb(meetings: list[PlannedMeeting], *, key: str, calendar: Calendar) -> None:
    """One coming meeting of some runs falls out or moves, as life has it."""
    rng = calendar.make_rng("disturb", key)
    coming = [meeting for meeting in meetings[1:] if meeting.date > calendar.today]
    if len(coming) < 3 or rng.random() > 0.09:
        return
    meeting = rng.choice(coming[:6])
    meeting.is_generated = False
    if rng.random() < 0.55:
        meeting.status = MeetingStatus.CANCELLED
        meeting.note = rng.choice(CANCELLED_NOTES)
    else:
        meeting.status = MeetingStatus.MOVED
        meeting.room, meeting.note = rng.choice(MOVED_NOTES)


CANCELLED_NOTES = [
    "Fällt aus: Die Kursleitung ist auf einer Fortbildung.",
    "Fällt aus, weil im Haus die Heizung gewartet wird.",
    "Fällt aus: Die Kursleitung ist krank.",
    "Kein Treffen an diesem Tag, wir sind beim Stadtteilfest.",
]
MOVED_NOTES = [
    ("Nebenraum", "Ausnahmsweise im Nebenraum, bitte den Schildern folgen."),
    ("Saal", "An diesem Tag im Saal, weil Gäste dazukommen."),
    ("Foyer", "Treffpunkt ist das Foyer: Wir machen einen Ausflug in die Bibliothek."),
]

"""Who leads what, and in which room: by expertise, nobody in two places at once, no room taken twice."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import time

from catalogue.domain.schedule import WeeklyTime, format_weekly_times, get_daytime, parse_weekly_times

from .plan import PlannedMeeting, PlannedOffering, PlannedRun

#: rooms that can stand in for one another; a dance hall cannot stand in for a kitchen
ALIKE_ROOMS = (
    ("Raum 1", "Raum 2", "Raum 3", "Spielzimmer"),
    ("Atelier", "Werkstatt"),
    ("Seminarraum", "Café"),
    ("Saal", "Bühne"),
)
#: main subjects whose people can help out: a week in the holidays is led by whoever works with children
SUBSTITUTES = {"ferien": {"schule", "kunst", "buehne", "bewegung", "musik"}}
#: minutes to move a run by, nearest first
SHIFTS = (0, *(sign * minutes for minutes in range(15, 91, 15) for sign in (1, -1)))
OPENS, CLOSES = time(8), time(21, 30)
#: a second person helps where children come for days, and in large groups
LARGE_GROUP = 16


class Diary:
    """What is taken when: by day, for one person or one room."""

    def __init__(self):
        self._days = defaultdict(list)

    def is_free(self, meetings) -> bool:
        return not any(
            meeting.start_time < end and start < meeting.end_time
            for meeting in meetings
            for start, end in self._days.get(meeting.date, ())
        )

    def take(self, meetings) -> None:
        for meeting in meetings:
            self._days[meeting.date].append((meeting.start_time, meeting.end_time))


@dataclass
class Staff:
    lecturers: list[dict]
    #: child subject -> main subject
    parents: dict[str, str]
    diaries: dict[str, Diary] = field(default_factory=lambda: defaultdict(Diary))
    loads: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    #: keys of offerings nobody could lead without being elsewhere at that time
    overlaps: list[str] = field(default_factory=list)

    def assign(self, offering: PlannedOffering, *, helper: bool = True) -> None:
        meetings = [meeting for run in offering.runs for meeting in run.meetings]
        ranked = sorted(self.lecturers, key=lambda person: self._rank(person, offering))
        free = [person for person in ranked if self.diaries[person["slug"]].is_free(meetings)]
        able = [person for person in free if self._get_distance(person, offering) < 2]
        if not able:
            # leading two groups at once is the smaller evil than a tailor who teaches physics
            self.overlaps.append(offering.key)
            able = ranked[:1]
        wanted = 2 if helper and self._wants_helper(offering) else 1
        chosen = able[:1] + [person for person in able[1:] if self._get_distance(person, offering) == 0]
        for person in chosen[:wanted]:
            self._engage(person["slug"], offering, meetings)

    def _engage(self, slug: str, offering: PlannedOffering, meetings) -> None:
        self.diaries[slug].take(meetings)
        self.loads[slug] += 1
        offering.lecturers.append(slug)
        if offering.is_project and not offering.contact:
            offering.contact = slug

    def _rank(self, person: dict, offering: PlannedOffering) -> tuple:
        spoken = set(person["languages"])
        missing = len(set(offering.values["teaching_languages"]) - spoken)
        helpful = len(set(offering.values["support_languages"]) & spoken)
        for_women = "frauen" in offering.target_groups and not _is_woman(person)
        distance = self._get_distance(person, offering)
        return (distance, missing, for_women, self.loads[person["slug"]] - 2 * min(helpful, 2), person["slug"])

    def _get_distance(self, person: dict, offering: PlannedOffering) -> int:
        """0 for the own subject, 1 for a sister subject, 2 for something else."""
        if offering.subject in person["subjects"]:
            return 0
        own_parents = {self.parents[subject] for subject in person["subjects"]}
        sisters = {self.parents[offering.subject]} | SUBSTITUTES.get(offering.subject, set())
        return 1 if own_parents & sisters else 2

    def _wants_helper(self, offering: PlannedOffering) -> bool:
        if offering.is_project or offering.subject == "ferien":
            return True
        return any((run.values.get("seats_max") or 0) >= LARGE_GROUP for run in offering.runs)


def _is_woman(person: dict) -> bool:
    """Read off the role: "Deutschdozentin", "Lehrerin für Mathematik", "Hebamme"."""
    first_word = person["role"].split()[0]
    return first_word.endswith("in") or first_word == "Hebamme"


class Rooms:
    """Another room of the same kind, else another hour, else the room is announced later."""

    def __init__(self):
        self._diaries = defaultdict(Diary)
        #: keys of offerings whose run begins earlier or later than its text file says
        self.shifted: list[str] = []
        #: keys of offerings that found no room
        self.homeless: list[str] = []

    def place(self, offering: PlannedOffering) -> None:
        for run in offering.runs:
            if run.values.get("room") and run.meetings and run.venue != "online":
                self._place_run(offering, run)

    def _place_run(self, offering: PlannedOffering, run: PlannedRun) -> None:
        wished = run.values["room"]
        alike = next((rooms for rooms in ALIKE_ROOMS if wished in rooms), ())
        for minutes in SHIFTS if _may_shift(offering) else (0,):
            meetings = [shift_meeting(meeting, minutes) for meeting in run.meetings]
            if any(meeting is None for meeting in meetings):
                continue
            for room in dict.fromkeys((wished, *alike)):
                if self._diaries[run.venue, room].is_free(meetings):
                    self._take(offering, run, room, meetings, minutes)
                    return
        run.values["room"] = ""
        self.homeless.append(offering.key)

    def _take(self, offering, run, room, meetings, minutes) -> None:
        self._diaries[run.venue, room].take(meetings)
        run.values["room"] = room
        if minutes:
            run.meetings = meetings
            run.values["weekly_times"] = shift_weekly_times(run.values["weekly_times"], minutes)
            self.shifted.append(offering.key)


def _may_shift(offering: PlannedOffering) -> bool:
    """Not where a text names the hour."""
    texts = [*offering.paragraphs, offering.values["title"], offering.values["summary"]]
    texts.append(offering.values.get("easy_language", ""))
    return not any("Uhr" in text for text in texts)


def shift_meeting(meeting: PlannedMeeting, minutes: int) -> PlannedMeeting | None:
    """The meeting so much later; None where it would change the part of the day or the house is closed."""
    start, end = (_shift_time(moment, minutes) for moment in (meeting.start_time, meeting.end_time))
    if get_daytime(start) != get_daytime(meeting.start_time) or start < OPENS or not start < end <= CLOSES:
        return None
    return replace(meeting, start_time=start, end_time=end)


def shift_weekly_times(text: str, minutes: int) -> str:
    return format_weekly_times(
        WeeklyTime(weekly.weekday, _shift_time(weekly.start, minutes), _shift_time(weekly.end, minutes))
        for weekly in parse_weekly_times(text)
    )


def _shift_time(moment: time, minutes: int) -> time:
    total = (moment.hour * 60 + moment.minute + minutes) % (24 * 60)
    return time(total // 60, total % 60)

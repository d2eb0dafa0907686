"""The texts of the demo centre, read from ``data/*.toml`` and checked before anything is written."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from catalogue.choices import AttendanceMode, CourseKind, Level, Registration, TaskArea
from catalogue.domain.schedule import ScheduleError, parse_weekly_times
from cms.languages import SPOKEN_LANGUAGES, TRANSLATION_LANGUAGES

DATA_DIR = Path(__file__).parent / "data"

#: keys of an edition; a concept may hold them too, the edition's own value wins
COURSE_REQUIRED = frozenset(["subject", "kind", "body", "key", "title", "summary", "venue", "price", "registration"])
COURSE_KEYS = COURSE_REQUIRED | {
    *("prerequisites", "material", "certificate", "keywords", "level", "target_groups", "age", "format"),
    *("teaching_languages", "support_languages", "childcare", "room", "weekly", "once", "days", "weeks"),
    *("reduced_price", "reduced_for", "seats", "funders", "accessibility", "easy", "second_run", "state"),
    *("translations", "lecturer"),
}
PROJECT_REQUIRED = frozenset(
    [
        *("key", "title", "summary", "body", "task_area", "subject", "target_groups", "funders", "partners"),
        *("period_start_year", "period_end_year", "venue", "registration"),
    ]
)
PROJECT_KEYS = PROJECT_REQUIRED | {"results", "teaching_languages", "support_languages", "easy", "translations"}
#: file without ending -> name of its table
TABLES = {
    "subjects": "subject",
    "target_groups": "target_group",
    "venues": "venue",
    "funders": "funder",
    "lecturers": "lecturer",
    "closed_periods": "closed_period",
    "pages": "page",
    "projects": "project",
}
REQUIRED = {
    "subject": ["slug", "name", "description", "dvv"],
    "target_group": ["slug", "title", "intro", "body", "names", "intros"],
    "venue": [
        *("slug", "name", "street", "postal_code", "city", "district"),
        *("accessible", "accessibility", "arrival", "rooms", "is_own"),
    ],
    "funder": ["slug", "name", "kind", "description"],
    "lecturer": [
        *("slug", "first_name", "last_name", "role", "biography", "languages", "subjects"),
        *("consent_picture", "consent_biography", "consent_languages"),
    ],
    "closed_period": ["name", "start", "end"],
    "page": ["slug", "title", "summary", "sections"],
    "project": PROJECT_REQUIRED,
}
HOME_REQUIRED = ["claim", "intro", "what", "for_whom", "how", "organisation", "translations"]
STATES = frozenset(["full", "cancelled", "few", "waiting_list"])


class DemoError(Exception):
    """Something the demo cannot go on with; the message names culprit and cure."""


class DataError(DemoError):
    def __init__(self, file: str, key: str, problem: str, cure: str):
        super().__init__(f"home/demo/data/{file}, „{key}“: {problem} {cure}")


@dataclass(frozen=True)
class DemoData:
    subjects: list[dict]
    target_groups: list[dict]
    venues: list[dict]
    funders: list[dict]
    lecturers: list[dict]
    closed_periods: list[dict]
    pages: list[dict]
    home: dict
    #: one per edition, values of its concept filled in; "file" says where it stands
    courses: list[dict] = field(default_factory=list)
    projects: list[dict] = field(default_factory=list)
    #: offerings that stay drafts, and changes to others; see home.demo.editorial
    drafts: list[dict] = field(default_factory=list)
    changes: dict[str, dict] = field(default_factory=dict)

    @property
    def parents(self) -> dict[str, str]:
        """subject -> main subject above it, or itself."""
        return {row["slug"]: row.get("parent", row["slug"]) for row in self.subjects}


@lru_cache(maxsize=1)
def read_data(folder: Path = DATA_DIR) -> DemoData:
    """Read and check all files; raises DataError for the first slip. The rows are shared, so leave them alone."""
    rows = {name: _read_rows(folder, f"{name}.toml", table) for name, table in TABLES.items()}
    data = DemoData(
        **rows,
        home=_read(folder, "home.toml", required=HOME_REQUIRED),
        courses=[row for path in sorted((folder / "courses").glob("*.toml")) for row in _read_courses(folder, path)],
        drafts=_read_courses(folder, folder / "editorial.toml"),
        changes=_read(folder, "editorial.toml").get("changes", {}),
    )
    _Checker(data).check()
    return data


def _read(folder: Path, file: str, *, required: Iterable[str] = ()) -> dict:
    try:
        with (folder / file).open("rb") as stream:
            values = tomllib.load(stream)
    except FileNotFoundError:
        raise DataError(file, "-", "Die Datei fehlt.", "Bitte aus der Versionsverwaltung zurückholen.") from None
    except tomllib.TOMLDecodeError as error:
        raise DataError(file, "-", f"kein gültiges TOML: {error}.", "Bitte diese Zeile berichtigen.") from None
    _require(file, "-", values, required)
    return values


def _read_rows(folder: Path, file: str, table: str) -> list[dict]:
    rows = _read(folder, file).get(table)
    if not rows:
        raise DataError(file, table, "Es gibt keinen Eintrag.", f"Einträge beginnen mit [[{table}]].")
    for number, row in enumerate(rows, start=1):
        name = row.get("slug") or row.get("key") or f"Eintrag {number}"
        _require(file, name, row, REQUIRED.get(table, ()))
    return [{**row, "file": file} for row in rows]


def _require(file: str, name: str, row: dict, keys: Iterable[str]) -> None:
    for key in sorted(keys):
        if key not in row:
            raise DataError(file, name, f"{key} fehlt.", f"{key} = … ergänzen.")


def _read_courses(folder: Path, path: Path) -> list[dict]:
    """One row per edition, the values of its concept filled in."""
    file = path.relative_to(folder).as_posix()
    courses = []
    for concept in _read_rows(folder, file, "concept"):
        shared = {key: value for key, value in concept.items() if key != "edition"}
        if not concept.get("edition"):
            problem = "Das Konzept hat keine Ausgabe."
            raise DataError(file, concept.get("subject", "?"), problem, "[[concept.edition]] ergänzen.")
        courses.extend({**shared, **edition} for edition in concept["edition"])
    return courses


class _Checker:
    """Refuses what would otherwise fail late, or silently give a wrong page."""

    def __init__(self, data: DemoData):
        self.data = data
        languages = {code for code, _label in SPOKEN_LANGUAGES}
        self.allowed = {
            "subject": {row["slug"] for row in data.subjects},
            "target_groups": {row["slug"] for row in data.target_groups},
            "venue": {row["slug"] for row in data.venues},
            "funders": {row["slug"] for row in data.funders if row["kind"] == "funder"},
            "partners": {row["slug"] for row in data.funders if row["kind"] == "partner"},
            "teaching_languages": languages,
            "support_languages": languages,
            "languages": languages,
            "lecturer": {row["slug"] for row in data.lecturers},
            "subjects": {row["slug"] for row in data.subjects},
            "kind": set(CourseKind.values),
            "level": {"", *Level.values},
            "format": set(AttendanceMode.values),
            "registration": set(Registration.values),
            "task_area": set(TaskArea.values),
            "state": STATES,
            "translations": {code for code, _label in TRANSLATION_LANGUAGES},
        }

    def check(self) -> None:
        for row in self.data.lecturers:
            self._check_values(row, row["slug"], ["languages", "subjects"])
        for row in [*self.data.courses, *self.data.drafts]:
            self._check_course(row)
        for row in self.data.projects:
            self._check_offering(row, required=PROJECT_REQUIRED, known=PROJECT_KEYS)
        self._check_unique([*self.data.courses, *self.data.projects, *self.data.drafts])

    def _check_course(self, row: dict) -> None:
        self._check_offering(row, required=COURSE_REQUIRED, known=COURSE_KEYS)
        if ("weekly" in row) == ("once" in row):
            self._refuse(row, "Es fehlt die Zeit, oder sie steht doppelt da.", "Entweder weekly oder once angeben.")
        try:
            times = parse_weekly_times("; ".join(row["weekly"]) if "weekly" in row else row["once"])
        except ScheduleError as error:
            self._refuse(row, str(error), "Zum Beispiel: tue 09:30-12:00")
        if any(time.weekday == 6 for time in times):
            self._refuse(row, "Sonntags ist geschlossen.", "Bitte einen anderen Wochentag wählen.")
        if "weekly" in row and not row.get("weeks"):
            self._refuse(row, "weekly ohne weeks.", "Anzahl der Wochen angeben.")
        if "reduced_price" in row and not (row.get("reduced_for") and row["reduced_price"] < row["price"]):
            self._refuse(row, "Die Ermäßigung ist unklar.", "reduced_for angeben, und weniger als price.")
        if "seats" in row and not 0 < row["seats"][0] <= row["seats"][1]:
            self._refuse(row, "seats passt nicht.", "Zum Beispiel: seats = [6, 14]")

    def _check_offering(self, row: dict, *, required: frozenset, known: frozenset) -> None:
        _require(row["file"], row.get("key", "?"), row, required)
        for key in sorted(set(row) - known - {"file"}):
            self._refuse(row, f"{key} ist unbekannt.", "Schreibweise prüfen oder entfernen.")
        if len(row["summary"]) > 220 or len(row["title"]) > 120:
            self._refuse(row, "Titel oder Kurztext ist zu lang.", "Höchstens 120 und 220 Zeichen.")
        self._check_values(row, row["key"], self.allowed)

    def _check_values(self, row: dict, name: str, keys) -> None:
        for key in keys:
            value = row.get(key, [])
            values = [value] if isinstance(value, str) else list(value)
            unknown = [item for item in values if item not in self.allowed[key]]
            if unknown:
                allowed = ", ".join(sorted(map(str, self.allowed[key])))
                raise DataError(row["file"], name, f"{key} kennt {unknown[0]!r} nicht.", f"Erlaubt: {allowed}.")

    def _check_unique(self, rows: list[dict]) -> None:
        for name in ("key", "title"):
            seen = {}
            for row in rows:
                other = seen.setdefault(row[name].casefold(), row)
                if other is not row:
                    where = f"{other['file']}, „{other['key']}“"
                    self._refuse(row, f"{name} gibt es schon in {where}.", "Bitte einen eigenen Wert wählen.")

    def _refuse(self, row: dict, problem: str, cure: str) -> None:
        raise DataError(row["file"], row.get("key", "?"), problem, cure)

"""Load the demo centre: everything in one transaction, and only what is missing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.test.utils import override_settings
from django.utils import timezone
from modelsearch.backends import get_search_backend
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from catalogue.domain.codes import normalize_code
from catalogue.domain.roles import bring_roles_in_line
from catalogue.models import Offering
from home.domain.tree import SiteTree, build_site_tree

from . import accounts
from .codes import CodeMaker
from .content import load_content
from .dates import Calendar, list_closed_periods
from .editorial import load_editorial_day
from .files import DemoData, read_data
from .gallery import load_pictures, load_portraits
from .markers import get_marked, refuse_foreign_content
from .offerings import References, build_offering
from .plan import PlannedOffering, plan_course, plan_project
from .staffing import Rooms, Staff
from .taxonomy import load_taxonomy
from .translations import load_translations
from .writer import Writer

#: sends nothing: the people of the demo have no mailbox
SILENT_MAIL = "django.core.mail.backends.dummy.EmailBackend"


@dataclass
class Report:
    """What the load did, for the command to tell."""

    created: int = 0
    #: keys whose lecturer has to be in two places at once
    overlaps: list[str] = field(default_factory=list)
    #: keys that moved to another hour, and keys that found no room
    shifted: list[str] = field(default_factory=list)
    homeless: list[str] = field(default_factory=list)


def make_calendar(data: DemoData, *, seed: int, today: date | None = None) -> Calendar:
    today = today or timezone.localdate()
    periods = list_closed_periods(data.closed_periods, today=today)
    return Calendar(today, seed, tuple((start, end) for _name, start, end in periods))


def plan_offerings(data: DemoData, *, calendar: Calendar, codes: CodeMaker, report: Report) -> list[PlannedOffering]:
    planned = [plan_project(row, calendar=calendar) for row in data.projects]
    planned += [plan_course(row, calendar=calendar) for row in data.courses]
    rooms, staff = Rooms(), Staff(data.lecturers, data.parents)
    for offering in planned:
        start = offering.runs[0].values.get("start_date") if offering.runs else None
        offering.values["code"] = codes.make_code(subject=offering.subject, start=start, is_project=offering.is_project)
        rooms.place(offering)
    # those who meet most often are the hardest to place
    for offering in sorted(planned, key=lambda offering: -sum(len(run.meetings) for run in offering.runs)):
        staff.assign(offering)
    report.overlaps, report.shifted, report.homeless = staff.overlaps, rooms.shifted, rooms.homeless
    return planned


def load_demo(
    *,
    seed: int,
    force: bool = False,
    limit: int | None = None,
    today: date | None = None,
    tell: Callable[[str], None] = lambda _text: None,
) -> Report:
    """Load what is missing; ``limit`` takes only so many offerings, spread over all subjects."""
    data = read_data()
    calendar = make_calendar(data, seed=seed, today=today)
    report = Report()
    with (
        override_settings(EMAIL_BACKEND=SILENT_MAIL, DEBUG=False),
        transaction.atomic(),
        disable_reference_index_auto_update(),
    ):
        if not force:
            refuse_foreign_content()
        _load(data, calendar, report, limit=limit, tell=tell)
    return report


def _load(data: DemoData, calendar: Calendar, report: Report, *, limit: int | None, tell) -> None:
    tree = build_site_tree()
    bring_roles_in_line()
    marked = get_marked()
    codes = CodeMaker(data, today=calendar.today, taken=_list_foreign_codes(marked))
    rows = [*data.projects, *data.courses]
    is_complete = all(row["key"] in marked for row in rows)
    planned = [] if is_complete else plan_offerings(data, calendar=calendar, codes=codes, report=report)
    if limit is not None:
        planned = [planned[number * len(planned) // limit] for number in range(min(limit, len(planned)))]
    load_taxonomy(data, calendar=calendar)
    tell("Bilder …")
    pictures = load_pictures(data)
    load_portraits(data)
    tell("Seiten …")
    load_content(data, tree=tree, marked=marked, pictures=pictures)
    load_translations(data, tree=tree, marked=marked)
    references = References.read(pictures=pictures)
    missing = [offering for offering in planned if offering.key not in marked]
    tell(f"{len(missing)} Angebote …")
    report.created = _write_offerings(missing, tree=tree, references=references, calendar=calendar)
    if accounts.are_allowed():
        users = accounts.load_accounts()
        load_editorial_day(
            data,
            tree=tree,
            references=references,
            calendar=calendar,
            codes=codes,
            users=users,
            marked=marked,
        )


def _list_foreign_codes(marked: dict[str, int]) -> set[str]:
    others = Offering.objects.exclude(code="").values_list("pk", "code")
    own = set(marked.values())
    return {normalize_code(code) for pk, code in others if pk not in own}


def _write_offerings(
    missing: list[PlannedOffering], *, tree: SiteTree, references: References, calendar: Calendar
) -> int:
    for section, is_project in ((tree.projects, True), (tree.courses, False)):
        built = [
            build_offering(offering, references=references, calendar=calendar)
            for offering in missing
            if offering.is_project == is_project
        ]
        if built:
            Writer(section, references=references).write(
                built, written_at=lambda offering: _choose_moment(offering, calendar)
            )
            pages = [offering.page for offering in built]
            get_search_backend().add_bulk(type(pages[0]), pages)
            for page in pages:
                ReferenceIndex.create_or_update_for_object(page)
    return len(missing)


def _choose_moment(offering: PlannedOffering, calendar: Calendar) -> datetime:
    """Published on a working day of the last months, before the run began."""
    rng = calendar.make_rng("published", offering.key)
    starts = [run.values["start_date"] for run in offering.runs if run.values.get("start_date")]
    latest = min([calendar.today, *starts])
    day = latest - timedelta(days=rng.randint(2, 110))
    return timezone.make_aware(datetime.combine(day, time(rng.randint(9, 17), rng.randint(0, 59))))

"""The fast way in for load tests: no revisions, no reference index, a thousand offerings and more a second.

Each chunk is a transaction of its own, so memory stays flat, and an interrupted load goes on where it stopped.
"""

from collections.abc import Callable
from functools import lru_cache

from django.db import transaction
from django.test.utils import override_settings

from catalogue.models import CoursePage, Lecturer, OfferingTranslation, Run
from home.domain.tree import build_site_tree

from .codes import CodeMaker
from .content import make_html, make_stream
from .files import DemoData, read_data
from .gallery import load_pictures
from .load import make_calendar
from .markers import get_marked
from .offerings import UNKNOWN, BuiltOffering, References, get_page_references
from .plan import PlannedMeeting, PlannedOffering, PlannedRun
from .variations import make_lecturers, plan_variations, split_chunks
from .writer import Writer

CHUNK = 500
LECTURERS_CHUNK = 1000


def load_lecturers(count: int) -> int:
    """Bring the number of lecturers up to ``count``; how many were made."""
    data = read_data()
    rows = make_lecturers(data, max(0, count - len(data.lecturers)))
    known = set(Lecturer.objects.values_list("slug", flat=True))
    missing = [row for row in rows if row["slug"] not in known]
    Lecturer.objects.bulk_create(
        [
            Lecturer(
                **{name: row[name] for name in ("slug", "first_name", "last_name", "role", "languages")},
                consent_name=True,
                consent_languages=True,
            )
            for row in missing
        ],
        batch_size=LECTURERS_CHUNK,
    )
    return len(missing)


def load_variations(
    *, count: int, lecturers: int, seed: int, show_progress: Callable[[int], None] = lambda _done: None
) -> int:
    """Add offerings until there are ``count`` beyond the demo's own; how many were made."""
    load_lecturers(lecturers)
    data = read_data()
    calendar = make_calendar(data, seed=seed)
    tree = build_site_tree()
    references = References.read(pictures=load_pictures(data))
    writer = Writer(tree.courses, references=references, with_history=False)
    done = sum(key.startswith("load-") for key in get_marked())
    planned = plan_variations(
        data,
        calendar=calendar,
        codes=CodeMaker(data, today=calendar.today),
        lecturers=[*data.lecturers, *make_lecturers(data, max(0, lecturers - len(data.lecturers)))],
        start=done,
        stop=count,
    )
    with override_settings(DEBUG=False):  # which would keep the text of every statement
        for chunk in split_chunks(planned, CHUNK):
            with transaction.atomic():
                writer.write([build_plainly(offering, references) for offering in chunk])
            show_progress(len(chunk))
    return max(0, count - done)


def count_own_offerings() -> int:
    data: DemoData = read_data()
    return len(data.courses) + len(data.projects)


def build_plainly(planned: PlannedOffering, references: References) -> BuiltOffering:
    """As ``build_offering``, without the relations a revision would need."""
    page = CoursePage(**planned.values, **get_page_references(planned, references))
    page.body = _make_body(tuple(planned.paragraphs))
    runs = [_build_run(run, references) for run in planned.runs]
    translations = [OfferingTranslation(language=language, **texts) for language, texts in planned.translations.items()]
    return BuiltOffering(planned, page, runs, translations)


@lru_cache(maxsize=2048)
def _make_body(paragraphs: tuple[str, ...]):
    """Offerings of one concept share the text, so they share the value that is only read."""
    block = CoursePage._meta.get_field("body").stream_block
    return block.to_python(make_stream("load", [make_html(list(paragraphs))]))


def _build_run(planned: PlannedRun, references: References) -> tuple[Run, list[PlannedMeeting]]:
    run = Run(**{**UNKNOWN, **planned.values}, venue=references.venues[planned.venue], sort_order=0)
    return run, planned.meetings

"""Planned offerings become page objects, built by the factories of the tests."""

from dataclasses import dataclass, field

from catalogue.domain.meetings import refresh_meetings, sort_meetings
from catalogue.factories import (
    CoursePageFactory,
    MeetingFactory,
    OfferingTranslationFactory,
    ProjectPageFactory,
    RunFactory,
)
from catalogue.models import (
    Funder,
    Lecturer,
    Meeting,
    Offering,
    OfferingTranslation,
    Run,
    Subject,
    TargetGroupPage,
    Venue,
)
from cms.translated_pages import only_originals

from .content import make_html, make_stream
from .dates import Calendar
from .plan import PlannedOffering, PlannedRun

#: a plan tells what it knows; RunFactory would fill in seats and dates for the rest
UNKNOWN = {"start_date": None, "end_date": None, "seats_min": None, "seats_max": None, "seats_taken": None}


@dataclass
class References:
    """Rows that offerings point to, by slug."""

    subjects: dict[str, Subject]
    venues: dict[str, Venue]
    funders: dict[str, Funder]
    lecturers: dict[str, Lecturer]
    target_groups: dict[str, TargetGroupPage]
    #: main or child subject -> pictures that suit it
    pictures: dict[str, list] = field(default_factory=dict)

    @classmethod
    def read(cls, **more) -> "References":
        models = (Subject, Venue, Funder, Lecturer)
        groups = only_originals(TargetGroupPage.objects.all())
        return cls(
            *({row.slug: row for row in rows} for rows in (*(model.objects.all() for model in models), groups)), **more
        )


@dataclass
class BuiltOffering:
    """An unsaved page with its unsaved child rows, ready for the writer."""

    planned: PlannedOffering
    page: Offering
    runs: list[tuple[Run, list[Meeting]]]
    translations: list[OfferingTranslation]


def build_offering(planned: PlannedOffering, *, references: References, calendar: Calendar) -> BuiltOffering:
    factory = ProjectPageFactory if planned.is_project else CoursePageFactory
    page = factory.build(parent=None, **planned.values, **get_page_references(planned, references))
    page.body = page.body.stream_block.to_python(make_stream(planned.key, [make_html(planned.paragraphs)]))
    page.target_groups = [references.target_groups[slug] for slug in planned.target_groups]
    page.funders = [references.funders[slug] for slug in planned.funders]
    page.lecturers = [references.lecturers[slug] for slug in planned.lecturers]
    if planned.is_project:
        page.partners = [references.funders[slug] for slug in planned.partners]
    page.translations = translations = [
        OfferingTranslationFactory.build(language=language, **texts) for language, texts in planned.translations.items()
    ]
    page.runs = runs = [
        _build_run(run, number=number, references=references, calendar=calendar)
        for number, run in enumerate(planned.runs)
    ]
    return BuiltOffering(planned, page, [(run, list(run.meetings.all())) for run in runs], translations)


def get_page_references(planned: PlannedOffering, references: References) -> dict:
    pictures = references.pictures.get(planned.subject)
    return {
        "search_description": planned.values["summary"],
        "subject": references.subjects[planned.subject],
        "contact": references.lecturers.get(planned.contact),
        "image": pictures[sum(map(ord, planned.key)) % len(pictures)] if pictures else None,
    }


def _build_run(planned: PlannedRun, *, number: int, references: References, calendar: Calendar):
    values = {**UNKNOWN, **planned.values, "venue": references.venues[planned.venue], "sort_order": number}
    run = RunFactory.build(**values)
    run.meetings = sort_meetings(
        [
            MeetingFactory.build(
                date=meeting.date,
                start_time=meeting.start_time,
                end_time=meeting.end_time,
                is_generated=meeting.is_generated,
                status=meeting.status,
                note=meeting.note,
                room=meeting.room,
            )
            for meeting in planned.meetings
        ]
    )
    # the rule must agree with the dates: the form runs the same step at every save
    refresh_meetings(run=run, closed_periods=calendar.closed_periods)
    return run

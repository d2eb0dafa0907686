from datetime import date, time

import pytest

from catalogue.factories import (
    CoursePageFactory,
    FunderFactory,
    LecturerFactory,
    MeetingFactory,
    RunFactory,
    SubjectFactory,
    TargetGroupPageFactory,
    VenueFactory,
)


@pytest.fixture
def course(tree):
    course = CoursePageFactory(
        parent=tree.courses,
        title="Nähen für Anfängerinnen",
        slug="naehen",
        code="K100-30",
        summary="Hosen kürzen; Taschen, Röcke.",
        subject=SubjectFactory(name="Handarbeit"),
        target_groups=[TargetGroupPageFactory(parent=tree.target_groups, title="Frauen")],
        lecturers=[LecturerFactory(first_name="Mira", last_name="Öz")],
        funders=[FunderFactory(name="Stadt Düsseldorf")],
        teaching_languages=["de", "tr"],
        age_from=16,
        level="A1",
    )
    run = RunFactory(
        offering=course,
        number="H30",
        start_date=date(2030, 1, 8),
        end_date=date(2030, 4, 2),
        weekly_times="tue 18:00-20:00",
        venue=VenueFactory(name="Werkstatt", street="Ringweg 3", latitude="51.145", longitude="6.899"),
        room="Raum 2",
        price="25.50",
        reduced_price=0,
        reduced_for="mit Düsselpass",
    )
    # in winter time and, after the clocks changed, in summer time
    for day in (date(2030, 1, 8), date(2030, 4, 2)):
        MeetingFactory(run=run, date=day, start_time=time(18), end_time=time(20))
    return course


@pytest.fixture
def run(course):
    return course.runs.get()

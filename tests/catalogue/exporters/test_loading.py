"""However many offerings: in order, a constant number of queries for each chunk, flat memory."""

import gc
import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from catalogue.exporters import loading
from catalogue.exporters.csv_table import CsvExporter
from catalogue.exporters.ical import CalendarExporter
from catalogue.exporters.loading import PublicOfferings
from catalogue.exporters.rss import RssExporter
from catalogue.exporters.xlsx_table import XlsxExporter
from catalogue.factories import (
    CoursePageFactory,
    FunderFactory,
    LecturerFactory,
    OfferingFactory,
    OfferingTranslationFactory,
    ProjectPageFactory,
    RunFactory,
    SubjectFactory,
    TargetGroupPageFactory,
    VenueFactory,
)
from media.factories import ImageFactory
from search import json_export
from search.indexing import rebuild
from search.json_export import JsonExporter
from tests.catalogue.exporters.exporting import make_export, render

pytestmark = pytest.mark.django_db

EXPORTERS = (CalendarExporter, RssExporter, CsvExporter, XlsxExporter, JsonExporter)


def test_offerings_come_in_the_order_asked_for_with_their_type(tree):
    course = CoursePageFactory(parent=tree.courses)
    project = ProjectPageFactory(parent=tree.projects)
    rest = OfferingFactory(parent=tree.courses)

    assert list(PublicOfferings([rest.pk, project.pk, course.pk])) == [rest, project, course]
    assert [type(each).__name__ for each in PublicOfferings([rest.pk, project.pk, course.pk])] == [
        "Offering", "ProjectPage", "CoursePage",
    ]  # fmt: skip


def test_what_the_public_may_not_see_is_left_out(tree):
    shown = CoursePageFactory(parent=tree.courses)
    draft = CoursePageFactory(parent=tree.courses, live=False)
    secret = CoursePageFactory(parent=tree.courses)
    PageViewRestriction.objects.create(page=secret, restriction_type="login")

    offerings = PublicOfferings([draft.pk, secret.pk, 999_999, shown.pk, shown.pk])

    assert list(offerings) == [shown]
    assert list(offerings.iterate_pks()) == [shown.pk]


def add_courses(tree, count):
    courses = []
    for number in range(count):
        course = CoursePageFactory(
            parent=tree.courses,
            subject=SubjectFactory(parent=SubjectFactory()),
            image=ImageFactory(colour=f"#1f6f{number + 16:02x}"),
            lecturers=[LecturerFactory()],
            funders=[FunderFactory()],
            target_groups=[TargetGroupPageFactory(parent=tree.target_groups)],
        )
        for _ in range(2):
            RunFactory(offering=course, venue=VenueFactory(), meetings=2)
        OfferingTranslationFactory(offering=course)
        courses.append(course)
    return courses


def count_queries_of(exporter, *courses) -> int:
    render(exporter(), *courses)
    with CaptureQueriesContext(connection) as queries:
        render(exporter(), *courses)
    return len(queries)


def test_export_costs_the_same_for_one_and_thirty(tree):
    courses = add_courses(tree, 30)

    for exporter in EXPORTERS:
        assert count_queries_of(exporter, *courses) == count_queries_of(exporter, courses[0]) <= 16, exporter


class Repeated(PublicOfferings):
    """The same few rows as often as wanted, so that many offerings need not be made."""

    times = 1

    def __iter__(self):
        for _ in range(self.times):
            yield from super().__iter__()
            # rows and their relations point at each other: Python throws them away some time later
            gc.collect()

    def iterate_pks(self):
        for _ in range(self.times):
            yield from super().iterate_pks()


def measure(exporter, offerings, times) -> tuple[int, int]:
    """(memory at its peak, bytes written)."""
    object.__setattr__(offerings, "times", times)
    tracemalloc.start()
    size = sum(len(piece) for piece in exporter().render(make_export(offerings=offerings)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak, size


def test_memory_does_not_grow_with_the_number_of_offerings(tree, monkeypatch):
    monkeypatch.setattr(loading, "CHUNK", 5)
    monkeypatch.setattr(json_export, "CHUNK", 5)
    offerings = Repeated([course.pk for course in add_courses(tree, 5)])
    rebuild()

    for exporter in EXPORTERS:
        measure(exporter, offerings, 1)
        small, small_size = measure(exporter, offerings, 2)
        large, large_size = measure(exporter, offerings, 12)
        # not six times as much: XLSX is packed, and what repeats takes little room
        assert large_size > small_size * 1.5
        # a little room for what Python keeps for a while; sixty offerings at once take several times as much
        assert large < small + 400_000, exporter

from catalogue.factories import CoursePageFactory, RunFactory
from catalogue.models import CoursePage


def test_copy_gets_a_number_of_its_own_and_keeps_runs_and_meetings(tree):
    course = CoursePageFactory(parent=tree.courses, code="T101-26", slug="tanz")
    RunFactory(offering=course, meetings=3)

    copy = CoursePage.objects.get(pk=course.pk).copy(update_attrs={"slug": "tanz-2"}, keep_live=False)

    assert copy.code not in ("", "T101-26")
    assert [run.meetings.count() for run in copy.runs.all()] == [3]
    assert CoursePage.objects.get(pk=course.pk).code == "T101-26"

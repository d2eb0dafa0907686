"""Changes that touch more pages than a request can bring in line."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from catalogue.factories import CoursePageFactory, LecturerFactory, SubjectFactory
from search.backends import get_backend
from search.indexing import find_drift, rebuild, sync
from search.models import PendingPage
from search.pending import AT_ONCE, count_pending, sync_pending
from search.query import Query

MANY = AT_ONCE + 10


def count(text=""):
    return get_backend().count(Query.build(q=text))


def make_courses(tree, number, **values):
    courses = [CoursePageFactory(parent=tree.courses, **values) for _ in range(number)]
    sync(course.pk for course in courses)
    return courses


def test_few_pages_are_brought_in_line_with_the_change(tree):
    subject = SubjectFactory(name="Zirkus", slug="zirkus")
    make_courses(tree, 3, subject=subject)

    subject.name = "Handwerk"
    subject.save()

    assert (count("Handwerk"), count_pending()) == (3, 0)


def test_many_pages_are_noted_and_done_after_the_commit(tree, django_capture_on_commit_callbacks):
    subject = SubjectFactory(name="Zirkus", slug="zirkus")
    make_courses(tree, MANY, subject=subject)

    with django_capture_on_commit_callbacks() as callbacks:
        subject.name = "Handwerk"
        subject.save()
        noted = count_pending()
    for callback in callbacks:
        callback()

    assert (noted, count("Handwerk"), count_pending()) == (MANY, MANY, 0)


def count_queries(act) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_saving_a_subject_costs_the_same_for_many_offerings_and_more(tree):
    subject = SubjectFactory(name="Zirkus", slug="zirkus")
    queries = []
    for number in (MANY, 90):
        make_courses(tree, number, subject=subject)
        # every hundredth change, on average, clears the history up
        queries.append(min(count_queries(subject.save) for _ in range(3)))

    assert queries[0] == queries[1]


def test_restricted_section_is_hidden_at_once_however_large(tree):
    make_courses(tree, MANY)

    restriction = PageViewRestriction.objects.create(page=tree.courses, restriction_type="login")
    hidden = count()
    restriction.delete()
    sync_pending()

    assert (hidden, count()) == (0, MANY)


def test_withdrawn_consent_takes_effect_at_once_however_many_offerings(tree):
    lecturer = LecturerFactory(first_name="Olena", last_name="Kowalenko")
    make_courses(tree, MANY, lecturers=[lecturer])
    before = count("Kowalenko")

    lecturer.consent_name = False
    lecturer.save()

    assert (before, count("Kowalenko"), count_pending()) == (MANY, 0, 0)


def test_change_that_is_rolled_back_leaves_nothing_to_do(tree):
    subject = SubjectFactory()
    make_courses(tree, MANY, subject=subject)

    with transaction.atomic():
        subject.save()
        transaction.set_rollback(True)

    assert count_pending() == 0


def test_page_noted_again_while_it_is_written_is_written_again(tree):
    [course] = make_courses(tree, 1)
    PendingPage.objects.create(page_id=course.pk)
    noted = []

    def note_again(execute, sql, params, many, context):
        if sql.startswith('DELETE FROM "search_pendingpage"') and not noted:
            noted.append(PendingPage.objects.create(page_id=course.pk))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note_again):
        done = sync_pending()

    assert (done, count_pending()) == (2, 0)


def test_interrupted_work_is_taken_up_by_the_command(tree, capsys):
    subject = SubjectFactory(name="Zirkus", slug="zirkus")
    make_courses(tree, MANY, subject=subject)
    subject.name = "Handwerk"
    subject.save()

    def die(execute, sql, params, many, context):
        if sql.startswith('DELETE FROM "search_pendingpage"'):
            raise KeyboardInterrupt
        return execute(sql, params, many, context)

    with pytest.raises(KeyboardInterrupt), connection.execute_wrapper(die):
        sync_pending()
    call_command("search", "status")
    call_command("search", "drain")

    told = capsys.readouterr().out
    assert f"left to bring in line: {MANY} " in told
    assert f"{MANY} pages brought in line" in told
    assert bool(find_drift()) is False


def test_rebuild_does_what_was_left_to_do(tree):
    make_courses(tree, 1)
    PendingPage.objects.create(page_id=1)

    rebuild()

    assert count_pending() == 0

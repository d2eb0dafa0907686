import pytest
from django.core.management import CommandError, call_command

from catalogue.factories import CoursePageFactory
from search.backends import get_backend
from search.models import SearchEntry
from search.query import Query


@pytest.fixture
def course(tree):
    return CoursePageFactory(parent=tree.courses)


def test_rebuild_finds_everything(course, capsys):
    call_command("search", "rebuild", verbosity=0)

    assert capsys.readouterr().out == "1 pages are in the search (database).\n"
    assert get_backend().search(Query()).total == 1


def test_sync_of_one_page(course, capsys):
    call_command("search", "sync", str(course.pk))

    assert capsys.readouterr().out == "1 pages looked at (database).\n"
    assert SearchEntry.objects.filter(is_removed=False).count() == 1


def test_sync_without_ids_looks_at_all(course):
    SearchEntry.objects.create(page_id=99_999, version=1, document={}, words={})
    call_command("search", "sync")

    assert list(SearchEntry.objects.filter(is_removed=False).values_list("page_id", flat=True)) == [course.pk]


def test_check_tells_of_drift_and_fails(course, capsys):
    with pytest.raises(CommandError) as error:
        call_command("search", "check")

    assert error.value.returncode == 1
    assert capsys.readouterr().out == f"missing: 1 ({course.pk})\nstale: 0\nsuperfluous: 0\n"


def test_check_is_content_after_a_rebuild(course, capsys):
    call_command("search", "rebuild", verbosity=0)
    capsys.readouterr()

    call_command("search", "check")

    assert capsys.readouterr().out == "missing: 0\nstale: 0\nsuperfluous: 0\n"


def test_status_names_backend_and_numbers(course, capsys):
    call_command("search", "status")

    assert capsys.readouterr().out == (
        "backend: database, ready\npublic pages: 1, in the search: 0\nA rebuild is due: manage.py search rebuild\n"
    )


def test_status_is_content_after_a_rebuild(course, capsys):
    call_command("search", "rebuild", verbosity=0)
    capsys.readouterr()

    call_command("search", "status")

    assert capsys.readouterr().out == "backend: database, ready\npublic pages: 1, in the search: 1\n"

import pytest
from django.db import transaction
from wagtail.models import Page, PageViewRestriction

from catalogue.factories import (
    CoursePageFactory,
    FunderFactory,
    LecturerFactory,
    ProjectPageFactory,
    RunFactory,
    SubjectFactory,
    TargetGroupPageFactory,
    VenueFactory,
)
from media.factories import ImageFactory
from search.backends import get_backend
from search.backends.database.store import Store
from search.indexing import find_drift, needs_rebuild, rebuild, sync
from search.models import SearchEntry
from search.query import Query


def find(text="", **selections):
    query = Query.build(q=text, selections={name: [value] for name, value in selections.items()}, page_size=100)
    return sorted(hit.title for hit in get_backend().search(query).hits)


def publish(page):
    page.save_revision().publish()


@pytest.fixture
def course(tree):
    course = CoursePageFactory(parent=tree.courses, title="Nähen")
    RunFactory(offering=course)
    publish(course)
    return course


def test_published_page_is_found_at_once(course):
    assert find() == ["Nähen"]


def test_draft_is_not_found_before_it_is_published(tree):
    draft = CoursePageFactory(parent=tree.courses, title="Entwurf", live=False)
    draft.save_revision()

    assert find() == []


def test_unpublished_change_is_not_found(course):
    course.title = "Nähen und Stricken"
    course.save_revision()

    assert find() == ["Nähen"]


def test_new_title_replaces_the_old_one(course):
    find()
    course.title = "Stricken"
    publish(course)

    assert find() == ["Stricken"]
    assert find("Nähen") == []


def test_unpublished_page_is_gone(course):
    find()
    course.unpublish()

    assert find() == []
    assert SearchEntry.objects.get(page_id=course.pk).document == {}


def test_deleted_page_is_gone(course):
    find()
    course.delete()

    assert find() == []


def test_pages_below_a_deleted_section_are_gone(tree, course):
    find()
    Page.objects.get(pk=tree.courses.pk).delete()

    assert find() == []


def test_moved_page_has_its_new_address(tree, course):
    course.move(tree.projects, pos="last-child")

    [hit] = get_backend().search(Query()).hits
    assert hit.url == f"/angebote/projekte/{course.slug}/"


def test_new_address_of_a_section_reaches_its_pages(tree, course, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tree.courses.slug = "lernen"
        publish(tree.courses)

    [hit] = get_backend().search(Query()).hits
    assert hit.url == f"/angebote/lernen/{course.slug}/"


def test_restricted_section_is_not_found_until_it_is_public_again(tree, course):
    restriction = PageViewRestriction.objects.create(page=tree.courses, restriction_type="login")
    assert find() == []

    restriction.delete()
    assert find() == ["Nähen"]


def test_entry_is_written_in_the_transaction_of_the_change(course):
    find()
    with transaction.atomic():
        course.title = "Doch nicht"
        publish(course)
        assert find() == ["Doch nicht"]
        transaction.set_rollback(True)

    assert find() == ["Nähen"]


def test_change_after_a_rolled_back_one_is_seen(course):
    with transaction.atomic():
        course.title = "Doch nicht"
        publish(course)
        find()
        transaction.set_rollback(True)
    course.refresh_from_db()
    course.summary = "Mit Stoff und Faden."
    publish(course)

    assert find() == ["Nähen"]
    assert find("Faden") == ["Nähen"]


def test_renamed_subject_reaches_its_offerings_and_those_below(tree):
    parent = SubjectFactory(name="Zirkus", slug="zirkus")
    child = SubjectFactory(name="Malen", slug="malen", parent=parent)
    publish(CoursePageFactory(parent=tree.courses, title="Farben", subject=child))
    parent.name = "Handwerk"
    parent.save()

    assert find("Handwerk") == ["Farben"]
    assert find("Zirkus") == []


def test_renamed_venue_reaches_its_offerings(tree):
    venue = VenueFactory(name="Salon", slug="salon", district="Garath")
    course = CoursePageFactory(parent=tree.courses, title="Tanz")
    RunFactory(offering=course, venue=venue)
    publish(course)
    venue.district = "Hellerhof"
    venue.save()

    assert find(district="hellerhof") == ["Tanz"]


def test_withdrawn_consent_takes_the_name_out_at_once(tree):
    lecturer = LecturerFactory(first_name="Olena", last_name="Kowalenko", slug="olena")
    publish(CoursePageFactory(parent=tree.courses, title="Tanz", lecturers=[lecturer]))
    assert find("Kowalenko") == find(lecturer="olena") == ["Tanz"]
    lecturer.consent_name = False
    lecturer.save()

    assert find("Kowalenko") == []
    assert [hit.lecturers for hit in get_backend().search(Query()).hits] == [()]


@pytest.mark.parametrize("factory", [LecturerFactory, FunderFactory])
def test_deleted_person_or_funder_leaves_the_offering(tree, factory):
    item = factory(slug="wer")
    name = "lecturer" if factory is LecturerFactory else "funder"
    publish(CoursePageFactory(parent=tree.courses, title="Tanz", **{f"{name}s": [item]}))
    item.delete()

    entry = SearchEntry.objects.get(is_removed=False)
    assert entry.document["facets"][name] == []


def test_renamed_partner_reaches_its_projects(tree):
    partner = FunderFactory(name="Stadtbücherei", kind="partner")
    publish(ProjectPageFactory(parent=tree.projects, title="Lesefest", partners=[partner]))
    partner.name = "Zentralbibliothek"
    partner.save()

    assert find("Zentralbibliothek") == ["Lesefest"]


def test_unpublished_target_group_is_no_value_any_more(tree):
    group = TargetGroupPageFactory(parent=tree.target_groups, title="Frauen", slug="frauen")
    publish(CoursePageFactory(parent=tree.courses, title="Tanz", target_groups=[group]))
    group.unpublish()

    entry = SearchEntry.objects.get(is_removed=False)
    assert entry.document["facets"]["target_group"] == []


def test_deleted_target_group_leaves_its_offerings(tree):
    group = TargetGroupPageFactory(parent=tree.target_groups, title="Frauen", slug="frauen")
    publish(CoursePageFactory(parent=tree.courses, title="Tanz", target_groups=[group]))
    group.delete()

    entry = SearchEntry.objects.get(is_removed=False)
    assert entry.document["facets"]["target_group"] == []


def test_urgent_change_comes_in_by_sync(course):
    course.runs.update(fully_booked=True)
    assert find(availability="full") == []
    sync([course.pk])

    assert find(availability="full") == ["Nähen"]


def test_sync_may_be_repeated(course):
    sync([course.pk, course.pk, 99_999])
    sync([course.pk])

    assert SearchEntry.objects.get(page_id=course.pk).is_removed is False
    assert find() == ["Nähen"]


def test_rebuild_brings_everything_in_line(tree, course):
    CoursePageFactory(parent=tree.courses, title="Ohne Signal")
    SearchEntry.objects.create(page_id=99_999, version=1, document={}, words={})
    drift = find_drift()
    assert (len(drift.missing), drift.stale, drift.superfluous) == (1, (), (99_999,))

    assert rebuild() == 2
    assert bool(find_drift()) is False
    assert find() == ["Nähen", "Ohne Signal"]


def test_drift_names_stale_entries(course):
    course.runs.update(price=12)

    assert find_drift().stale == (course.pk,)


def test_indexing_costs_the_same_for_one_and_thirty(tree, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    pks = [CoursePageFactory(parent=tree.courses).pk for _ in range(30)]
    sync(pks)
    with CaptureQueriesContext(connection) as one:
        sync(pks[:1])

    with django_assert_num_queries(len(one)):
        sync(pks)


def test_entries_of_an_older_format_are_left_out_until_a_rebuild(course, caplog):
    entry = SearchEntry.objects.get(page_id=course.pk)
    entry.document = {"id": course.pk, "title": "Nähen"}
    entry.save()
    Store().get_snapshot()

    assert needs_rebuild() is True
    assert "Cure: manage.py search rebuild" in caplog.text
    assert get_backend().get_document(course.pk) is None
    rebuild()
    assert needs_rebuild() is False


def test_deleted_image_leaves_its_offerings(tree):
    image = ImageFactory()
    course = CoursePageFactory(parent=tree.courses, image=image)
    publish(course)
    image.delete()

    assert bool(find_drift()) is False


def test_draft_of_a_target_group_touches_no_offering(tree):
    group = TargetGroupPageFactory(parent=tree.target_groups, title="Frauen", slug="frauen")
    course = CoursePageFactory(parent=tree.courses, target_groups=[group])
    publish(course)
    version = SearchEntry.objects.get(page_id=course.pk).version
    group.title = "Mädchen"
    group.save_revision()
    assert SearchEntry.objects.get(page_id=course.pk).version == version

    publish(group)
    assert find("Mädchen") == [course.title, "Mädchen"]

import json
from datetime import date, time

import pytest
from django.utils import translation

from catalogue.factories import (
    CoursePageFactory,
    FunderFactory,
    LecturerFactory,
    MeetingFactory,
    OfferingFactory,
    OfferingTranslationFactory,
    ProjectPageFactory,
    RunFactory,
    SubjectFactory,
    TargetGroupPageFactory,
    VenueFactory,
)
from search.documents import build_document, load_documents

MONDAY = date(2026, 9, 7)


@pytest.fixture
def course(tree):
    parent = SubjectFactory(name="Deutsch lernen", slug="deutsch", name_en="Learn German")
    subject = SubjectFactory(name="Anfang", slug="deutsch-anfang", parent=parent)
    course = CoursePageFactory(
        parent=tree.courses,
        title="Deutsch A1.1 am Vormittag",
        summary="Der erste Schritt.",
        code="D204-H26",
        level="A1.1",
        subject=subject,
        childcare=True,
        teaching_languages=["de", "uk"],
        target_groups=[TargetGroupPageFactory(parent=tree.target_groups, title="Frauen", slug="frauen")],
        lecturers=[
            LecturerFactory(first_name="Olena", last_name="Kowalenko", slug="olena-kowalenko"),
            LecturerFactory(first_name="Geheim", last_name="Niemand", slug="niemand", consent_name=False),
        ],
        funders=[FunderFactory(name="Land NRW", slug="land-nrw")],
    )
    venue = VenueFactory(name="Salon", slug="salon", district="Garath", is_accessible=True)
    run = RunFactory(offering=course, start_date=MONDAY, end_date=date(2026, 9, 14), venue=venue, price=0)
    MeetingFactory(run=run, date=MONDAY, start_time=time(9, 30), end_time=time(12))
    MeetingFactory(run=run, date=date(2026, 9, 14), start_time=time(9, 30), end_time=time(12), status="cancelled")
    OfferingTranslationFactory(offering=course, language="en", title="German A1.1", summary="First steps.")
    return course


def get_words(document, tier="exact"):
    return {word for tiers in document["tokens"].values() for word in tiers.get(tier, ())}


def test_document_is_plain_json(course):
    document = build_document(course)

    assert json.loads(json.dumps(document)) == document


def test_document_is_the_same_in_every_language(course):
    german = build_document(course)
    with translation.override("ar"):
        assert build_document(course) == german


def test_values_bring_those_above_them(course):
    facets = build_document(course)["facets"]

    assert facets["subject"] == ["deutsch", "deutsch-anfang"]
    assert facets["level"] == ["A1", "A1.1"]


def test_person_without_consent_is_nowhere(course):
    document = build_document(course)

    assert document["facets"]["lecturer"] == ["olena-kowalenko"]
    assert "niemand" not in json.dumps(document).lower()


def test_run_keeps_facts_and_meetings(course):
    [run] = build_document(course)["runs"]

    assert run["meetings"] == ["2026-09-07 09:30 12:00 mon morning"]
    assert (run["start"], run["end"]) == ("2026-09-07", "2026-09-14")
    # plugins add facets of their own
    assert {name: values for name, values in run["facets"].items() if not name.startswith("kintop_")} == {
        "district": ["garath"],
        "venue": ["salon"],
        "price": ["free"],
        "accessible": ["1"],
        "status": ["planned"],
    }
    assert (run["weekdays"], run["times"]) == (["mon"], ["09:30-12:00"])
    assert run["spans"] is False


def test_cancelled_run_happens_on_no_day(course):
    course.runs.update(status="cancelled")

    [run] = build_document(course)["runs"]

    assert (run["meetings"], run["rule"], run["spans"]) == ([], [], False)


def test_run_without_meetings_has_its_rule(tree):
    course = CoursePageFactory(parent=tree.courses)
    RunFactory(offering=course, weekly_times="tue 09:30-12:00; thu 17:00-19:00", price=None)

    [run] = build_document(course)["runs"]

    assert run["rule"] == [["tue", "morning"], ["thu", "evening"]]
    assert run["spans"] is True
    assert run["facets"]["price"] == []


def test_meeting_moved_beyond_the_end_keeps_the_run_going(tree):
    course = CoursePageFactory(parent=tree.courses)
    run = RunFactory(offering=course, start_date=MONDAY, end_date=date(2026, 9, 14))
    MeetingFactory(run=run, date=date(2026, 9, 21), status="moved")

    assert build_document(course)["runs"][0]["end"] == "2026-09-21"


def test_plain_facts_become_words(course):
    words = get_words(build_document(course))

    expected = {
        "kostenlos", "kinderbetreuung", "barrierefrei", "montag", "vormittag", "kurs", "a1.1", "ukrainisch",
        "frauen", "garath", "salon", "kowalenko", "land", "nrw", "d204h26", "german", "learn",
    }  # fmt: skip
    assert expected - words == set()


def test_title_and_kind_make_one_word(course):
    document = build_document(course)

    assert "deutsch+kurs" in document["tokens"]["title"]["pairs"]


def test_words_that_are_not_written_as_compared_keep_their_spelling(tree):
    course = CoursePageFactory(parent=tree.courses, title="Nähen für Anfänger")

    assert build_document(course)["spellings"] == ["Anfänger", "Nähen", "für", "üben"][:3]


def test_project_has_period_and_task_area(tree):
    project = ProjectPageFactory(
        parent=tree.projects,
        task_area="social_space",
        period_start=date(2026, 1, 1),
        period_end=date(2026, 12, 31),
        partners=[FunderFactory(name="Stadtbibliothek", kind="partner")],
        results="Ein Fest",
    )

    document = build_document(project)

    assert document["type"] == "project"
    assert document["period"] == ["2026-01-01", "2026-12-31"]
    assert document["facets"]["task_area"] == ["social_space"]
    assert document["detail"]["partners"] == ["Stadtbibliothek"]


def test_type_of_a_missing_plugin_is_a_plain_offering(tree):
    offering = OfferingFactory(parent=tree.courses)

    assert load_documents([offering.pk])[offering.pk]["type"] == "offering"


def test_page_of_the_website_is_a_document(tree):
    page = TargetGroupPageFactory(
        parent=tree.target_groups, title="Frauen", intro="Für Frauen jeden Alters.", body="<p>Treffpunkt</p>"
    )

    document = load_documents([page.pk])[page.pk]

    assert document["facets"] == {"type": ["page"]}
    assert document["detail"]["body"] == "Treffpunkt"
    assert document["path"] == "/zielgruppen/" + page.slug + "/"


def test_only_what_the_public_may_see_is_loaded(tree):
    draft = CoursePageFactory(parent=tree.courses, live=False)
    live = CoursePageFactory(parent=tree.courses)

    assert list(load_documents([draft.pk, live.pk, 99_999])) == [live.pk]


def test_loading_costs_the_same_for_one_and_thirty(tree, django_assert_num_queries, django_assert_max_num_queries):
    subject, venue, lecturer = SubjectFactory(), VenueFactory(), LecturerFactory()
    courses = [CoursePageFactory(parent=tree.courses, subject=subject, lecturers=[lecturer]) for _ in range(30)]
    for course in courses:
        RunFactory(offering=course, venue=venue, meetings=2)
        OfferingTranslationFactory(offering=course)
    pks = [course.pk for course in courses]
    load_documents(pks)

    with django_assert_max_num_queries(20) as one:
        load_documents(pks[:1])
    with django_assert_num_queries(len(one)):
        load_documents(pks)

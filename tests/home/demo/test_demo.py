"""The demo centre as a whole. All tests share one load; what one changes is rolled back after it."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex, WorkflowState
from wagtail_localize.models import Translation

from catalogue.choices import Availability, MeetingStatus
from catalogue.domain.codes import normalize_code
from catalogue.domain.meetings import refresh_meetings
from catalogue.domain.schedule import get_public_holiday
from catalogue.factories import CoursePageFactory
from catalogue.models import (
    ClosedPeriod,
    CoursePage,
    Lecturer,
    Meeting,
    Notice,
    Offering,
    OfferingTranslation,
    ProjectPage,
    Run,
    Subject,
    TargetGroupPage,
    Venue,
)
from cms.translated_pages import only_originals
from home.demo import accounts, bulk
from home.demo.files import read_data
from home.demo.load import load_demo, make_calendar
from home.demo.markers import get_marked
from home.demo.offerings import References, build_offering
from home.demo.plan import plan_course
from home.domain.tree import build_site_tree
from home.models import ContentPage, HomePage, OrganisationSettings
from media.models import Image
from search.indexing import sync
from search.models import SearchEntry
from tests.home.demo.census import find_overlaps, get_values, take_census

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db]


def test_demo_holds_a_whole_centre():
    counts = {
        "courses": CoursePage.objects.live().count(),
        "projects": ProjectPage.objects.live().count(),
        "lecturers": Lecturer.objects.count(),
        "target groups": only_originals(TargetGroupPage.objects.live()).count(),
        "main subjects": Subject.objects.filter(parent=None).count(),
        "pages": only_originals(ContentPage.objects.live()).count(),
        "own houses": Venue.objects.filter(is_own=True).exclude(street="").count(),
    }

    assert counts == {
        "courses": 412,
        "projects": 14,
        "lecturers": 80,
        "target groups": 10,
        "main subjects": 11,
        "pages": 12,
        "own houses": 2,
    }


def test_demo_tells_the_facts_of_the_organisation():
    facts = OrganisationSettings.objects.get()

    assert (facts.phone, facts.street, facts.opening_days) == (
        "0211 69871231",
        "Stettiner Straße 120",
        ["1", "2", "3", "4"],
    )
    assert only_originals(HomePage.objects.all()).get().image.width == 1200


def test_english_pages_are_translated_to_the_last_word():
    unfinished = [
        (str(row.target_locale), row.source.object_repr, row.get_progress())
        for row in Translation.objects.filter(target_locale__language_code="en")
        if len(set(row.get_progress())) > 1
    ]

    assert unfinished == []
    english = Page.objects.live().filter(locale__language_code="en", alias_of=None)
    assert english.count() == 14


def test_titles_and_codes_are_distinct():
    titles = Counter(title.casefold() for title in Offering.objects.values_list("title", flat=True))
    codes = Counter(normalize_code(code) for code in Offering.objects.values_list("code", flat=True))

    assert [title for title, count in titles.items() if count > 1] == []
    assert [code for code, count in codes.items() if count > 1 or not code] == []


def test_no_text_is_filler():
    texts = Offering.objects.values_list("title", "summary", "body")

    assert [title for title, *rest in texts if "lorem" in f"{title}{rest}".lower()] == []
    assert Offering.objects.filter(title__regex=r"^Kurs [0-9]+").count() == 0
    assert Offering.objects.filter(summary="").count() == 0


def test_every_offering_is_led_by_somebody_who_may_be_named():
    assert Offering.objects.filter(lecturers=None).count() == 0
    assert ProjectPage.objects.filter(contact=None).count() == 0
    assert Lecturer.objects.filter(offerings=None).count() == 0
    assert Lecturer.objects.public().count() == 80


def test_runs_tell_many_stories():
    availabilities = Counter(run.availability for run in Run.objects.select_related("offering"))

    assert {value for value in Availability.values if availabilities[value] < 5} == set()
    assert Run.objects.filter(price=0).count() > 50
    assert Offering.objects.filter(childcare=True).count() > 40
    assert Run.objects.exclude(registration_deadline=None).count() > 30
    assert Meeting.objects.filter(status=MeetingStatus.CANCELLED).exclude(note="").count() > 3
    assert Meeting.objects.filter(status=MeetingStatus.MOVED).exclude(note="").count() > 3


def test_runs_lie_around_today():
    today = timezone.localdate()
    courses = CoursePage.objects.live()
    total = courses.count()

    assert total - courses.upcoming().count() in range(8, 45)
    running = courses.filter(runs__start_date__lte=today, runs__end_date__gte=today).distinct().count()
    assert 0.13 < running / total < 0.3
    soon = courses.filter(runs__start_date__gt=today, runs__start_date__lte=today + timedelta(days=100))
    assert 0.5 < soon.distinct().count() / total < 0.85


def test_no_meeting_falls_on_a_public_holiday_or_a_sunday():
    days = set(Meeting.objects.values_list("date", flat=True))

    assert [day for day in days if get_public_holiday(day) or day.weekday() == 6] == []


def test_closed_periods_cover_this_and_the_next_year():
    years = {start.year for start in ClosedPeriod.objects.values_list("start_date", flat=True)}

    assert {timezone.localdate().year, timezone.localdate().year + 1} <= years


def test_saving_an_offering_would_not_change_its_meetings():
    closed_periods = ClosedPeriod.objects.as_ranges()
    changed = []
    for run in Run.objects.exclude(weekly_times="").prefetch_related("meetings"):
        before = [(meeting.date, meeting.start_time) for meeting in run.meetings.all()]
        refresh_meetings(run=run, closed_periods=closed_periods)
        if before != [(meeting.date, meeting.start_time) for meeting in run.meetings.all()]:
            changed.append(run)

    assert changed == []


def test_no_room_is_taken_twice():
    meetings = Meeting.objects.exclude(run__room="").exclude(run__venue__slug="online")
    slots = meetings.values_list("run__venue__slug", "run__room", "date", "start_time", "end_time", "run_id")

    assert find_overlaps(((venue, room), *rest) for venue, room, *rest in slots) == set()


def test_hardly_anybody_is_in_two_places_at_once():
    slots = Meeting.objects.values_list("run__offering__lecturers", "date", "start_time", "end_time", "run__offering")

    # a week in the holidays needs many hands; which weeks those are depends on the day the test runs
    assert len(find_overlaps(slots)) <= 4


def test_every_page_is_valid():
    invalid = []
    for page in Page.objects.filter(depth__gt=2).specific():
        try:
            page.full_clean()
        except Exception as error:  # noqa: BLE001 -- all of them are to be seen
            invalid.append((page.title, error))

    assert invalid == []
    assert Page.find_problems() == ([], [], [], [], [])


def test_pages_are_published_with_their_revision():
    untouched = Offering.objects.live().filter(has_unpublished_changes=False)

    assert untouched.filter(live_revision=None).count() == 0
    assert Offering.objects.live().filter(has_unpublished_changes=True).count() == 2
    course = CoursePage.objects.get(slug="gitarre-kinder-8-10")
    revived = course.live_revision.as_object()
    assert [run.pk for run in revived.runs.all()] == [run.pk for run in course.runs.all()]
    assert [m.pk for m in revived.runs.first().meetings.all()] == [m.pk for m in course.runs.first().meetings.all()]
    assert set(revived.lecturers.all()) == set(course.lecturers.all())


def test_written_page_equals_one_that_wagtail_published():
    data = read_data()
    written = CoursePage.objects.get(slug="gitarre-kinder-8-10")
    row = next(row for row in data.courses if row["key"] == written.slug)
    planned = plan_course(row, calendar=make_calendar(data, seed=2026))
    planned.values |= {"slug": "zum-vergleich", "code": "X1-26"}
    references = References.read(pictures={row["subject"]: [written.image]})
    page = build_offering(planned, references=references, calendar=make_calendar(data, seed=2026)).page

    build_site_tree().courses.add_child(instance=page)
    page.save_revision().publish()

    page = CoursePage.objects.get(pk=page.pk)
    assert get_values(page, without=["body"]) == get_values(written, without=["body"])
    assert page.body.get_prep_value() == written.body.get_prep_value()
    assert page.content_type == written.content_type
    contents = [each.live_revision.content for each in (page, written)]
    assert contents[0].keys() == contents[1].keys()
    names = ["summary", "body", "target_groups", "funders", "registration", "live", "search_description"]
    assert [contents[0][name] for name in names] == [contents[1][name] for name in names]
    assert len(ReferenceIndex.get_references_for_object(page)) > 2
    assert [set(run) for run in contents[0]["runs"]] == [set(run) for run in contents[1]["runs"]]


def test_pictures_are_drawn_described_and_credited():
    drawn = Image.objects.filter(credit="Kin-Top (gezeichnet)")

    assert drawn.filter(width=1200, height=800).count() >= 60
    assert drawn.filter(description="").count() == 0
    assert Offering.objects.filter(image=None).count() == 0
    assert TargetGroupPage.objects.filter(image=None).count() == 0
    assert len(set(drawn.values_list("file_hash", flat=True))) == drawn.count()


def test_portraits_need_consent():
    assert Lecturer.objects.filter(consent_picture=True, picture=None).count() == 0
    assert Lecturer.objects.filter(consent_picture=False).exclude(picture=None).count() == 0
    assert Lecturer.objects.filter(consent_picture=False).count() > 0


def test_most_courses_speak_five_more_languages():
    languages = Counter(OfferingTranslation.objects.values_list("language", flat=True))

    assert set(languages) == {"en", "uk", "ru", "tr", "ar"}
    assert min(languages.values()) > 0.5 * Offering.objects.count()


def test_easy_language_names_who_checked_it_and_when():
    easy = Offering.objects.exclude(easy_language="")

    assert easy.count() > 60
    assert easy.filter(easy_language_checked_by="").count() == 0
    assert easy.filter(easy_language_checked_on=None).count() == 0


def test_finder_knows_every_live_offering():
    known = set(SearchEntry.objects.filter(is_removed=False).values_list("page_id", flat=True))

    assert set(Offering.objects.live().values_list("pk", flat=True)) - known == set()


def test_references_are_known_to_the_editors():
    course = CoursePage.objects.get(slug="gitarre-kinder-8-10")

    users = ReferenceIndex.get_references_to(course.image).values_list("object_id", flat=True)
    assert str(course.pk) in users


def test_logins_work_and_lead_to_their_people():
    names = [login.username for login in accounts.LOGINS]

    users = [authenticate(None, username=name, password="kintop-demo-2026") for name in names]

    assert [user and user.username for user in users] == names
    assert users[3].lecturer.slug == "anna-kowalenko"
    assert set(Subject.objects.get(slug="buehne").coordinators.all()) == {users[2]}
    assert Lecturer.objects.exclude(user=None).count() == 2


def test_editorial_day_has_a_draft_an_open_change_and_a_review():
    marked = get_marked()
    draft, changed, submitted = (
        CoursePage.objects.get(pk=marked[key]) for key in ("klangwerkstatt-samstag", "change:open", "change:submitted")
    )

    assert (draft.live, draft.latest_revision.user.username) == (False, "bert-hoffmann")
    assert (changed.live, changed.has_unpublished_changes, changed.current_workflow_state) == (True, True, None)
    assert submitted.current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
    assert submitted.current_workflow_state.requested_by.username == "anna-kowalenko"
    assert Notice.objects.count() == 0
    added = "kurzen Film nachsehen"
    assert added not in str(submitted.body)
    assert added in str(submitted.get_latest_revision_as_object().body)


def test_second_run_changes_nothing():
    before = take_census()
    output = StringIO()

    call_command("demo", stdout=output)

    assert take_census() == before
    assert "nichts geändert" in output.getvalue()
    assert "kintop-demo-2026" in output.getvalue()


def test_second_run_repairs_entries_of_an_older_program():
    entry = SearchEntry.objects.get(pk=CoursePage.objects.get(slug="gitarre-kinder-8-10").pk)
    SearchEntry.objects.filter(pk=entry.pk).update(document=entry.document | {"format": 0})

    call_command("demo", verbosity=0)

    assert SearchEntry.objects.get(pk=entry.pk).document == entry.document


def test_deleted_page_is_not_made_again():
    CoursePage.objects.get(slug="gitarre-kinder-8-10").delete()

    call_command("demo", verbosity=0)

    assert CoursePage.objects.filter(slug="gitarre-kinder-8-10").count() == 0


def test_renamed_page_stays_the_only_one():
    CoursePage.objects.filter(slug="gitarre-kinder-8-10").update(slug="gitarre", title="Gitarre")

    call_command("demo", verbosity=0)

    assert CoursePage.objects.filter(slug="gitarre-kinder-8-10").count() == 0


def test_content_of_others_is_refused_and_named():
    CoursePageFactory(parent=build_site_tree().courses, title="Schach am Rhein")

    with pytest.raises(CommandError, match=r"Schach am Rhein.*--force"):
        call_command("demo", verbosity=0)


def test_copy_of_a_demo_page_counts_as_content_of_others():
    page = CoursePage.objects.get(slug="gitarre-kinder-8-10")
    page.copy(update_attrs={"slug": "kopie", "title": "Gitarre, Kopie", "code": ""})

    with pytest.raises(CommandError, match="Gitarre, Kopie"):
        call_command("demo", verbosity=0)


def test_force_leaves_content_of_others_alone():
    page = CoursePageFactory(parent=build_site_tree().courses, title="Schach am Rhein")
    sync([page.pk])
    before = take_census()

    call_command("demo", force=True, verbosity=0)

    page.refresh_from_db()
    assert (page.title, page.live) == ("Schach am Rhein", True)
    assert take_census() == before


def test_without_the_setting_no_logins_are_told(settings):
    settings.KINTOP_DEMO_LOGINS = False
    output = StringIO()

    call_command("demo", stdout=output)

    assert "KINTOP_DEMO_LOGINS" in output.getvalue()
    assert "kintop-demo-2026" not in output.getvalue()


def test_another_day_gives_the_same_keys():
    # the demo of last month is still the demo
    report = load_demo(seed=2026, today=date(2027, 3, 1))

    assert report.created == 0


def count_own() -> int:
    """Without what plugins bring along."""
    return CoursePage.objects.live().count() + ProjectPage.objects.live().count()


def test_more_offerings_than_there_are_texts_become_variations():
    call_command("demo", offerings=440, lecturers=90, verbosity=0)

    assert (count_own(), Lecturer.objects.count()) == (440, 90)
    assert SearchEntry.objects.filter(is_removed=False).count() > 440


def test_load_test_grows_the_tree_consistently():
    bulk.load_lecturers(100)
    bulk.load_variations(count=2000 - bulk.count_own_offerings(), lecturers=100, seed=2026)

    assert count_own() == 2000
    assert Lecturer.objects.count() == 100
    assert Page.find_problems() == ([], [], [], [], [])
    for name in ("title", "code", "slug"):
        values = list(Offering.objects.live().values_list(name, flat=True))
        assert len(set(values)) == len(values)
    course = CoursePage.objects.get(slug="load-1500")
    assert course.full_clean() is None
    assert course.get_parent().specific == build_site_tree().courses
    assert course.runs.get().meetings.count() > 1
    assert course.lecturers.count() == 1
    days = set(Meeting.objects.values_list("date", flat=True))
    assert [day for day in days if get_public_holiday(day)] == []


def test_interrupted_load_test_goes_on():
    bulk.load_variations(count=40, lecturers=80, seed=2026)

    made = bulk.load_variations(count=50, lecturers=80, seed=2026)

    assert made == 10
    assert CoursePage.objects.filter(slug__startswith="load-").count() == 50

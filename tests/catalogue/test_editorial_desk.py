"""The editors' desk: what waits, what takes place, what is missing."""

from datetime import date, time, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import TaskState

from catalogue.choices import Gap
from catalogue.domain.gaps import find_with_gap
from catalogue.factories import (
    ClosedPeriodFactory,
    CoursePageFactory,
    LecturerFactory,
    MeetingFactory,
    OfferingTranslationFactory,
    ProjectPageFactory,
    RunFactory,
    SubjectFactory,
    VenueFactory,
)
from catalogue.models import CoursePage, Run
from cms.languages import TRANSLATION_LANGUAGES
from media.factories import ImageFactory
from tests.catalogue.urgent import in_days, make_course
from tests.editor import press, review
from tests.forms import get_draft
from tests.pages import count_queries, read, text_of
from tests.people import make_cast, open_door

DESK = "/admin/redaktion/"
GAPS = "/admin/redaktion/luecken/"
CALENDAR = "/admin/redaktion/kalender/"


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def elif_(cast):
    return open_door(cast.editor)


# What waits


def submit(tree, cast, title: str, *, days: int, subject=None):
    page = make_course(tree, cast, subject=subject or SubjectFactory())
    press(open_door(cast.lecturer_owner), page, "action-submit", title=title)
    state = CoursePage.objects.get(pk=page.pk).current_workflow_task_state
    TaskState.objects.filter(pk=state.pk).update(started_at=timezone.now() - timedelta(days=days))
    return page


def read_queue(browser, query="") -> list[str]:
    return [text_of(row) for row in read(browser, f"{DESK}{query}").select(".editorial-table tbody tr")]


def test_queue_has_the_oldest_first_with_draft_titles(tree, cast, elif_):
    music = SubjectFactory(name="Musik")
    young = submit(tree, cast, "Jung", days=0)
    old = submit(tree, cast, "Alt", days=5, subject=SubjectFactory(name="Chor", parent=music))

    rows = read_queue(elif_)

    day = timezone.localdate() - timedelta(days=5)
    stage, who = "Prüfung durch die Redaktion", cast.lecturer_owner.get_full_name()
    assert rows[0] == f"Alt {old.code} {day:%d.%m.%Y} 5 Tage Musik › Chor {stage} {who}"
    assert rows[1].startswith(f"Jung {young.code} {timezone.localdate():%d.%m.%Y} Thema ")
    assert [row.split()[0] for row in read_queue(elif_, f"?subject={music.pk}")] == ["Alt"]
    assert len(read_queue(elif_, "?subject=unsinn")) == 2


def test_queue_leaves_out_what_is_decided(tree, cast, elif_):
    page = submit(tree, cast, "Abgelehnt", days=1)
    review(open_door(cast.other_editor), page, "reject", comment="Bitte kürzer.")

    assert read_queue(elif_) == []
    assert "Nichts wartet." in text_of(read(elif_, DESK).main)


def test_desk_costs_the_same_for_one_and_for_thirty(tree, cast, elif_):
    subject = SubjectFactory()
    submit(tree, cast, "A", days=1, subject=subject)
    few = count_queries(elif_, DESK)
    for _number in range(8):
        page = CoursePageFactory(parent=tree.courses, subject=subject, lecturers=[cast.anna])
        page = CoursePage.objects.get(pk=page.pk)
        page.save_revision(clean=False)
        page.get_workflow().start(page, cast.lecturer_owner)

    many = count_queries(elif_, DESK)

    assert (many, many <= 40) == (few, True)


# What is missing


def make_complete(tree, **values):
    """Nothing is missing."""
    values = {"lecturers": [LecturerFactory()], "image": ImageFactory(), **values}
    page = CoursePageFactory(parent=tree.courses, **values)
    for language, _label in TRANSLATION_LANGUAGES:
        OfferingTranslationFactory(offering=page, language=language)
    RunFactory(offering=page, start_date=in_days(7), end_date=in_days(70))
    return page


def change_run(page, **values):
    Run.objects.filter(offering=page.pk).update(**values)


SPOIL = {
    Gap.NO_DATE: lambda page: change_run(page, start_date=in_days(-70), end_date=in_days(-1)),
    Gap.ENDS_SOON: lambda page: change_run(page, start_date=in_days(-70), end_date=in_days(20)),
    Gap.FULL: lambda page: change_run(page, seats_max=8, seats_taken=8),
    Gap.NO_LECTURER: lambda page: type(page).lecturers.through.objects.filter(offering=page.pk).delete(),
    Gap.NO_PICTURE: lambda page: CoursePage.objects.filter(pk=page.pk).update(image=None),
    Gap.TRANSLATION_MISSING: lambda page: page.translations.get(language="uk").delete(),
    Gap.TRANSLATION_OUTDATED: lambda page: page.translations.filter(language="uk").update(is_outdated=True),
}


@pytest.mark.parametrize("gap", Gap)
def test_each_gap_is_found_alone(tree, cast, gap):
    make_complete(tree)
    spoilt = make_complete(tree)
    SPOIL[gap](spoilt)
    hidden = make_complete(tree, live=False)
    SPOIL[gap](hidden)

    found = {other: [page.pk for page in find_with_gap(other)] for other in Gap}

    assert found == {other: [spoilt.pk] if other == gap else [] for other in Gap}


@pytest.mark.parametrize(
    ("gap", "values"),
    [
        (Gap.FULL, {"fully_booked": True, "waiting_list": True}),
        (Gap.FULL, {"fully_booked": True, "status": "cancelled"}),
        (Gap.FULL, {"fully_booked": True, "start_date": in_days(-70), "end_date": in_days(-1)}),
        (Gap.FULL, {"seats_max": None, "seats_taken": 8}),
        (Gap.ENDS_SOON, {"start_date": in_days(-70), "end_date": in_days(22)}),
        (Gap.ENDS_SOON, {"start_date": in_days(-70), "end_date": None}),
        (Gap.NO_DATE, {"start_date": None, "end_date": None, "weekly_times": "tue 10:00-12:00"}),
    ],
)
def test_what_is_no_gap(tree, cast, gap, values):
    change_run(make_complete(tree), **values)

    assert list(find_with_gap(gap)) == []


def test_places_given_online_fill_a_run_too(tree, cast):
    page = make_complete(tree)
    change_run(page, seats_max=8, seats_taken=5, seats_online=2)
    assert list(find_with_gap(Gap.FULL)) == []
    change_run(page, seats_online=3)

    assert [found.pk for found in find_with_gap(Gap.FULL)] == [page.pk]


def test_a_later_meeting_is_a_date_and_no_early_end(tree, cast):
    over, ending = make_complete(tree), make_complete(tree)
    for page, last_day in ((over, -1), (ending, 10)):
        change_run(page, start_date=in_days(-70), end_date=in_days(last_day))
        MeetingFactory(run=page.runs.get(), date=in_days(40))

    assert [list(find_with_gap(gap)) for gap in (Gap.NO_DATE, Gap.ENDS_SOON)] == [[], []]


def test_a_project_has_a_period_instead_of_dates_and_may_do_without_people(tree, cast):
    ProjectPageFactory(parent=tree.projects, period_start=in_days(-10), period_end=in_days(100))
    ended = ProjectPageFactory(parent=tree.projects, period_start=in_days(-100), period_end=in_days(-1))

    assert [page.pk for page in find_with_gap(Gap.NO_DATE)] == [ended.pk]
    assert list(find_with_gap(Gap.NO_LECTURER)) == []


def test_somebody_who_left_leads_nothing(tree, cast):
    page = make_complete(tree, lecturers=[LecturerFactory(is_active=False)])

    assert [found.pk for found in find_with_gap(Gap.NO_LECTURER)] == [page.pk]


def test_list_says_which_languages_and_leads_to_the_form(tree, cast, elif_):
    page = make_complete(tree, title="Tango", subject=SubjectFactory(name="Tanz"))
    page.translations.filter(language__in=["uk", "ar"]).delete()

    (row,) = read(elif_, f"{GAPS}?gap=translation_missing").select(".editorial-table tbody tr")

    assert text_of(row) == (
        f"Tango {page.code} Tanz {page.lecturers.get().full_name} {in_days(70):%d.%m.%Y} Ukrainisch, Arabisch"
    )
    assert row.a["href"] == f"/admin/pages/{page.pk}/edit/"


def test_desk_counts_gaps_by_subject(tree, cast, elif_):
    dance = SubjectFactory(name="Tanz")
    make_complete(tree, image=None, subject=dance)
    make_complete(tree, image=None)

    def read_counts(query=""):
        tiles = read(elif_, f"{DESK}{query}").select(".editorial-tiles a")
        return [text_of(tile) for tile in tiles if "Bild" in tile.text]

    assert (read_counts(), read_counts(f"?subject={dance.pk}")) == (["2 Ohne Bild"], ["1 Ohne Bild"])


def test_export_holds_the_whole_list_without_formulas(tree, cast, elif_):
    dance = SubjectFactory(name="Tanz")
    for number in range(60):
        CoursePageFactory(parent=tree.courses, title=f"=1+{number:02}", subject=dance)
    CoursePageFactory(parent=tree.courses, title="Anderes", subject=SubjectFactory())

    csv = elif_.get(f"{GAPS}?gap=no_picture&subject={dance.pk}&export=csv")
    xlsx = elif_.get(f"{GAPS}?gap=no_picture&subject={dance.pk}&export=xlsx")

    lines = csv.content.decode("utf-8-sig").splitlines()
    assert (len(lines), lines[1].split(";")[1]) == (61, "'=1+00")
    assert csv["Content-Disposition"] == 'attachment; filename="no-picture.csv"'
    sheet = load_workbook(BytesIO(xlsx.content)).active
    assert (sheet.max_row, sheet["B2"].value, sheet["B2"].data_type) == (61, "'=1+00", "s")


def test_long_lists_have_pages(tree, cast, elif_):
    for _number in range(55):
        CoursePageFactory(parent=tree.courses)

    counts = [
        len(read(elif_, f"{GAPS}?gap=no_picture&seite={page}").select(".editorial-table tbody tr")) for page in (1, 2)
    ]

    assert counts == [50, 5]


@pytest.mark.parametrize("query", ["", "?gap=unsinn&seite=x&subject=y&export=z", "?gap=full&export=pdf"])
def test_nonsense_shows_a_list(cast, elif_, query):
    assert elif_.get(f"{GAPS}{query}")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("gap", Gap)
def test_gaps_cost_the_same_for_one_and_for_thirty(tree, cast, elif_, gap):
    SPOIL[gap](make_complete(tree))
    few = count_queries(elif_, f"{GAPS}?gap={gap}")
    for _number in range(10):
        SPOIL[gap](make_complete(tree))

    many = count_queries(elif_, f"{GAPS}?gap={gap}")

    assert (many, many <= 40) == (few, True)


# What takes place


def make_meeting(tree, day, start=10, end=12, *, room="Saal", venue=None, **values):
    page = CoursePageFactory(parent=tree.courses, **values)
    run = RunFactory(offering=page, venue=venue, room=room)
    MeetingFactory(run=run, date=day, start_time=time(start), end_time=time(end))
    return page


def read_days(browser, query) -> dict[str, str]:
    cells = read(browser, f"{CALENDAR}{query}").select(".editorial-month td")
    return {cell.time["datetime"]: text_of(cell) for cell in cells}


def test_month_shows_meetings_with_time_venue_and_room(tree, cast, elif_):
    house = VenueFactory(name="Altes Haus")
    make_meeting(tree, date(2026, 3, 4), title="Tango", venue=house)
    make_meeting(tree, date(2026, 3, 4), title="Entwurf", live=False)
    ClosedPeriodFactory(name="Putztag", start_date=date(2026, 3, 5), end_date=date(2026, 3, 5))

    days = read_days(elif_, "?monat=2026-03")

    assert (min(days), max(days), len(days)) == ("2026-02-23", "2026-04-05", 42)
    assert days["2026-03-04"] == "Mittwoch, 4. März 1 Termin 10:00–12:00 Tango Altes Haus, Saal"
    assert days["2026-03-05"] == "Donnerstag, 5. März Putztag"
    assert "Karfreitag" in days["2026-04-03"]


def test_month_is_narrowed_by_venue_and_subject(tree, cast, elif_):
    house, dance = VenueFactory(), SubjectFactory()
    child = SubjectFactory(parent=dance)
    make_meeting(tree, date(2026, 3, 4), title="Hier", venue=house)
    make_meeting(tree, date(2026, 3, 4), title="Tanz", subject=child)

    assert "Tanz" not in read_days(elif_, f"?monat=2026-03&venue={house.pk}")["2026-03-04"]
    assert "Hier" not in read_days(elif_, f"?monat=2026-03&subject={dance.pk}")["2026-03-04"]


@pytest.mark.parametrize(
    ("start", "room", "is_clash"), [(11, "Saal", True), (12, "Saal", False), (11, "Küche", False), (11, "", False)]
)
def test_one_room_taken_twice_is_told(tree, cast, elif_, start, room, is_clash):
    house = VenueFactory()
    make_meeting(tree, date(2026, 3, 4), 10, 12, venue=house, subject=SubjectFactory())
    dance = SubjectFactory()
    make_meeting(tree, date(2026, 3, 4), start, 13, room=room, venue=house, subject=dance)

    # also where only one of the two is shown
    for query in ("?monat=2026-03", f"?monat=2026-03&subject={dance.pk}"):
        assert ("Raum doppelt belegt" in read_days(elif_, query)["2026-03-04"]) is is_clash


@pytest.mark.parametrize("month", ["", "x", "2026-13", "0000-01", "99999-1", "2026-00", "²-1"])
def test_nonsense_shows_this_month(cast, elif_, month):
    assert timezone.localdate().isoformat() in read_days(elif_, f"?monat={month}")


def test_calendar_costs_the_same_for_one_and_for_thirty(tree, cast, elif_):
    venue = VenueFactory()
    make_meeting(tree, date(2026, 3, 4), venue=venue)
    few = count_queries(elif_, f"{CALENDAR}?monat=2026-03")
    for _number in range(30):
        make_meeting(tree, date(2026, 3, 4), venue=venue)

    many = count_queries(elif_, f"{CALENDAR}?monat=2026-03")

    assert (many, many <= 40) == (few, True)


@pytest.mark.parametrize("role", ["anonymous", "lecturer_owner", "coordinator"])
@pytest.mark.parametrize("url", [DESK, GAPS, CALENDAR, f"{GAPS}?export=csv"])
def test_desk_is_for_editors(cast, role, url):
    assert open_door(getattr(cast, role)).get(url).status_code == 302
    assert open_door(cast.administrator).get(url).status_code == 200


def test_only_editors_have_it_in_the_menu(cast, elif_):
    assert f'"url": "{DESK}"' in elif_.get("/admin/").content.decode()
    assert f'"url": "{DESK}"' not in open_door(cast.lecturer_owner).get("/admin/meine-angebote/").content.decode()


# Translations that lag behind


@pytest.fixture
def translated(tree, cast):
    page = make_course(tree, cast, subject=SubjectFactory())
    for language in ("en", "uk"):
        OfferingTranslationFactory(offering=page, language=language, title=f"Tango {language}", summary="")
    CoursePage.objects.get(pk=page.pk).save_revision(clean=False).publish()
    return CoursePage.objects.get(pk=page.pk)


def list_outdated(page) -> list[str]:
    return sorted(row.language for row in get_draft(page).translations.all() if row.is_outdated)


def test_new_german_words_make_translations_old(translated, elif_):
    press(elif_, translated, "save", title="Tango für alle")

    assert list_outdated(translated) == ["en", "uk"]
    assert translated.translations.filter(is_outdated=True).exists() is False


def test_minor_edit_keeps_them_also_after_the_draft_was_saved(translated, elif_):
    press(elif_, translated, "save", title="Tango fur alle")
    press(elif_, translated, "save", title="Tango für alle", minor_edit="on")

    assert list_outdated(translated) == []


def test_minor_edit_makes_nothing_current_that_was_old_in_public(translated, elif_):
    press(elif_, translated, "action-publish", title="Ganz anders")
    press(elif_, translated, "save", title="Ganz Anders", minor_edit="on")

    assert list_outdated(translated) == ["en", "uk"]


def test_a_translation_written_anew_is_current(translated, elif_):
    press(elif_, translated, "save", title="Tango für alle")
    press(elif_, translated, "save", **{"translations-0-title": "Tango for all"})

    assert list_outdated(translated) == ["uk"]


def test_other_changes_leave_translations_alone(translated, elif_):
    press(elif_, translated, "save", keywords="tanzen")

    assert list_outdated(translated) == []


def test_lecturers_see_the_box_too(translated, cast):
    form = open_door(cast.lecturer_owner).get(f"/admin/pages/{translated.pk}/edit/").content.decode()

    assert 'name="minor_edit"' in form

"""A whole term once more, from the list to the drafts."""

from datetime import date, time

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from catalogue.domain import term_batches
from catalogue.domain.term_batches import Term, carry_out_batch
from catalogue.factories import ClosedPeriodFactory, CoursePageFactory, MeetingFactory, RunFactory, SubjectFactory
from catalogue.models import CoursePage, TermBatch, TermBatchItem
from tests.forms import read_form
from tests.pages import count_queries, read, text_of
from tests.people import make_cast, open_door

URL = "/admin/redaktion/semester/"
AUTUMN = {"term": "2026-2", "subject": "", "state": ""}


@pytest.fixture
def cast(tree):
    return make_cast()


@pytest.fixture
def elif_(cast):
    return open_door(cast.editor)


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def make_course(tree, title: str, start: date, *, live=True, weeks=3, subject=None):
    """Weekly from that day on."""
    page = CoursePageFactory(parent=tree.courses, title=title, live=live, subject=subject)
    days = [date.fromordinal(start.toordinal() + 7 * week) for week in range(weeks)]
    weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[start.weekday()]
    run = RunFactory(
        offering=page, start_date=start, end_date=days[-1], weekly_times=f"{weekday} 18:00-19:30", seats_taken=7
    )
    for day in days:
        MeetingFactory(run=run, date=day, start_time=time(18), end_time=time(19, 30), is_generated=True)
    return page


def preview(browser, *pages, start="2027-02-22", **values):
    ticked = {"offering": [page.pk for page in pages], "start": start}
    return browser.post(URL, {**AUTUMN, **ticked, **values})


def confirm(browser, shown, at_once, **values):
    with at_once():
        return browser.post(URL, {**read_form(shown, selector="main form"), "confirm": "1", **values})


def read_rows(response) -> list[str]:
    soup = BeautifulSoup(response.content, "html.parser")
    return [text_of(row) for row in soup.select(".editorial-table tbody tr")]


def find_copies(*sources):
    return CoursePage.objects.exclude(pk__in=[page.pk for page in sources]).order_by("title", "pk")


def test_list_holds_what_begins_in_the_term(tree, cast, elif_):
    dance, music = SubjectFactory(name="Tanz"), SubjectFactory(name="Musik")
    child = SubjectFactory(name="Chor", parent=music)
    make_course(tree, "Tango", date(2026, 9, 3), subject=dance)
    make_course(tree, "Chor", date(2026, 10, 8), subject=child, live=False)
    make_course(tree, "Frühling", date(2026, 3, 5))

    def list_titles(**values):
        return [text_of(row.th.a) for row in read(elif_, URL, data=AUTUMN | values).select(".editorial-table tbody tr")]

    assert sorted(list_titles()) == ["Chor", "Tango"]
    assert list_titles(subject=music.pk) == ["Chor"]
    assert (list_titles(state="live"), list_titles(state="draft")) == (["Tango"], ["Chor"])
    assert list_titles(term="2026-1") == ["Frühling"]


def test_preview_moves_all_by_the_same_weeks_and_goes_past_holidays(tree, cast, elif_):
    early = make_course(tree, "A", date(2026, 9, 3))
    late = make_course(tree, "B", date(2026, 9, 24))
    ClosedPeriodFactory(name="Putztag", start_date=date(2027, 3, 4), end_date=date(2027, 3, 4))

    rows = read_rows(preview(elif_, early, late, start="2027-02-25"))

    assert rows[0].startswith(f"A {early.code} Do, 25.02.2027 – Do, 18.03.2027 3 Termine Do., 25.02.2027, 18:00")
    assert rows[0].endswith("Ohne Do, 04.03.2027: Putztag")
    assert rows[1].startswith(f"B {late.code} Do, 18.03.2027 – Do, 01.04.2027 3 Termine")
    assert CoursePage.objects.count() == 2


def test_worker_makes_drafts_with_free_places(tree, cast, elif_, at_once):
    pages = [make_course(tree, title, date(2026, 9, 3)) for title in ("A", "B")]

    answer = confirm(elif_, preview(elif_, *pages, start="2027-02-25"), at_once)

    copies = list(find_copies(*pages))
    assert [(copy.title, copy.live, copy.owner) for copy in copies] == [
        ("A", False, cast.editor),
        ("B", False, cast.editor),
    ]
    run = copies[0].runs.get()
    assert (run.start_date, run.seats_taken, run.meetings.count()) == (date(2027, 2, 25), 0, 3)
    shown = elif_.get(answer.url)
    assert read_rows(shown) == [
        f"A {pages[0].code} Entwurf {copies[0].code}",
        f"B {pages[1].code} Entwurf {copies[1].code}",
    ]
    assert "Fertig: 2 bearbeitet, davon 0 nicht angelegt." in shown.content.decode()


def test_unticked_ones_do_not_move_the_others(tree, cast, elif_, at_once):
    early, late = make_course(tree, "A", date(2026, 9, 3)), make_course(tree, "B", date(2026, 9, 24))

    confirm(elif_, preview(elif_, early, late, start="2027-02-25"), at_once, offering=[late.pk])

    assert [copy.runs.get().start_date for copy in find_copies(early, late)] == [date(2027, 3, 18)]


def test_double_click_makes_one_batch(tree, cast, elif_, at_once):
    page = make_course(tree, "A", date(2026, 9, 3))
    shown = preview(elif_, page)

    first, second = confirm(elif_, shown, at_once), confirm(elif_, shown, at_once)

    assert (first.url, TermBatch.objects.count(), find_copies(page).count()) == (second.url, 1, 1)


def test_a_worker_broken_off_goes_on_where_it_was(tree, cast, elif_, at_once, monkeypatch):
    pages = [make_course(tree, title, date(2026, 9, 3)) for title in ("A", "B")]
    repeat = term_batches._repeat

    def die_at_second(item, user):
        if item.source_id == pages[1].pk:
            raise KeyboardInterrupt
        return repeat(item, user)

    monkeypatch.setattr(term_batches, "_repeat", die_at_second)
    with pytest.raises(KeyboardInterrupt):
        confirm(elif_, preview(elif_, *pages), at_once)
    states = list(TermBatchItem.objects.values_list("state", flat=True))
    monkeypatch.undo()

    for _time in range(2):
        carry_out_batch(batch=TermBatch.objects.get())

    assert states == ["done", "waiting"]
    assert [copy.title for copy in find_copies(*pages)] == ["A", "B"]


def test_one_that_fails_is_named_and_stops_nobody(tree, cast, elif_, at_once, monkeypatch):
    pages = [make_course(tree, title, date(2026, 9, 3)) for title in ("A", "B", "C")]
    shown = preview(elif_, *pages)
    # somebody takes the dates away between the preview and the worker
    pages[0].runs.all().delete()
    repeat = term_batches.repeat_offering

    def break_b(*, offering, **kwargs):
        copy = repeat(offering=offering, **kwargs)
        if offering.pk == pages[1].pk:
            raise RuntimeError("broken after writing")
        return copy

    monkeypatch.setattr(term_batches, "repeat_offering", break_b)
    answer = confirm(elif_, shown, at_once)

    assert [copy.title for copy in find_copies(*pages)] == ["C"]
    assert read_rows(elif_.get(answer.url))[0].startswith(f"B {pages[1].code} nicht angelegt: Das hat nicht geklappt.")


def test_runs_gone_when_the_worker_comes_are_told(tree, cast, elif_):
    page = make_course(tree, "A", date(2026, 9, 3))
    batch = TermBatch.objects.create(created_by=cast.editor)
    batch.items.create(source_id=page.pk, run_uids=["00000000-0000-0000-0000-000000000000"], start=date(2027, 2, 25))

    carry_out_batch(batch=batch)

    assert batch.items.values_list("state", "message").get() == (
        "failed",
        "In diesem Angebot gibt es keinen Durchgang mit einem Beginn.",
    )


def test_what_was_repeated_already_is_not_ticked_again(tree, cast, elif_, at_once):
    page = make_course(tree, "A", date(2026, 9, 3))
    confirm(elif_, preview(elif_, page), at_once)

    again = preview(elif_, page)

    assert "Dafür gibt es schon einen Entwurf." in read_rows(again)[0]
    assert "offering" not in read_form(again, selector="main form")


def test_start_before_the_old_one_is_told_and_cannot_be_ticked(tree, cast, elif_, at_once):
    page = make_course(tree, "A", date(2026, 9, 3))

    shown = preview(elif_, page, start="2026-08-01")

    assert read_rows(shown) == [f"A {page.code} Der neue Beginn muss nach dem bisherigen liegen."]
    confirm(elif_, shown, at_once, offering=[page.pk])
    assert find_copies(page).count() == 0


@pytest.mark.parametrize(
    "values",
    [
        {"start": ""},
        {"start": "9999-12-31"},
        {"start": "unsinn"},
        {"term": "x"},
        {"offering": []},
        {"subject": "99999"},
    ],
)
def test_nonsense_makes_nothing(tree, cast, elif_, at_once, values):
    page = make_course(tree, "A", date(2026, 9, 3))

    answer = preview(elif_, page, **values)
    sent = {**AUTUMN, "offering": [page.pk], "start": "2027-02-22", "confirm": "1", **values}
    with at_once():
        elif_.post(URL, sent)
        elif_.post(URL, {**sent, "token": "unsinn"})

    assert answer.status_code == 200
    assert find_copies(page).count() == 0


@pytest.mark.parametrize("role", ["anonymous", "lecturer_owner", "coordinator"])
def test_only_editors_repeat_a_term(tree, cast, role, at_once):
    page = make_course(tree, "A", date(2026, 9, 3))
    batch = TermBatch.objects.create()
    browser = open_door(getattr(cast, role))

    asked = [URL, reverse("catalogue_term_batch", args=[batch.pk]), reverse("catalogue_term_progress", args=[batch.pk])]
    assert [browser.get(url).status_code for url in asked] == [302, 302, 302]
    with at_once():
        browser.post(URL, {**AUTUMN, "offering": [page.pk], "start": "2027-02-22", "confirm": "1"})
    assert TermBatch.objects.count() == 1


def test_progress_counts_what_is_done(tree, cast, elif_):
    page, other = (make_course(tree, title, date(2026, 9, 3)) for title in "AB")
    batch = TermBatch.objects.create(created_by=cast.editor)
    batch.items.create(source_id=page.pk, run_uids=[], start=date(2027, 2, 25), state="failed")
    batch.items.create(source_id=other.pk, run_uids=[], start=date(2027, 2, 25))

    assert elif_.get(reverse("catalogue_term_progress", args=[batch.pk])).json() == {
        "total": 2,
        "finished": 1,
        "failed": 1,
        "is_over": False,
    }
    bar = read(elif_, reverse("catalogue_term_batch", args=[batch.pk])).progress
    assert (bar["value"], bar["max"]) == ("1", "2")


def test_list_costs_the_same_for_one_and_for_thirty(tree, cast, elif_):
    make_course(tree, "A", date(2026, 9, 3))
    few = count_queries(elif_, f"{URL}?term=2026-2")
    for number in range(30):
        make_course(tree, f"B{number}", date(2026, 9, 3))

    many = count_queries(elif_, f"{URL}?term=2026-2")

    assert (many, many <= 40) == (few, True)


def test_a_year_mistyped_is_told(tree, cast, elif_):
    page = make_course(tree, "A", date(2026, 9, 3))

    assert "mehr als drei Jahre" in read_rows(preview(elif_, page, start="2207-02-22"))[0]
    answer = elif_.post(
        reverse("catalogue_repeat", args=[page.pk]), {"runs": [page.runs.get().uid], "start": "9999-12-31"}
    )
    assert "mehr als drei Jahre" in answer.content.decode()


def test_terms_are_half_years():
    assert [Term.of(date(2026, month, 30)) for month in (6, 7)] == [Term(2026, 1), Term(2026, 2)]
    assert [Term.parse(text) for text in ("2026-2", "2026-3", "x", "")] == [Term(2026, 2), None, None, None]

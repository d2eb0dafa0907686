from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from catalogue.exporters.ical import CalendarExporter
from catalogue.factories import ClosedPeriodFactory, CoursePageFactory, OfferingTranslationFactory, RunFactory
from catalogue.models import Meeting, Run
from tests.catalogue.exporters.exporting import read_calendar, read_events, read_with_other_program, render

pytestmark = pytest.mark.django_db


def update(meeting, **values):
    Meeting.objects.filter(pk=meeting.pk).update(**values)


def test_every_meeting_is_an_event_with_the_facts(course):
    first, second = read_events(course)

    assert first.decoded("dtstart").isoformat() == "2030-01-08T18:00:00+01:00"
    assert first.decoded("dtend").isoformat() == "2030-01-08T20:00:00+01:00"
    assert second.decoded("dtstart").isoformat() == "2030-04-02T18:00:00+02:00"
    assert str(first["dtstart"].params["TZID"]) == "Europe/Berlin"
    assert str(first["summary"]) == "Nähen für Anfängerinnen"
    assert str(first["location"]) == "Werkstatt, Raum 2, Ringweg 3, 40595 Düsseldorf"
    assert str(first["description"]) == (
        "Hosen kürzen; Taschen, Röcke.\n"
        "Kosten: 25,50 Euro, ermäßigt kostenlos (mit Düsselpass)\n"
        "https://kin-top.example/angebote/kurse/naehen/"
    )
    assert str(first["url"]) == "https://kin-top.example/angebote/kurse/naehen/"
    assert (first["geo"].latitude, first["geo"].longitude) == (51.145, 6.899)
    assert first["categories"].cats == ["Handarbeit"]
    assert "status" not in first


def test_another_program_reads_the_same(course):
    events = read_with_other_program(course).vevent_list

    assert [event.dtstart.value.astimezone(UTC) for event in events] == [
        datetime(2030, 1, 8, 17, tzinfo=UTC),
        datetime(2030, 4, 2, 16, tzinfo=UTC),
    ]
    assert events[0].summary.value == "Nähen für Anfängerinnen"
    assert events[0].location.value == "Werkstatt, Raum 2, Ringweg 3, 40595 Düsseldorf"
    assert [event.uid.value for event in events] == [str(event["uid"]) for event in read_events(course)]


def test_calendar_tells_its_name_and_zone(course):
    calendar = read_calendar(course, title="Angebote: Nähen, Kurs")

    assert str(calendar["x-wr-calname"]) == str(calendar["name"]) == "Angebote: Nähen, Kurs"
    assert (str(calendar["version"]), str(calendar["method"])) == ("2.0", "PUBLISH")
    [zone] = calendar.walk("VTIMEZONE")
    assert str(zone["tzid"]) == "Europe/Berlin"
    zone = zone.to_tz(lookup_tzid=False)
    assert [datetime(2031, month, 15, tzinfo=zone).utcoffset() for month in (1, 7)] == [
        timedelta(hours=1),
        timedelta(hours=2),
    ]


def test_lines_are_folded_and_end_as_the_standard_asks(course):
    course.title = " ".join(["Öffentliche Nähstunde"] * 8)
    course.save()

    content = render(CalendarExporter(), course)

    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert str(read_events(course)[0]["summary"]) == course.title


@pytest.mark.parametrize(
    "title",
    ["a,b;c\\d", "zwei\nZeilen", "<b>fett</b> & mehr", 'mit "Zeichen"', "BEGIN:VEVENT\r\nX:1", "الخياطة", "\x0bTab"],
)
def test_any_title_stays_one_text(course, title):
    course.title = title
    course.save()

    events = read_events(course)

    assert {str(event["summary"]) for event in events} == {title.replace("\r\n", "\n").replace("\x0b", "")}
    assert len(events) == len(read_with_other_program(course).vevent_list) == 2


def test_cancelled_meeting_says_so_and_stays(course, run):
    first = run.meetings.first()
    before = read_events(course)[0]
    update(first, status="cancelled", note="Kursleitung krank")

    after, other = read_events(course)

    assert (str(after["status"]), str(after["summary"])) == ("CANCELLED", "Fällt aus: Nähen für Anfängerinnen")
    assert str(after["description"]).startswith("Kursleitung krank\n")
    assert after["uid"] == before["uid"]
    assert "status" not in other


def test_cancelled_run_cancels_all_its_meetings(course, run):
    Run.objects.filter(pk=run.pk).update(status="cancelled")

    assert [str(event["status"]) for event in read_events(course)] == ["CANCELLED", "CANCELLED"]


def test_run_that_surely_takes_place_is_confirmed(course, run):
    Run.objects.filter(pk=run.pk).update(status="confirmed")

    assert {str(event["status"]) for event in read_events(course)} == {"CONFIRMED"}


def test_moved_meeting_keeps_its_identity(course, run):
    first = run.meetings.first()
    uid = read_events(course)[0]["uid"]
    update(first, status="moved", planned_date=first.date, date=date(2030, 1, 10), room="Atelier")

    event = next(event for event in read_events(course) if event["uid"] == uid)

    assert event.decoded("dtstart").isoformat() == "2030-01-10T18:00:00+01:00"
    assert "Atelier" in str(event["location"])
    assert "Verlegt vom 8. Januar 2030." in str(event["description"])


def test_each_publication_raises_the_sequence(course):
    sequences = [read_events(course)[0]["sequence"]]
    for seconds in (0, 60, 120):
        course.last_published_at = timezone.now() + timedelta(seconds=seconds)
        course.save()
        sequences.append(read_events(course)[0]["sequence"])

    assert sequences == sorted(set(sequences))
    assert sequences[-1] < 2**31


def test_urgent_change_raises_the_sequence_and_keeps_the_identity(course, run, django_user_model):
    from catalogue.domain.urgent import plan_cancellation, publish_change

    user = django_user_model.objects.create_user("elif")
    type(course).objects.filter(pk=course.pk).update(last_published_at=timezone.now() - timedelta(days=1))
    before = read_events(course)[0]
    publish_change(offering_pk=course.pk, change=plan_cancellation(meeting=run.meetings.first()), user=user)

    after = read_events(course)[0]

    assert (after["uid"], str(after["status"])) == (before["uid"], "CANCELLED")
    assert after["sequence"] > before["sequence"]
    assert after.decoded("last-modified") > before.decoded("last-modified")


def test_nothing_changes_between_two_readings(course):
    assert render(CalendarExporter(), course) == render(CalendarExporter(), course)


def test_copy_of_an_offering_has_events_of_its_own(tree, course):
    course.save_revision().publish()
    copy = course.copy(update_attrs={"slug": "kopie", "title": "Kopie"}, keep_live=True, copy_revisions=False)

    uids = [str(event["uid"]) for event in read_events(course, copy)]

    assert len(uids) == len(set(uids)) == 4


def test_meeting_without_hours_is_a_day_nobody_is_busy(course, run):
    update(run.meetings.first(), start_time=None, end_time=None)

    event = next(event for event in read_events(course) if "dtend" not in event)

    assert event.decoded("dtstart") == date(2030, 1, 8)
    assert str(event["transp"]) == "TRANSPARENT"


def test_weekly_rule_without_dated_meetings_gives_its_days(course, run):
    run.meetings.all().delete()
    ClosedPeriodFactory(start_date=date(2030, 1, 20), end_date=date(2030, 3, 25))

    events = read_events(course)

    assert [event.decoded("dtstart").date() for event in events] == [
        date(2030, 1, 8), date(2030, 1, 15), date(2030, 3, 26), date(2030, 4, 2),
    ]  # fmt: skip
    assert events[0].decoded("dtstart").time() == time(18)


def test_unreadable_rule_leaves_the_first_day(course, run):
    run.meetings.all().delete()
    Run.objects.filter(pk=run.pk).update(weekly_times="wann es passt")

    [event] = read_events(course)

    assert event.decoded("dtstart") == date(2030, 1, 8)


def test_past_runs_are_left_out_beside_current_ones(course):
    RunFactory(offering=course, start_date=date(2020, 1, 7), end_date=date(2020, 2, 1), meetings=2)

    assert {event.decoded("dtstart").year for event in read_events(course)} == {2030}


def test_offering_without_dates_gives_a_calendar_all_the_same(tree):
    assert read_events(CoursePageFactory(parent=tree.courses)) == []


def test_texts_are_in_the_language_asked_for(course):
    OfferingTranslationFactory(offering=course, language="en", title="Sewing", summary="Make bags.")

    with override("en"):
        [event, _other] = read_events(course, language="en")

    assert str(event["summary"]) == "Sewing"
    assert str(event["url"]) == "https://kin-top.example/en/angebote/kurse/naehen/"

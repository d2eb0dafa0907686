from datetime import date, time

import pytest

from catalogue.domain.schedule import (
    MAX_MEETINGS,
    ScheduleError,
    WeeklyTime,
    find_skipped_days,
    format_weekly_times,
    get_daytime,
    get_public_holiday,
    parse_weekly_times,
    plan_meetings,
)

TUESDAY = WeeklyTime(1, time(9, 30), time(12))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Di 9:30-12:00", "tue 09:30-12:00"),
        ("tue 09:30-12:00", "tue 09:30-12:00"),
        ("Dienstag 9.30 bis 12 Uhr", "tue 09:30-12:00"),
        ("dienstags: 9:30 – 12", "tue 09:30-12:00"),
        ("Do 17-19; Di 9:30–12", "tue 09:30-12:00; thu 17:00-19:00"),
        ("Mo, Mi 18-20", "mon 18:00-20:00; wed 18:00-20:00"),
        ("Mo und Mi 18-20 Uhr", "mon 18:00-20:00; wed 18:00-20:00"),
        ("Mo 18-20\nFr 10-11", "mon 18:00-20:00; fri 10:00-11:00"),
        ("Sa 10-12; Sa 10-12", "sat 10:00-12:00"),
        ("", ""),
    ],
)
def test_weekly_times_read_what_people_write(text, canonical):
    assert format_weekly_times(parse_weekly_times(text)) == canonical


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("irgendwann", "„irgendwann“ ist keine Wochenzeit. Schreiben Sie zum Beispiel: Di 9:30–12:00; Do 17–19"),
        ("Xy 9-10", "„Xy 9-10“: „Xy“ ist kein Wochentag. Schreiben Sie Mo, Di, Mi, Do, Fr, Sa oder So."),
        ("Di 25-26", "„Di 25-26“: Diese Uhrzeit gibt es nicht."),
        ("Di 12-9", "„Di 12-9“: Das Ende liegt nicht nach dem Beginn."),
        ("Di 9-9", "„Di 9-9“: Das Ende liegt nicht nach dem Beginn."),
    ],
)
def test_weekly_times_name_the_culprit(text, message):
    with pytest.raises(ScheduleError) as caught:
        parse_weekly_times(text)

    assert str(caught.value) == message


def test_meetings_leave_out_public_holidays_of_north_rhine_westphalia():
    thursday = WeeklyTime(3, time(17), time(19))

    meetings = plan_meetings(times=[thursday], start=date(2026, 5, 28), end=date(2026, 6, 18))

    # Corpus Christi, 4 June 2026, is a holiday here and not in all of Germany
    assert [meeting.date for meeting in meetings] == [date(2026, 5, 28), date(2026, 6, 11), date(2026, 6, 18)]


def test_meetings_leave_out_closed_periods_with_both_their_ends():
    closed = [(date(2026, 9, 8), date(2026, 9, 15))]

    meetings = plan_meetings(times=[TUESDAY], start=date(2026, 9, 1), end=date(2026, 9, 22), closed_periods=closed)

    assert [meeting.date for meeting in meetings] == [date(2026, 9, 1), date(2026, 9, 22)]


def test_meetings_include_first_and_last_day():
    meetings = plan_meetings(times=[TUESDAY], start=date(2026, 9, 1), end=date(2026, 9, 8))

    assert [(m.date, m.start, m.end) for m in meetings] == [
        (date(2026, 9, 1), time(9, 30), time(12)),
        (date(2026, 9, 8), time(9, 30), time(12)),
    ]


def test_every_other_week_keeps_two_weekdays_in_the_same_weeks():
    monday = WeeklyTime(0, time(18), time(20))

    # starts on a Tuesday: the Monday of that week lies before the run
    meetings = plan_meetings(times=[TUESDAY, monday], start=date(2026, 9, 1), end=date(2026, 9, 30), interval_weeks=2)

    assert [meeting.date for meeting in meetings] == [
        date(2026, 9, 1),
        date(2026, 9, 14),
        date(2026, 9, 15),
        date(2026, 9, 28),
        date(2026, 9, 29),
    ]


def test_a_typing_error_in_the_year_makes_no_thousands_of_meetings():
    with pytest.raises(ScheduleError) as caught:
        plan_meetings(times=[TUESDAY], start=date(2026, 9, 1), end=date(2206, 9, 1))

    assert str(caught.value) == (
        f"Aus diesen Angaben entstünden mehr als {MAX_MEETINGS} Termine. Bitte prüfen Sie Beginn und Ende."
    )


@pytest.mark.parametrize(
    ("start", "daytime"),
    [
        (time(8), "morning"),
        (time(11, 59), "morning"),
        (time(12), "afternoon"),
        (time(16, 59), "afternoon"),
        (time(17), "evening"),
    ],
)
def test_daytime_turns_at_noon_and_five(start, daytime):
    assert get_daytime(start) == daytime


def test_public_holiday_has_its_german_name():
    assert get_public_holiday(date(2026, 11, 1)) == "Allerheiligen"
    assert get_public_holiday(date(2026, 11, 2)) == ""


def test_skipped_days_have_their_reason():
    skipped = find_skipped_days(
        times=[WeeklyTime(4, time(18), time(20))],
        start=date(2026, 12, 11),
        end=date(2027, 1, 8),
        closed_periods=[(date(2026, 12, 27), date(2027, 1, 2), "Weihnachtspause")],
    )

    assert skipped == [(date(2026, 12, 25), "Erster Weihnachtstag"), (date(2027, 1, 1), "Neujahr")]

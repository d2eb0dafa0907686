from datetime import date, time, timedelta

import pytest

from catalogue.choices import MeetingStatus
from catalogue.domain.schedule import get_public_holiday
from home.demo.codes import CodeMaker
from home.demo.dates import find_season, list_closed_periods, list_windows, plan_block
from home.demo.files import read_data
from home.demo.load import Report, make_calendar, plan_offerings
from home.demo.plan import PlannedMeeting, PlannedOffering, PlannedRun, plan_course
from home.demo.staffing import Rooms, Staff, shift_meeting, shift_weekly_times


def plan_all(today: date, *, seed: int = 2026):
    data, report = read_data(), Report()
    calendar = make_calendar(data, seed=seed, today=today)
    codes = CodeMaker(data, today=today)
    return plan_offerings(data, calendar=calendar, codes=codes, report=report), report


def test_same_seed_and_day_give_the_same_plan():
    assert plan_all(date(2026, 11, 23))[0] == plan_all(date(2026, 11, 23))[0]


def test_another_seed_gives_other_dates():
    first, second = (plan_all(date(2026, 11, 23), seed=seed)[0] for seed in (1, 2))

    assert [run.values for run in first[20].runs] != [run.values for run in second[20].runs]


@pytest.mark.parametrize(
    "today", [date(2026, 1, 2), date(2026, 4, 4), date(2026, 8, 1), date(2027, 12, 27), date(2028, 2, 29)]
)
def test_plan_is_sound_whatever_the_day(today):
    offerings, report = plan_all(today)

    meetings = [(run, meeting) for offering in offerings for run in offering.runs for meeting in run.meetings]
    assert [m for _run, m in meetings if get_public_holiday(m.date) or m.date.weekday() == 6] == []
    assert [offering.key for offering in offerings if not offering.lecturers] == []
    courses = [offering for offering in offerings if not offering.is_project]
    assert [course.key for course in courses if not all(run.meetings for run in course.runs)] == []
    assert len({offering.values["code"] for offering in offerings}) == len(offerings)
    assert len(report.overlaps) < 5
    assert len(report.homeless) < 30


@pytest.mark.parametrize(
    ("key", "season"),
    [
        ("sommer-waldwoche", "sommer"),
        ("herbst-drachen-und-wind", "herbst"),
        ("filmwerkstatt-ferien", "ferien"),
        ("nouruz-fest", "nouruz"),
        ("winter-lichterwerkstatt", "jahreswechsel"),
        ("deutsch-a1-1-vormittag", ""),
    ],
)
def test_key_tells_the_season(key, season):
    assert find_season(key) == season


def test_camp_of_a_season_takes_place_in_it():
    calendar = make_calendar(read_data(), seed=1, today=date(2026, 11, 23))

    block = plan_block(
        calendar=calendar, key="oster-camp", weekday=1, days=4, after=date(2026, 11, 26), season="ostern"
    )

    assert block == [date(2027, 3, 30) + timedelta(days=number) for number in range(4)]


def test_camp_at_the_turn_of_the_year_opens_the_closed_house():
    calendar = make_calendar(read_data(), seed=1, today=date(2026, 11, 23))

    block = plan_block(
        calendar=calendar, key="licht", weekday=0, days=3, after=date(2026, 11, 26), season="jahreswechsel"
    )

    assert block == [date(2026, 12, 28), date(2026, 12, 29), date(2026, 12, 30)]


def test_season_that_is_over_comes_again_next_year():
    first, last = next(list_windows("sommer", after=date(2026, 9, 1)))

    assert (first, last) == (date(2027, 7, 19), date(2027, 8, 31))


def test_closed_period_over_new_year_ends_in_the_next_year():
    rows = [{"name": "Weihnachtspause", "start": "12-23", "end": "01-02"}]

    periods = list_closed_periods(rows, today=date(2026, 5, 1))

    assert periods[1] == ("Weihnachtspause", date(2026, 12, 23), date(2027, 1, 2))


def test_state_of_an_edition_shows_in_its_seats():
    calendar = make_calendar(read_data(), seed=1, today=date(2026, 11, 23))
    row = read_data().courses[0] | {"seats": [4, 10], "weekly": ["tue 10:00-11:00"], "weeks": 5}

    values = {
        state: plan_course(row | {"state": state}, calendar=calendar).runs[0].values
        for state in ("full", "few", "waiting_list", "cancelled")
    }

    assert (values["full"]["seats_taken"], values["full"]["fully_booked"]) == (10, True)
    assert values["few"]["seats_taken"] in (7, 8, 9)
    assert (values["waiting_list"]["seats_taken"], values["waiting_list"]["waiting_list"]) == (10, True)
    assert values["cancelled"]["status"] == "cancelled"


def make_meeting(day: date, start: int, end: int) -> PlannedMeeting:
    return PlannedMeeting(day, time(start), time(end), status=MeetingStatus.PLANNED)


def make_offering(key: str, *, room: str = "Raum 1", start: int = 10) -> PlannedOffering:
    values = {"title": key, "summary": "", "teaching_languages": ["de"], "support_languages": []}
    weekly = f"mon {start}:00-{start + 1}:00"
    run = PlannedRun({"room": room, "weekly_times": weekly}, "haus", [make_meeting(date(2026, 6, 1), start, start + 1)])
    return PlannedOffering(key, "tanz", values, ["Wir tanzen."], runs=[run])


def test_second_course_in_a_room_goes_next_door():
    rooms, first, second = Rooms(), make_offering("a"), make_offering("b")

    rooms.place(first)
    rooms.place(second)

    assert [each.runs[0].values["room"] for each in (first, second)] == ["Raum 1", "Raum 2"]


def test_course_without_another_room_moves_to_another_hour():
    rooms, first, second = Rooms(), make_offering("a", room="Küche"), make_offering("b", room="Küche")

    rooms.place(first)
    rooms.place(second)

    run = second.runs[0]
    assert (run.values["room"], run.meetings[0].start_time, rooms.shifted) == ("Küche", time(11), ["b"])
    assert run.values["weekly_times"] == "mon 11:00-12:00"


def test_course_whose_text_names_the_hour_does_not_move():
    rooms, first, second = Rooms(), make_offering("a", room="Küche"), make_offering("b", room="Küche")
    second.paragraphs = ["Um 10 Uhr geht es los."]

    rooms.place(first)
    rooms.place(second)

    assert (second.runs[0].values["room"], rooms.homeless) == ("", ["b"])


def test_shifted_meeting_stays_in_its_part_of_the_day():
    assert shift_meeting(make_meeting(date(2026, 6, 1), 11, 12), 60) is None
    assert shift_meeting(make_meeting(date(2026, 6, 1), 8, 9), -15) is None
    assert shift_weekly_times("tue 09:30-12:00", 15) == "tue 09:45-12:15"


def make_person(slug: str, *, subject: str = "tanz", role: str = "Tänzerin") -> dict:
    return {"slug": slug, "subjects": [subject], "languages": ["de"], "role": role}


def test_nobody_leads_two_courses_at_once():
    staff = Staff([make_person("ada"), make_person("ben", subject="theater")], {"tanz": "buehne", "theater": "buehne"})
    offerings = [make_offering("a"), make_offering("b"), make_offering("c", start=14)]

    for offering in offerings:
        staff.assign(offering)

    assert [offering.lecturers for offering in offerings] == [["ada"], ["ben"], ["ada"]]
    assert staff.overlaps == []


def test_womens_course_is_led_by_a_woman():
    staff = Staff([make_person("ben", role="Tänzer"), make_person("mia")], {"tanz": "buehne"})
    offering = make_offering("a")
    offering.target_groups = ["frauen"]

    staff.assign(offering)

    assert offering.lecturers == ["mia"]

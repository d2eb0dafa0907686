"""What happens on which day of the week, for each place."""

from datetime import timedelta

from django.utils import timezone

from catalogue.factories import CoursePageFactory, RunFactory, VenueFactory
from kintop_booklet.domain.weekplan import collect_week_plan
from kintop_booklet.tests.printing import SITE_URL


def plan(*pages):
    return collect_week_plan([page.pk for page in pages], site_url=SITE_URL)


def test_slots_stand_on_their_day_and_part_of_the_day(choir):
    (place,) = plan(choir).places

    assert (place.name, place.weekdays[0], place.weekdays[-1]) == ("Haus der Lieder", "Montag", "Freitag")
    assert [part.name for part in place.dayparts] == ["abends"]
    (slot,) = place.dayparts[0].days[1]
    assert (slot.times, slot.title, slot.room) == ("18 bis 20 Uhr", "Chor der Nachbarschaft", "Saal")
    assert slot.note.startswith("ab ")


def test_every_place_has_its_plan_and_our_houses_come_first(tree, choir):
    elsewhere = CoursePageFactory(parent=tree.courses)
    RunFactory(offering=elsewhere, venue=VenueFactory(name="Am Rand"), weekly_times="sat 10:00-12:00")
    online = CoursePageFactory(parent=tree.courses, format="online")
    RunFactory(offering=online, weekly_times="mon 18:00-19:00")

    places = plan(online, elsewhere, choir).places

    assert [place.name for place in places] == ["Haus der Lieder", "Am Rand", "online"]
    assert places[1].weekdays[-1] == "Samstag"


def test_the_same_course_later_in_the_year_is_named_once(choir, house):
    later = timezone.localdate() + timedelta(days=200)
    RunFactory(offering=choir, venue=house, weekly_times="tue 18:00-20:00", start_date=later)

    assert len(plan(choir).places[0].dayparts[0].days[1]) == 1


def test_what_is_cancelled_over_or_without_weekly_time_is_left_out(tree):
    past = timezone.localdate() - timedelta(days=100)
    for options in (
        {"status": "cancelled", "weekly_times": "mon 10:00-11:00"},
        {"start_date": past, "end_date": past, "weekly_times": "mon 10:00-11:00"},
        {"weekly_times": ""},
    ):
        RunFactory(offering=(page := CoursePageFactory(parent=tree.courses)), **options)
        assert plan(page).places == ()

"""How places are counted, who moves up, and what pages and search say of it."""

import pytest
from django.core import mail

from catalogue.domain.urgent import RefusedError, plan_places, publish_change
from catalogue.factories import RunFactory
from catalogue.models import CoursePage, Offering
from kintop_registration.domain import places
from kintop_registration.factories import RegistrationFactory
from kintop_registration.tests.registering import (
    change_run,
    in_days,
    list_states,
    list_subjects,
    make_course,
    reload,
)
from search.backends import get_backend
from search.indexing import find_drift
from search.query import Query
from tests.pages import read, text_of

pytestmark = pytest.mark.django_db


BOOKABLE = {"kintop_registration_bookable": ["yes"]}


def count_found(selections) -> int:
    return get_backend().search(Query.build(selections=selections)).total


@pytest.fixture
def small(tree):
    """Three places, one given by hand, with a waiting list."""
    return make_course(tree, seats_min=1, seats_max=3, seats_taken=1, waiting_list=True)


def test_places_by_hand_and_online_are_one_number(visitor, client, small):
    visitor.join(small, "Anna")

    page = read(client, small.offering.url)
    assert "noch 1 von 3 Plätzen frei" in text_of(page.main)

    visitor.join(small, "Bert")

    page = read(client, small.offering.url)
    assert text_of(page.select_one(".join .badge")) == "Warteliste"
    run = reload(small)
    assert (run.seats_taken, run.seats_online, run.seats_given) == (1, 2, 3)


def test_search_follows_at_once(visitor, small):
    few, waiting = {"availability": ["few"]}, {"availability": ["waiting_list"]}
    assert [count_found(each) for each in (few, waiting, BOOKABLE)] == [1, 0, 1]

    visitor.join(small, "Anna", persons="2")

    assert [count_found(each) for each in (few, waiting, BOOKABLE)] == [0, 1, 0]
    assert small.offering_id not in find_drift().stale


def test_who_comes_too_late_waits_and_moves_up_in_order(visitor, small):
    first = visitor.join(small, "Anna", persons="2")
    for name in ("Bert", "Cem", "Dana"):
        visitor.join(small, name)
    assert list_states() == {"Anna": "confirmed", "Bert": "waiting", "Cem": "waiting", "Dana": "waiting"}
    mail.outbox.clear()

    visitor.withdraw(first)

    assert list_states() == {"Anna": "withdrawn", "Bert": "confirmed", "Cem": "confirmed", "Dana": "waiting"}
    assert [(letter.to[0], letter.subject) for letter in mail.outbox[1:]] == [
        ("bert@example.org", "Ein Platz ist frei geworden: Tango"),
        ("cem@example.org", "Ein Platz ist frei geworden: Tango"),
    ]


def test_order_is_that_of_confirming(visitor, small):
    first = visitor.join(small, "Anna", persons="2")
    early = visitor.register(small, name="Früh", email="frueh@example.org", persons="2")
    late = visitor.register(small, name="Spät", email="spaet@example.org", persons="2")
    visitor.confirm(late)
    visitor.confirm(early)

    visitor.withdraw(first)

    assert list_states() == {"Anna": "withdrawn", "Früh": "waiting", "Spät": "confirmed"}


def test_many_do_not_keep_one_from_the_free_place(visitor, small):
    first = visitor.join(small, "Anna", persons="1")
    visitor.join(small, "Bert", persons="1")
    visitor.join(small, "Familie", persons="4")
    visitor.join(small, "Cem")

    visitor.withdraw(first)

    assert list_states() == {"Anna": "withdrawn", "Bert": "confirmed", "Familie": "waiting", "Cem": "confirmed"}


def test_nobody_overtakes_who_waits_for_a_place_that_has_become_free(visitor, small):
    visitor.join(small, "Anna", persons="2")
    visitor.join(small, "Bert")
    # by hand, and nobody has moved up yet
    change_run(small, seats_max=4)

    visitor.join(small, "Cem")

    assert list_states() == {"Anna": "confirmed", "Bert": "confirmed", "Cem": "waiting"}


def test_more_persons_than_places_get_none_without_a_waiting_list(visitor, tree):
    run = make_course(tree, seats_max=3, seats_taken=1, seats_min=1, waiting_list=False)
    registration = visitor.register(run, persons="3")

    assert "kein Platz mehr frei" in visitor.confirm(registration).content.decode()
    assert reload(run).seats_online == 0


def test_places_added_by_hand_let_the_waiting_move_up(visitor, small, django_capture_on_commit_callbacks):
    visitor.join(small, "Anna", persons="2")
    visitor.join(small, "Bert")
    change = plan_places(run=reload(small), seats_taken=0, fully_booked=False, waiting_list=True)

    with django_capture_on_commit_callbacks(execute=True):
        publish_change(offering_pk=small.offering_id, change=change, user=None)

    assert list_states() == {"Anna": "confirmed", "Bert": "confirmed"}
    assert reload(small).seats_online == 3


def test_booked_up_by_hand_holds_the_waiting_list(visitor, small):
    first = visitor.join(small, "Anna", persons="2")
    visitor.join(small, "Bert")
    change_run(small, fully_booked=True)

    visitor.withdraw(first)

    assert list_states() == {"Anna": "withdrawn", "Bert": "waiting"}


@pytest.mark.parametrize("values", [{"status": "cancelled"}, {"start_date": in_days(-1)}], ids=str)
def test_nobody_moves_up_into_a_run_that_is_cancelled_or_goes_on(visitor, small, values):
    first = visitor.join(small, "Anna", persons="2")
    visitor.join(small, "Bert")
    change_run(small, **values)

    visitor.withdraw(first)

    assert list_states() == {"Anna": "withdrawn", "Bert": "waiting"}


def test_by_hand_nobody_gives_away_what_is_given_online(visitor, small):
    visitor.join(small, "Anna", persons="2")

    with pytest.raises(RefusedError, match="bleiben höchstens 1"):
        plan_places(run=reload(small), seats_taken=2, fully_booked=False, waiting_list=True)


# drafts and copies


def test_publishing_an_older_draft_keeps_the_places_of_today(visitor, small):
    page = CoursePage.objects.get(pk=small.offering_id)
    page.title = "Tango für alle"
    page.save_revision(clean=False)
    visitor.join(small, "Anna", persons="2")

    CoursePage.objects.get(pk=page.pk).get_latest_revision().publish()

    run = reload(small)
    assert (run.offering.title, run.seats_online, run.availability) == ("Tango für alle", 2, "waiting_list")


def test_registering_publishes_no_draft_and_writes_no_revision(visitor, small):
    page = CoursePage.objects.get(pk=small.offering_id)
    page.title = "Noch geheim"
    draft = page.save_revision(clean=False)
    published = Offering.objects.get(pk=page.pk).last_published_at

    visitor.join(small, "Anna")

    now = Offering.objects.get(pk=page.pk)
    assert (now.title, now.latest_revision_id, now.last_published_at) == ("Tango", draft.pk, published)
    assert now.has_unpublished_changes


def test_copy_of_an_offering_starts_with_no_registrations(visitor, small):
    visitor.join(small, "Anna", persons="2")

    copy = CoursePage.objects.get(pk=small.offering_id).copy(update_attrs={"slug": "kopie", "title": "Kopie"})

    run = copy.runs.get()
    assert (run.uid == small.uid, run.seats_online, reload(small).seats_online) == (True, 0, 2)


# moving


def test_moving_takes_the_place_along_and_lets_the_next_one_up(visitor, small):
    other = RunFactory(offering=small.offering, number="2", start_date=in_days(60))
    first = visitor.join(small, "Anna", persons="2")
    visitor.join(small, "Bert")

    places.move(first.pk, run_uid=other.uid)

    first.refresh_from_db()
    assert (first.run_uid, list_states()) == (other.uid, {"Anna": "confirmed", "Bert": "confirmed"})
    numbers = Offering.objects.get(pk=small.offering_id).runs.order_by("number").values_list("number", "seats_online")
    assert list(numbers) == [("1", 1), ("2", 2)]


def test_moving_to_a_full_run_waits_there_or_stays(visitor, small):
    full = RunFactory(offering=small.offering, number="2", seats_taken=12)
    first = visitor.join(small, "Anna")
    with pytest.raises(places.ClosedError):
        places.move(first.pk, run_uid=full.uid)
    first.refresh_from_db()
    assert (first.run_uid, first.status, reload(small).seats_online) == (small.uid, "confirmed", 1)

    full.waiting_list = True
    full.save()
    places.move(first.pk, run_uid=full.uid)

    first.refresh_from_db()
    assert (first.run_uid, first.status, reload(small).seats_online) == (full.uid, "waiting", 0)


def test_moving_leads_to_no_run_of_another_offering(visitor, small, tree):
    foreign = make_course(tree, offering={"slug": "fremd"})
    first = visitor.join(small, "Anna")

    with pytest.raises(places.ClosedError):
        places.move(first.pk, run_uid=foreign.uid)


def test_a_sum_is_asked_once_however_many_have_registered(small, django_assert_num_queries):
    RegistrationFactory.create_batch(30, run=small)

    with django_assert_num_queries(1):
        assert places.count_online(offering_id=small.offering_id, run_uid=small.uid) == 30


def test_letters_of_the_waiting_say_so(visitor, small):
    visitor.join(small, "Anna", persons="2")
    visitor.join(small, "Bert")

    assert list_subjects("bert@example.org")[1:] == ["Sie stehen auf der Warteliste: Tango"]

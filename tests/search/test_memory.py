"""What a process remembers, and when it looks again."""

import pytest
from django.db import transaction

from search.indexing import note_label_change
from search.memory import Remembered, look_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def loads():
    return []


@pytest.fixture
def remembered(loads):
    def load():
        loads.append(len(loads))
        return len(loads)

    return Remembered(load)


def test_nothing_is_read_twice_without_a_change(remembered, loads):
    assert [remembered.get(), remembered.get()] == [1, 1]
    assert len(loads) == 1


def test_noted_change_is_seen_at_once(remembered):
    remembered.get()

    note_label_change()

    assert remembered.get() == 2


def test_change_that_was_rolled_back_leaves_nothing_wrong(remembered):
    remembered.get()

    with transaction.atomic():
        note_label_change()
        inside = remembered.get()
        transaction.set_rollback(True)

    assert (inside, remembered.get()) == (2, 3)


def test_several_memories_share_one_look(remembered, django_assert_num_queries):
    other = Remembered(list)

    with django_assert_num_queries(1), look_once(), look_once():
        remembered.get()
        other.get()
        remembered.get()


def test_without_a_pin_every_use_looks(remembered, django_assert_num_queries):
    with django_assert_num_queries(2):
        remembered.get()
        remembered.get()

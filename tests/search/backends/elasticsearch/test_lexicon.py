"""How old what a process knows of the words may be."""

import threading
import time

import pytest

from search.backends.elasticsearch import lexicon
from search.backends.elasticsearch.lexicon import UNREAD, Lexicon, LexiconHolder


class Reader:
    """Reads a new lexicon each time: its total is the number of the reading."""

    def __init__(self):
        self.count = 0
        self.fails = False
        #: set while reading may go on
        self.may_read = threading.Event()
        self.may_read.set()

    def __call__(self):
        self.count += 1
        number = self.count
        self.may_read.wait(10)
        if self.fails:
            raise OSError("no engine")
        return Lexicon(total=number, index=f"index{number}")


@pytest.fixture
def reader():
    reader = Reader()
    yield reader
    reader.may_read.set()


@pytest.fixture
def holder(reader):
    return LexiconHolder(reader)


def make_answer(index):
    return {"hits": {"hits": [{"_index": index}]}}


def test_first_search_waits_for_the_words(holder):
    assert holder.get().total == 1


def test_young_lexicon_is_kept(holder, reader):
    assert [holder.get().total for _number in range(3)] == [1, 1, 1]
    assert reader.count == 1


def test_nobody_searches_with_an_old_lexicon(holder, monkeypatch):
    """Even where nobody has searched for hours, so that nobody asked for a newer one."""
    monkeypatch.setattr(lexicon, "MAX_AGE", 0.05)
    monkeypatch.setattr(lexicon, "REFRESH", 0.04)
    holder.get()
    time.sleep(0.06)

    assert holder.get().total == 2


def test_bound_on_its_age_is_five_minutes():
    assert lexicon.REFRESH < lexicon.MAX_AGE <= 300


def test_lexicon_is_renewed_before_it_is_old(holder, reader, monkeypatch):
    monkeypatch.setattr(lexicon, "REFRESH", 0.02)
    holder.get()
    reader.may_read.clear()
    time.sleep(0.03)

    start = time.monotonic()
    assert holder.get().total == 1
    assert time.monotonic() - start < 0.5
    assert reader.count == 2


def test_old_lexicon_is_used_while_the_engine_gives_no_newer(holder, reader, monkeypatch):
    monkeypatch.setattr(lexicon, "MAX_AGE", 0.02)
    monkeypatch.setattr(lexicon, "REFRESH", 0.01)
    holder.get()
    reader.fails = True
    time.sleep(0.03)

    assert [holder.get().total for _number in range(3)] == [1, 1, 1]


def test_slow_reading_costs_its_wait_once(holder, reader, monkeypatch):
    monkeypatch.setattr(lexicon, "FIRST_WAIT", 0.2)
    reader.may_read.clear()
    times = []
    for _number in range(3):
        start = time.monotonic()
        assert holder.get() is UNREAD
        times.append(time.monotonic() - start)

    assert times[0] > 0.15
    assert max(times[1:]) < 0.1


def test_answer_from_a_rebuilt_index_asks_for_its_words(holder):
    holder.get()
    holder.note_answer(make_answer("index1"))
    same = holder.get().total

    holder.note_answer(make_answer("index2"))

    assert (same, holder.get().total) == (1, 2)


def test_reading_that_began_before_a_rebuild_comes_too_late(holder, reader, monkeypatch):
    monkeypatch.setattr(lexicon, "FIRST_WAIT", 0.0)
    reader.may_read.clear()
    holder.prepare()
    first = holder._reader
    holder.forget()
    reader.may_read.set()
    first.join()

    assert holder.peek() is UNREAD


def test_values_that_no_document_has_any_more_are_no_choice():
    words = Lexicon(vanished={"subject": frozenset({"zirkus", "malen"})})

    counts = words.drop_vanished({"subject": {"zirkus": 0, "malen": 1, "tanz": 0}, "level": {"A1": 0}})

    # "malen" came back since the reading
    assert counts == {"subject": {"malen": 1, "tanz": 0}, "level": {"A1": 0}}

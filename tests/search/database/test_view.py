"""The view is added to while others read their snapshots of it."""

import threading
from datetime import date

from pyroaring import FrozenBitMap

from search.backends.database.counting import count_facets
from search.backends.database.matching import Matcher
from search.backends.database.ordering import pick_page
from search.backends.database.store import Snapshot
from search.backends.database.texts import match_text
from search.backends.database.view import Index
from search.query import Query

TODAY = date(2026, 9, 1)


def make_document(number: int) -> dict:
    day = f"2026-{9 + number % 4:02d}-{1 + number % 28:02d}"
    return {
        "id": number,
        "title": f"Kurs {number}",
        "title_keys": {"de": f"kurs {number}"},
        "type": "course",
        "code": f"K{number:05d}",
        "path": f"/kurs-{number}/",
        "published": None,
        "translations": {},
        "age": [number % 60, None],
        "period": [None, None],
        "facets": {"type": ["course"], "language": [("de", "uk", "ru")[number % 3]]},
        "runs": [
            {
                "start": day,
                "end": "2026-12-31",
                "facets": {"price": ["free"], "status": ["planned"], "venue": [f"haus-{number % 9}"]},
                "availability": [["free", None, day], ["started", "2026-12-30", None]],
                "meetings": [f"{day} 10:00 11:00 mon morning"],
                "rule": [],
                "spans": False,
                "price": "0.00",
            }
        ]
        * (1 + number % 3),
        "tokens": {"title": {"exact": ["kurs", str(number)], "stems": ["kurs"]}},
        "spellings": [],
    }


def take_snapshot(index: Index, version: int = 0) -> Snapshot:
    return Snapshot(index, FrozenBitMap(index.alive), tuple(index.planes), TODAY, version)


def make_index(count: int) -> Index:
    index = Index()
    for number in range(1, count + 1):
        index.add(make_document(number))
    return index


def test_changed_document_counts_once():
    index = make_index(10)
    for _ in range(3):
        index.add(make_document(4))

    assert len(Matcher(take_snapshot(index), Query()).find()) == 10
    assert count_facets(Matcher(take_snapshot(index), Query()))["price"] == {"free": 10}


def test_value_that_left_with_its_document_is_not_counted():
    index = make_index(3)
    assert set(count_facets(Matcher(take_snapshot(index), Query()))["language"]) == {"uk", "ru", "de"}
    index.remove(1)

    assert set(count_facets(Matcher(take_snapshot(index), Query()))["language"]) == {"ru", "de"}


def test_snapshot_stays_as_it_was():
    index = make_index(10)
    snapshot = take_snapshot(index)
    for number in range(1, 6):
        index.remove(number)
    for number in range(50, 90):
        index.add(make_document(number))

    assert len(Matcher(snapshot, Query()).find()) == 10
    assert count_facets(Matcher(snapshot, Query()))["price"] == {"free": 10}


def test_readers_are_not_disturbed_by_a_writer():
    index = make_index(50)
    errors, done = [], threading.Event()
    queries = [
        Query(),
        Query.build(selections={"language": ["uk"], "weekday": ["mon", "tue"]}, date_from=TODAY),
        Query.build(selections={"venue": ["haus-3"], "availability": ["free"]}, archive=True),
    ]

    def read():
        try:
            while not done.is_set():
                snapshot = take_snapshot(index)
                size = len(snapshot.alive)
                for query in queries:
                    found = Matcher(snapshot, query).find()
                    count_facets(Matcher(snapshot, query))
                    pick_page(snapshot, found, sort="start", first=0, size=20)
                    assert len(found) <= size
                match_text(snapshot, "Kurs", language="de", visible=snapshot.alive)
                assert len(Matcher(snapshot, Query()).find()) == size
        except Exception as error:  # noqa: BLE001 -- told by the main thread
            errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(51, 600):
        index.add(make_document(number))
        index.add(make_document(number % 40 + 1))
    done.set()
    for reader in readers:
        reader.join()

    assert errors == []

"""Many queries by chance, the same ones in every run."""

import random
from datetime import timedelta

from django.utils import timezone

from search.facets import FACETS
from search.query import SORTS, Query

COUNT = 600
TEXTS = (
    *("", "Deutsch", "Deutschkurs", "Nähen", "naehkurs", "kostenlos abends", "Frauen", "Kinderbetreuung", "Gruppe"),
    *("Deutsch Frauen", "Gitarre Nachhilfe Computer", "Wo kann ich kostenlos tanzen?", "K007-26", "k 012.26", "k007"),
    *("guitar", "курс", "Kurs für Senioren", "\"Deutsch A1\"", "online", "!!!", "Projekt Nachbarschaft", "💃 Tanz"),
    *("*:* OR title:deutsch", "{\"query\": 1}", "a" * 300, "der die das", "دورة", "Samstag vormittags"),
)  # fmt: skip


def make_queries(texts=TEXTS, count=COUNT):
    chance = random.Random(2026)
    today = timezone.localdate()
    for _number in range(count):
        selections = {
            facet.name: chance.sample(values, min(len(values), chance.choice((1, 1, 2, 3)) if facet.multiple else 1))
            for facet in chance.sample(FACETS, chance.choice((0, 0, 1, 1, 2, 3)))
            if (values := list(facet.get_options()))
        }
        start = today + timedelta(days=chance.randrange(-60, 90))
        dates = chance.choice(
            [{}] * 5
            + [{"date_from": start}, {"date_to": start}, {"date_from": start, "date_to": start + timedelta(days=20)}]
        )
        yield Query.build(
            q=chance.choice(texts),
            selections=selections,
            age=chance.choice((None, None, None, 5, 17, 70)),
            archive=chance.random() < 0.2,
            sort=chance.choice(("", "", *SORTS)),
            page=chance.choice((1, 1, 1, 2)),
            page_size=10,
            **dates,
        )

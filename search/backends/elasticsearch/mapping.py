"""How an index is built. Whoever changes anything here changes the fingerprint, and a rebuild is due."""

import json
from functools import lru_cache

from elasticsearch.dsl import Boolean, Integer, IntegerRange, Keyword, Long, Mapping, Nested, Object

from catalogue.choices import WEEKDAY_SLUGS, Availability, Daytime
from cms.languages import TRANSLATION_LANGUAGES
from search.facets import DATED_FACET, FACETS, OFFERING_FACETS, RUN_FACETS
from search.fingerprints import digest
from search.terms import FIELD_WEIGHTS, TIERS

#: raise it when the meaning of a field changes but not its definition
FORMAT = 1
#: no query is longer (search.forms.MAX_TEXT), so no longer token is ever asked for
LONGEST_TOKEN = 400
#: hours nobody knows count for the day, not for a part of it
CELLS = tuple(f"{weekday}_{daytime or 'unknown'}" for weekday in WEEKDAY_SLUGS for daytime in (*Daytime.values, ""))
LANGUAGES = ("de", *(code for code, _name in TRANSLATION_LANGUAGES))

SETTINGS = {
    "number_of_shards": 1,
    # one node is green without copies, three nodes hold three copies
    "auto_expand_replicas": "0-2",
    "refresh_interval": "1s",
}


def get_cell(weekday: str, daytime: str) -> str:
    return f"{weekday}_{daytime or 'unknown'}"


@lru_cache(maxsize=1)
def get_mappings() -> dict:
    """Without ``_meta``.

    Days are numbers as ``date.toordinal`` counts, moments are minutes since the year 1. Texts come as ready
    tokens, so they are keywords: the engine only has to compare them.
    """
    mapping = Mapping()
    mapping.meta("dynamic", "strict")
    # hits need their card, nothing of what they were found by
    mapping.meta("_source", {"includes": ["card"]})
    mapping.field("card", Object(enabled=False))
    mapping.field("id", Long())
    #: of the document, for finding drift
    mapping.field("digest", Keyword(index=False))
    mapping.field("is_page", Boolean())
    mapping.field("facets", Object(properties={facet.name: Keyword() for facet in OFFERING_FACETS}))
    #: all of them once more, each with the name of its facet, to be counted together
    mapping.field("values", Keyword())
    mapping.field("ages", IntegerRange(doc_values=False))
    mapping.field("title_key", Keyword())
    mapping.field("published", Keyword())
    mapping.field("code_key", Keyword(doc_values=False))
    # titles by language, and what remains of them from each of their words on
    mapping.field("begins", Object(properties={language: _make_title() for language in LANGUAGES}))
    mapping.field("starts", Object(properties={language: _make_title() for language in LANGUAGES}))
    #: last day of the offering, far away where it has none
    mapping.field("last_day", Integer())
    mapping.field("spellings", Keyword(index=False, ignore_above=LONGEST_TOKEN))
    mapping.field("tokens", Object(properties={field: _make_tiers() for field in FIELD_WEIGHTS}))
    mapping.field("runs", _make_runs())
    mapping.field("together", _make_together())
    # apart from the runs: the order by the next start looks at nothing else
    mapping.field("moments", Nested(properties={"at": Long(), "last_day": Integer()}))
    return mapping.to_dict()


def _make_tiers() -> Object:
    return Object(properties={tier: Keyword(ignore_above=LONGEST_TOKEN) for tier in TIERS})


def _make_title() -> Keyword:
    return Keyword(doc_values=False, ignore_above=LONGEST_TOKEN)


def _make_runs() -> Nested:
    """Days of meetings lie in a field for each weekday and part of the day.

    So "a meeting on a Tuesday evening in May" is one range in one field, and no meeting needs a hidden
    document of its own.
    """
    day = {"doc_values": False}
    return Nested(
        properties={
            "facets": Object(properties={facet.name: Keyword() for facet in RUN_FACETS if facet.name != DATED_FACET}),
            "availability": _make_availability(),
            "start": Integer(**day),
            "end": Integer(**day),
            "days": Integer(**day),
            "cells": Object(properties={cell: Integer(**day) for cell in CELLS}),
            "rule": Keyword(doc_values=False),
            "spans": Boolean(doc_values=False),
            #: in cents
            "price": Long(index=False),
            #: days on which this run's price is the offering's
            "price_days": IntegerRange(doc_values=False),
        }
    )


def _make_together() -> Object:
    """What the runs offer together, so that most offerings are counted without a look at their runs."""
    return Object(
        properties={
            "facets": Object(properties={name: Keyword() for name in get_together_facets()}),
            "availability": _make_availability(),
            "values": Keyword(),
            #: the last day on which nothing of it is over
            "until": Integer(),
        }
    )


def get_together_facets() -> list[str]:
    """Facets of runs and meetings whose values do not depend on the day."""
    return [facet.name for facet in FACETS if facet.level != "offering" and facet.name != DATED_FACET]


def _make_availability() -> Object:
    return Object(properties={value: IntegerRange(doc_values=False) for value in Availability.values})


@lru_cache(maxsize=1)
def get_fingerprint() -> str:
    """Of the index's structure: an index with another one cannot answer this code."""
    return digest(json.dumps([FORMAT, SETTINGS, get_mappings()], sort_keys=True).encode())

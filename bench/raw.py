"""The bare engine requests behind our searches: the same bodies, without any of our code around them."""

import json
from urllib.parse import urlencode

from bench.timing import Call


def capture_calls(queries: list[str]) -> list[Call]:
    """What the backend sends first for each query string. Needs Django set up with the engine's address."""
    from django.http import QueryDict
    from django.utils import timezone

    from search.backends import get_backend
    from search.backends.elasticsearch.backend import JSON_TYPE, SEARCH_OPTIONS, Ask
    from search.query import Query

    engine = get_backend().engine
    engine._lexicon.prepare()
    path = f"/{engine.alias}/_search?{urlencode({name: str(value).lower() for name, value in SEARCH_OPTIONS.items()})}"
    headers = {"accept": JSON_TYPE, "content-type": JSON_TYPE}
    calls = []
    for text in queries:
        parsed = Query.parse(QueryDict(text))
        if parsed.errors:
            raise ValueError(f"{text}: {parsed.errors}")
        body = Ask(parsed.query, timezone.localdate(), engine._plan(parsed.query)).get_body()
        calls.append(Call(path, json.dumps(body).encode(), headers))
    return calls

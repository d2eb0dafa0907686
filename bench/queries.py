"""What people ask for, one query of each kind. Every row of the report answers all of them."""

#: kind -> query string of the finder
QUERIES = {
    "everything": "",
    "one word": "q=deutsch",
    "two words": "q=tanz+kinder",
    "question": "q=Wo+kann+ich+kostenlos+Deutsch+lernen%3F",
    "typing error": "q=Nähkurss",
    "word and facets": "q=deutsch&target_group=frauen&childcare=1",
    "offering facets": "target_group=familien&type=course&age=9",
    "run facets": "weekday=tue&daytime=evening&price=free",
    "place": "district=garath&accessible=1",
    "dates": "from={from_}&to={to}&format=in_person",
    "archive by title": "archive=1&sort=title",
    "page 5": "page=5",
    "page 3 of a word": "q=kurs&page=3",
    "nothing found": "q=unterwasserrugby&target_group=senioren",
}


def list_queries(today) -> dict[str, str]:
    """With dates around this day."""
    from datetime import timedelta

    return {
        kind: text.format(from_=today.isoformat(), to=(today + timedelta(days=14)).isoformat())
        for kind, text in QUERIES.items()
    }

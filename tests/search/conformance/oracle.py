"""The rules of the finder (design, section 6) in the plainest Python, document by document.

Every backend has to agree with this. It knows nothing of bitmaps or engines and takes its time.
"""

from collections import Counter
from datetime import date

from catalogue.choices import WEEKDAY_SLUGS
from search.analysis import analyze_query
from search.facets import FACETS, FACETS_BY_NAME

#: a word made of two that fewer documents hold is also met by the two apart
FEW = 4
DISTANT_PAST, DISTANT_FUTURE = "0001-01-01", "9999-12-31"


def find(documents, query, today: date) -> set[int]:
    """Ids of the documents that satisfy the query."""
    texts = find_by_text(documents, query, today)
    return {
        document["id"]
        for document in documents
        if (texts is None or document["id"] in texts) and satisfies(document, query, today)
    }


def count_facets(documents, query, today: date) -> dict[str, dict[str, int]]:
    """facet -> value -> offerings that choosing this value alone in its facet would give."""
    texts = find_by_text(documents, query, today)
    found = [document for document in documents if texts is None or document["id"] in texts]
    counts = {}
    for facet in FACETS:
        values = [value for document in found for value in get_possible_values(document, query, facet, today)]
        counts[facet.name] = {value: values.count(value) for value in set(values)}
    return counts


def get_possible_values(document, query, facet, today: date) -> set[str]:
    others = query.with_selection(facet.name, [])
    if facet.level == "offering":
        values = set(document["facets"].get(facet.name, []))
        if facet.name == "type" and document["type"] == "page":
            others = others.with_selection("type", ["page"])
        return values if satisfies(document, others, today) else set()
    if not satisfies_offering(document, others, today):
        return set()
    found = set()
    for run in get_runs(document, others, today):
        if facet.level == "run":
            if satisfies_run(run, others, today) and satisfies_time(run, others, today):
                found |= get_run_values(run, facet.name, today)
        elif satisfies_run(run, others, today):
            for moment in get_moments(run, others, today):
                if fits_moment(moment, others):
                    found.add(moment[1] if facet.name == "weekday" else moment[2])
    return found - {""}


def satisfies(document, query, today: date) -> bool:
    if not satisfies_offering(document, query, today):
        return False
    if not has_run_conditions(query):
        return document["type"] == "page" or bool(get_runs(document, query, today))
    return any(
        satisfies_run(run, query, today) and satisfies_time(run, query, today)
        for run in get_runs(document, query, today)
    )


def satisfies_offering(document, query, today: date) -> bool:
    if document["type"] == "page" and not query.q and "page" not in query.get_selection("type"):
        return False
    for name, values in query.selections:
        chosen = set(values) & set(document["facets"].get(name, []))
        if FACETS_BY_NAME[name].level == "offering" and not chosen:
            return False
    if query.age is not None:
        if document["type"] == "page":
            return False
        first, last = document["age"]
        return (first is None or first <= query.age) and (last is None or query.age <= last)
    return True


def has_run_conditions(query) -> bool:
    return bool(query.date_from or query.date_to) or any(
        FACETS_BY_NAME[name].level != "offering" for name, _values in query.selections
    )


def get_runs(document, query, today: date) -> list[dict]:
    """Runs that count; an offering without runs is one run with its period."""
    runs = document["runs"]
    if not runs and document["type"] != "page":
        start, end = document["period"]
        runs = [
            {"start": start, "end": end, "facets": {}, "availability": [], "meetings": [], "rule": [], "spans": True}
        ]
    return [run for run in runs if query.archive or run["end"] is None or run["end"] >= today.isoformat()]


def get_run_values(run, name: str, today: date) -> set[str]:
    if name != "availability":
        return set(run["facets"].get(name, []))
    day = today.isoformat()
    return {
        value
        for value, first, last in run["availability"]
        if (first or DISTANT_PAST) <= day <= (last or DISTANT_FUTURE)
    }


def satisfies_run(run, query, today: date) -> bool:
    return all(
        set(values) & get_run_values(run, name, today)
        for name, values in query.selections
        if FACETS_BY_NAME[name].level == "run"
    )


def satisfies_time(run, query, today: date) -> bool:
    weekdays, daytimes = query.get_selection("weekday"), query.get_selection("daytime")
    if not (weekdays or daytimes or query.date_from or query.date_to):
        return True
    if any(fits_moment(moment, query) for moment in get_moments(run, query, today)):
        return True
    return not (weekdays or daytimes) and run["spans"] and overlaps(run, query, today)


def fits_moment(moment, query) -> bool:
    _day, weekday, daytime = moment
    weekdays, daytimes = query.get_selection("weekday"), query.get_selection("daytime")
    return (not weekdays or weekday in weekdays) and (not daytimes or daytime in daytimes)


def get_moments(run, query, today: date):
    """(day, weekday, daytime) of the meetings in the range; of the weekly rule where there are no meetings."""
    first, last = get_range(query, today)
    for day, start, *_rest in (text.split(" ") for text in run["meetings"]):
        if first <= day <= last:
            yield day, WEEKDAY_SLUGS[date.fromisoformat(day).weekday()], get_part_of_day(start)
    if run["rule"] and (not (query.date_from or query.date_to) or overlaps(run, query, today)):
        for weekday, daytime in run["rule"]:
            yield None, weekday, daytime


def overlaps(run, query, today: date) -> bool:
    if not (run["start"] or run["end"]):
        return False
    first, last = get_range(query, today)
    start, end = run["start"] or DISTANT_PAST, run["end"] or DISTANT_FUTURE
    return first <= last and start <= last and end >= first


def get_range(query, today: date) -> tuple[str, str]:
    first = query.date_from.isoformat() if query.date_from else DISTANT_PAST
    if not query.archive:
        first = max(first, today.isoformat())
    return first, query.date_to.isoformat() if query.date_to else DISTANT_FUTURE


def get_part_of_day(start: str) -> str:
    if not start:
        return ""
    if start < "12:00":
        return "morning"
    return "afternoon" if start < "17:00" else "evening"


def find_by_text(documents, query, today: date) -> set[int] | None:
    """Ids of the documents with all words; with all but one where none has all."""
    if not query.q:
        return None
    terms = [term for term in analyze_query(query.q).terms if not term.optional]
    visible = {
        document["id"] for document in documents if document["type"] == "page" or get_runs(document, query, today)
    }
    met = [find_by_word(documents, term) & visible for term in terms]
    numbers = {pk: sum(pk in found for found in met) for pk in visible}
    found = {pk for pk, number in numbers.items() if number == len(terms)}
    if not found and len(terms) > 1:
        found = {pk for pk, number in numbers.items() if number == len(terms) - 1}
    return found


def find_by_word(documents, term) -> set[int]:
    """Ids of the documents that hold it; of a word made of two that is rare also those that hold the two apart."""
    found = {document["id"] for document in documents if meets(document, term)}
    if term.fallback and count_most_frequent(documents, term) < FEW:
        halves = [{document["id"] for document in documents if meets(document, half)} for half in term.fallback]
        found |= set.intersection(*halves)
    return found


def count_most_frequent(documents, term) -> int:
    """Documents that hold the most frequent token of the term in the same field."""
    counts = Counter(
        (field, tier, token)
        for document in documents
        for field, tiers in document["tokens"].items()
        for tier, tokens in tiers.items()
        for token in getattr(term, tier) & set(tokens)
    )
    return max(counts.values(), default=0)


def meets(document, term) -> bool:
    return any(
        getattr(term, tier) & set(words) for tiers in document["tokens"].values() for tier, words in tiers.items()
    )

"""The smallest engine there can be: what a backend does with tokens and terms."""

from search.analysis import Term, analyze_query, analyze_text


def has_term(term: Term, text: str, language: str = "de") -> bool:
    tokens = analyze_text(text, language)
    return bool(
        term.exact.intersection(tokens.exact)
        or term.stems.intersection(tokens.stems)
        or term.pairs.intersection(tokens.pairs)
        or term.parts.intersection(tokens.parts)
    )


def matches(query: str, text: str, language: str = "de", query_language: str = "de") -> bool:
    analyzed = analyze_query(query, query_language)
    return bool(analyzed.required) and all(has_term(term, text, language) for term in analyzed.required)


def get_alternatives(query: str, language: str = "de") -> list[frozenset[str]]:
    """What decides about a match, whatever the order of the words."""
    return sorted((term.alternatives for term in analyze_query(query, language).required), key=sorted)

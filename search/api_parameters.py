"""The parameters of the API as OpenAPI tells them. What they mean is decided by search.forms alone."""

from django.conf import settings

from search.facets import FACETS, FacetDefinition
from search.forms import MAX_TEXT, MAX_VALUES
from search.query import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, MAX_WINDOW, PARAMETERS, SORTS

DESCRIPTIONS = {
    "q": "Text to look for.",
    "age": "Offerings for people of this age, or for all ages.",
    "from": "Meetings on this day or later.",
    "to": "Meetings on this day or earlier.",
    "archive": "1 also finds what is over.",
    "sort": "Order; without it by relevance for a text, else by the next start.",
    "page": f"page * page_size is at most {MAX_WINDOW}.",
    "lang": "Language of labels and, where translated, of texts. Default: Accept-Language, else German.",
}
SCHEMAS = {
    "q": {"type": "string", "maxLength": MAX_TEXT},
    "age": {"type": "integer", "minimum": 0, "maximum": 120},
    "from": {"type": "string", "format": "date"},
    "to": {"type": "string", "format": "date"},
    "archive": {"type": "string", "enum": ["0", "1"]},
    "sort": {"type": "string", "enum": list(SORTS)},
    "page": {"type": "integer", "minimum": 1, "maximum": MAX_WINDOW, "default": 1},
    "page_size": {
        "type": "integer",
        "minimum": 1,
        "maximum": MAX_PAGE_SIZE,
        "default": DEFAULT_PAGE_SIZE,
    },
}
LANGUAGE = {
    "name": "lang",
    "in": "query",
    "description": DESCRIPTIONS["lang"],
    "schema": {"type": "string", "enum": [code for code, _name in settings.LANGUAGES]},
}


def list_search_parameters(*, paged: bool = True) -> list[dict]:
    facets = {facet.name: facet for facet in FACETS}
    names = [*PARAMETERS, *(name for name in facets if name not in PARAMETERS)]
    if not paged:
        names = [name for name in names if name not in ("sort", "page", "page_size")]
    return [
        *(_describe_facet(facets[name]) if name in facets else _describe(name) for name in names),
        LANGUAGE,
    ]


def _describe(name: str) -> dict:
    parameter = {"name": name, "in": "query", "schema": SCHEMAS[name]}
    return {**parameter, "description": DESCRIPTIONS[name]} if name in DESCRIPTIONS else parameter


def _describe_facet(facet: FacetDefinition) -> dict:
    if not facet.multiple:
        return {"name": facet.name, "in": "query", "schema": {"type": "string", "enum": ["0", "1"]}}
    value = {"type": "string"}
    # data of the centre changes without a new version of the API
    if not facet.is_data:
        value["enum"] = list(facet.get_options())
    return {
        "name": facet.name,
        "in": "query",
        "description": f"Any of these; values with counts: facet “{facet.name}” of the answer.",
        "schema": {"type": "array", "items": value, "maxItems": MAX_VALUES},
        "style": "form",
        "explode": True,
    }

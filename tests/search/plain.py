"""The document of a page without any facts, where only the way of an entry matters and not what it says."""

PLAIN_DOCUMENT = {
    "title": "Seite",
    "type": "page",
    "code": "",
    "published": None,
    "path": "/",
    "translations": {},
    "facets": {"type": ["page"]},
    "runs": [],
    "age": [None, None],
    "period": [None, None],
    "detail": {},
}

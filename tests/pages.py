"""Reading public pages in tests: one place that knows how a page is taken apart."""

from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.indexing import note_label_change


def read(client, url, *, status=200, **kwargs):
    response = client.get(url, **kwargs)
    assert response.status_code == status, url
    return BeautifulSoup(response.content, "html.parser")


def text_of(element) -> str:
    return " ".join(element.get_text(" ").split())


def count_queries(client, url) -> int:
    """SQL queries of a page with empty caches, its pictures already drawn."""
    client.get(url)
    cache.clear()
    # what the process remembers is to be read anew as well
    note_label_change()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)

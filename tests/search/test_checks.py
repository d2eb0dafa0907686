import pytest

from search.checks import check_index, check_search_url
from search.models import SearchIndex

ENGINE = "elasticsearch+http://localhost:9200/kintop"


def list_ids(messages):
    return [message.id for message in messages]


@pytest.mark.parametrize(
    ("url", "ids"),
    [
        ("database://", []),
        (ENGINE, []),
        ("solr://localhost", ["search.E001"]),
        ("elasticsearch+http:///kintop", ["search.E001"]),
    ],
)
def test_search_url_is_checked(settings, url, ids):
    settings.SEARCH_URL = url

    assert list_ids(check_search_url()) == ids


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fingerprints", "ids"),
    [
        (None, ["search.W001"]),
        ({"fingerprint": "old"}, ["search.W002"]),
        ({"content_fingerprint": "old"}, ["search.W003"]),
        ({}, []),
    ],
)
def test_check_says_when_to_rebuild(settings, fingerprints, ids):
    from search.backends.elasticsearch.mapping import get_fingerprint
    from search.fingerprints import get_content_fingerprint

    settings.SEARCH_URL = ENGINE
    if fingerprints is not None:
        current = {"fingerprint": get_fingerprint(), "content_fingerprint": get_content_fingerprint()}
        SearchIndex.objects.create(name="kintop-1", **(current | fingerprints))

    assert list_ids(check_index(databases=["default"])) == ids


def test_check_of_the_index_needs_the_database_to_be_asked_for(settings):
    settings.SEARCH_URL = ENGINE

    assert check_index(databases=None) == []

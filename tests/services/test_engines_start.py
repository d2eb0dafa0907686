"""The engines answer the client the search uses, in the ways the search needs."""

import subprocess

import pytest
from elasticsearch import Elasticsearch, helpers

from search.backends.elasticsearch.transport import OpenSearchHttpNode

NODE_CLASS = {"elasticsearch": {}, "opensearch": {"node_class": OpenSearchHttpNode}}
MAPPINGS = {
    "dynamic": "strict",
    "properties": {
        "tokens": {"type": "text", "analyzer": "whitespace"},
        "subject": {"type": "keyword"},
        "runs": {"type": "nested", "properties": {"weekday": {"type": "keyword"}, "price": {"type": "integer"}}},
    },
}
OFFERINGS = [
    {"tokens": "deutsch kurs a1", "subject": "sprachen", "runs": [{"weekday": "mon", "price": 0}]},
    {"tokens": "nähen kurs", "subject": "kreativ", "runs": [{"weekday": "mon", "price": 20}]},
    {
        "tokens": "deutsch kurs b1",
        "subject": "sprachen",
        "runs": [{"weekday": "tue", "price": 0}, {"weekday": "mon", "price": 40}],
    },
]


@pytest.fixture(params=["elasticsearch", "opensearch"])
def client(request):
    url = request.getfixturevalue(f"{request.param}_url")
    with Elasticsearch(url, **NODE_CLASS[request.param]) as client:
        yield client
        client.indices.delete(index="kintop-try,kintop-try-2", ignore_unavailable=True)


def fill_index(client, *, replicas):
    client.indices.create(
        index="kintop-try", mappings=MAPPINGS, settings={"number_of_shards": 1, "number_of_replicas": replicas}
    )
    helpers.bulk(
        client,
        ({"_index": "kintop-try", "_id": str(number), **offering} for number, offering in enumerate(OFFERINGS)),
        refresh=True,
    )


def test_search_finds_words_in_same_nested_run_and_counts_facets(client):
    fill_index(client, replicas=0)

    answer = client.search(
        index="kintop-try",
        query={
            "bool": {
                "must": [{"match": {"tokens": {"query": "deutsch kurs", "operator": "and"}}}],
                "filter": [
                    {
                        "nested": {
                            "path": "runs",
                            "query": {
                                "bool": {"filter": [{"term": {"runs.weekday": "mon"}}, {"term": {"runs.price": 0}}]}
                            },
                        }
                    }
                ],
            }
        },
        aggregations={
            "all": {
                "global": {},
                "aggregations": {
                    "subjects": {"terms": {"field": "subject"}},
                    "runs": {
                        "nested": {"path": "runs"},
                        "aggregations": {
                            "weekdays": {
                                "terms": {"field": "runs.weekday"},
                                "aggregations": {"offerings": {"reverse_nested": {}}},
                            }
                        },
                    },
                },
            }
        },
    )

    counted = answer["aggregations"]["all"]
    assert [hit["_id"] for hit in answer["hits"]["hits"]] == ["0"]
    assert {bucket["key"]: bucket["doc_count"] for bucket in counted["subjects"]["buckets"]} == {
        "sprachen": 2,
        "kreativ": 1,
    }
    assert {bucket["key"]: bucket["offerings"]["doc_count"] for bucket in counted["runs"]["weekdays"]["buckets"]} == {
        "mon": 3,
        "tue": 1,
    }


def test_whitespace_analyzer_changes_nothing(client):
    fill_index(client, replicas=0)

    answer = client.indices.analyze(index="kintop-try", field="tokens", text="Nähen nähen kt-26.104")

    assert [token["token"] for token in answer["tokens"]] == ["Nähen", "nähen", "kt-26.104"]


def test_alias_moves_to_another_index_in_one_step(client):
    fill_index(client, replicas=0)
    client.indices.update_aliases(actions=[{"add": {"index": "kintop-try", "alias": "kintop-alias"}}])
    before = client.count(index="kintop-alias")["count"]

    client.indices.create(index="kintop-try-2", mappings=MAPPINGS)
    client.indices.update_aliases(
        actions=[
            {"remove": {"index": "kintop-try", "alias": "kintop-alias"}},
            {"add": {"index": "kintop-try-2", "alias": "kintop-alias"}},
        ]
    )
    client.cluster.health(index="kintop-alias", wait_for_status="yellow")

    assert (before, client.count(index="kintop-alias")["count"]) == (len(OFFERINGS), 0)


def find_manager(client) -> int:
    state = client.perform_request(
        "GET", "/_cluster/state/cluster_manager_node", headers={"accept": "application/json"}
    )
    name = client.nodes.info()["nodes"][state["cluster_manager_node"]]["name"]
    return int(name.removeprefix("node"))


def test_cluster_is_green_with_three_nodes(opensearch_cluster):
    with Elasticsearch(opensearch_cluster.urls, node_class=OpenSearchHttpNode) as client:
        health = client.cluster.health()

    assert (health["status"], health["number_of_nodes"]) == ("green", 3)


def test_search_goes_on_when_the_managing_node_is_killed(opensearch_cluster):
    with Elasticsearch(opensearch_cluster.urls, node_class=OpenSearchHttpNode) as client:
        fill_index(client, replicas=2)
        client.cluster.health(index="kintop-try", wait_for_status="green")

        with opensearch_cluster.outage(find_manager(client)):
            found = client.search(index="kintop-try", query={"match": {"tokens": "deutsch"}})
            client.index(index="kintop-try", id="new", document=OFFERINGS[0], refresh=True)
            found_later = client.search(index="kintop-try", query={"match": {"tokens": "deutsch"}})

        health = client.cluster.health(index="kintop-try", wait_for_status="green")
        client.indices.delete(index="kintop-try")

    assert [answer["hits"]["total"]["value"] for answer in (found, found_later)] == [2, 3]
    assert [answer["_shards"]["failed"] for answer in (found, found_later)] == [0, 0]
    assert (health["status"], health["number_of_nodes"]) == ("green", 3)


def test_postgres_stores_every_script(postgres_url):
    import psycopg  # not there where only `make test` is run, which collects this file too

    with psycopg.connect(postgres_url) as connection:
        encoding, echoed = connection.execute(
            "SELECT current_setting('server_encoding'), %s::text", ["Nähen шиття خياطة"]
        ).fetchone()

    assert (encoding, echoed) == ("UTF8", "Nähen шиття خياطة")


def test_chromium_renders_a_page(chromium_path, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<meta charset=utf-8><p id=p></p><script>p.textContent = 'Näh' + 'kurs'</script>")

    done = subprocess.run(  # noqa: S603 -- the browser found on this machine
        [
            chromium_path,
            *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
            *("--disable-component-update", "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}"),
            *("--dump-dom", page.as_uri()),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )

    assert '<p id="p">Nähkurs</p>' in done.stdout

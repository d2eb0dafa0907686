import pytest
from django.core.exceptions import ImproperlyConfigured

from search.backends.elasticsearch.address import Address, make_client
from search.backends.elasticsearch.transport import OpenSearchHttpNode


def test_several_hosts_and_credentials_are_read():
    address = Address.parse("opensearch+https://kin%40top:p%3Aw@one:9200,two,[::1]:9201/catalogue")

    assert address == Address(
        product="opensearch",
        hosts=("https://one:9200", "https://two:9200", "https://[::1]:9201"),
        name="catalogue",
        user="kin@top",
        password="p:w",
    )


def test_name_and_port_have_defaults():
    address = Address.parse("elasticsearch+http://localhost")

    assert (address.hosts, address.name, address.user) == (("http://localhost:9200",), "kintop", "")


def test_password_is_not_shown():
    assert "secret" not in str(Address.parse("elasticsearch+http://me:secret@host:9200/kintop"))


@pytest.mark.parametrize(
    "url",
    [
        "http://host:9200/kintop",
        "elasticsearch://host:9200/kintop",
        "elasticsearch+ftp://host/kintop",
        "elasticsearch+http:///kintop",
        "elasticsearch+http://host:port/kintop",
        "elasticsearch+http://one,,two/kintop",
        "elasticsearch+http://host/Kin*Top",
        "elasticsearch+http://host/a/b",
    ],
)
def test_address_that_cannot_be_meant_is_refused(url):
    with pytest.raises(ImproperlyConfigured):
        Address.parse(url)


def test_client_waits_a_second_and_never_sniffs():
    with make_client(Address.parse("opensearch+http://one,two,three/kintop")) as client:
        transport = client.transport
        assert (client._request_timeout, client._max_retries, client._retry_on_timeout) == (1.0, 2, False)
        assert {node.__class__ for node in transport.node_pool.all()} == {OpenSearchHttpNode}
        assert transport._sniff_on_start is False

"""From ``SEARCH_URL`` to a client: ``elasticsearch+https://user:pass@host1:9200,host2:9200/kintop``."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from elasticsearch import Elasticsearch

from search.backends.elasticsearch.transport import OpenSearchHttpNode, QuickJsonSerializer

#: what people wait for; the other backend answers when it takes longer
READ_SECONDS = 1.0
#: what the worker waits for
WRITE_SECONDS = 30.0
DEFAULT_PORT = 9200
DEFAULT_NAME = "kintop"
SCHEME = re.compile(r"(elasticsearch|opensearch)\+(https?)")
#: not urlsplit: some releases of Python refuse several hosts with an IPv6 address among them
URL = re.compile(SCHEME.pattern + r"://([^/?#]*)([^?#]*).*", re.IGNORECASE)
NAME = re.compile(r"[a-z][a-z0-9_]{0,60}")


@dataclass(frozen=True)
class Address:
    #: elasticsearch or opensearch
    product: str
    hosts: tuple[str, ...]
    #: alias for people and for measuring; indices and other aliases begin with it
    name: str
    user: str = ""
    password: str = ""

    @classmethod
    def parse(cls, url: str) -> "Address":
        parts = URL.fullmatch(url)
        if parts is None:
            raise ImproperlyConfigured("SEARCH_URL begins with elasticsearch+http(s):// or opensearch+http(s)://.")
        credentials, _at, hosts = parts[3].rpartition("@")
        user, _colon, password = credentials.partition(":")
        name = parts[4].strip("/") or DEFAULT_NAME
        if not NAME.fullmatch(name):
            raise ImproperlyConfigured(f"SEARCH_URL ends with a name of small letters and digits, not with {name!r}.")
        return cls(
            product=parts[1].lower(),
            hosts=tuple(_read_host(parts[2].lower(), host) for host in hosts.split(",")),
            name=name,
            user=unquote(user),
            password=unquote(password),
        )

    def __str__(self):
        """Without the password, for logs and status."""
        return f"{self.product} {', '.join(self.hosts)} ({self.name})"


def _read_host(scheme: str, text: str) -> str:
    try:
        parts = urlsplit(f"{scheme}://{text}")
        port = parts.port or DEFAULT_PORT
    except ValueError:
        parts, port = None, 0
    if parts is None or not parts.hostname or parts.path:
        raise ImproperlyConfigured(f"SEARCH_URL names a host that is none: {text!r}.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{scheme}://{host}:{port}"


def make_client(address: Address, *, seconds: float = READ_SECONDS) -> Elasticsearch:
    """Asks the next host when one does not answer, each at most once; never asks the engine for its hosts.

    A host that let us wait is left aside for a while as well, but that search is not tried again: it has
    cost its second.
    """
    return Elasticsearch(
        list(address.hosts),
        basic_auth=(address.user, address.password) if address.user else None,
        request_timeout=seconds,
        max_retries=len(address.hosts) - 1,
        retry_on_status=(429, 502, 503, 504),
        retry_on_timeout=False,
        serializers={"application/json": QuickJsonSerializer()},
        **({"node_class": OpenSearchHttpNode} if address.product == "opensearch" else {}),
    )

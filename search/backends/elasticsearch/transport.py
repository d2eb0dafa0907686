"""How the Elasticsearch client reads answers, and how it speaks with OpenSearch."""

import re

import orjson
from elastic_transport import HttpHeaders, Urllib3HttpNode
from elastic_transport.client_utils import DEFAULT
from elasticsearch.serializer import JsonSerializer

VENDOR_TYPE = re.compile(r"application/vnd\.elasticsearch\+([\w.-]+)\s*;\s*compatible-with=\d+")
NEGOTIATED_HEADERS = ("accept", "content-type")
PRODUCT_HEADER = "x-elastic-product"


class QuickJsonSerializer(JsonSerializer):
    """Several times as fast as the client's own. What orjson refuses, half characters of a page, it leaves to that."""

    def json_loads(self, data: bytes):
        return orjson.loads(data)

    def json_dumps(self, data) -> bytes:
        try:
            return orjson.dumps(data)
        except TypeError:
            return super().json_dumps(data)


class OpenSearchHttpNode(Urllib3HttpNode):
    """For ``Elasticsearch(..., node_class=OpenSearchHttpNode)``.

    The client sends media types that only Elasticsearch knows, which OpenSearch answers with 406, and refuses
    answers that do not name the product. Requests, answers and errors are otherwise the same for what search needs.
    """

    def perform_request(self, method, target, body=None, headers=None, request_timeout=DEFAULT):
        response = super().perform_request(
            method, target, body=body, headers=to_plain_media_types(headers), request_timeout=request_timeout
        )
        response.meta.headers[PRODUCT_HEADER] = "Elasticsearch"
        return response


def to_plain_media_types(headers) -> HttpHeaders:
    """``application/vnd.elasticsearch+json; compatible-with=9`` becomes ``application/json``."""
    plain = HttpHeaders(headers or {})
    for name in NEGOTIATED_HEADERS:
        if name in plain:
            plain[name] = VENDOR_TYPE.sub(r"application/\1", plain[name])
    return plain

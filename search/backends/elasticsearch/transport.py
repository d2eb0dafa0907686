"""Lets the Elasticsearch client speak with OpenSearch."""

import re

from elastic_transport import HttpHeaders, Urllib3HttpNode
from elastic_transport.client_utils import DEFAULT

VENDOR_TYPE = re.compile(r"application/vnd\.elasticsearch\+([\w.-]+)\s*;\s*compatible-with=\d+")
NEGOTIATED_HEADERS = ("accept", "content-type")
PRODUCT_HEADER = "x-elastic-product"


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

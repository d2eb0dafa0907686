"""What is told of a hit, kept in memory: the same offerings stand in the results of very many searches."""

import orjson
from django.template.loader import render_to_string
from django.utils.translation import get_language
from markupsafe import Markup

from search.api_results import write_hit
from search.hits import Hit
from search.labels import get_written

#: about a kilobyte each
MAX_CARDS = 5000


def draw_facts(hit: Hit) -> Markup:
    """What the offering's document, the day and the language say, and nothing of what was searched for."""
    cards = get_written("cards", most=MAX_CARDS)
    key = (hit.fingerprint, hit.today, get_language())
    if key not in cards:
        cards[key] = Markup(render_to_string("search/facts.html", {"hit": hit}, using="jinja2"))  # noqa: S704 -- escaped there
    return cards[key]


def write_facts(hit: Hit, *, site_url: str) -> orjson.Fragment:
    """The hit as the API tells it, as JSON."""
    texts = get_written("json", most=MAX_CARDS)
    key = (hit.fingerprint, hit.today, get_language(), hit.image, site_url)
    if key not in texts:
        texts[key] = orjson.Fragment(orjson.dumps(write_hit(hit, site_url=site_url)))
    return texts[key]

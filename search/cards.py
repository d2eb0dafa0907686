"""The facts of a card as HTML, kept in memory: the same offerings stand in the results of very many searches."""

from django.template.loader import render_to_string
from django.utils.translation import get_language
from markupsafe import Markup

from search.hits import Hit
from search.labels import get_written

#: about a kilobyte each
MAX_CARDS = 5000


def draw_facts(hit: Hit) -> Markup:
    """What the offering's document, the day and the language say, and nothing of what was searched for."""
    cards = get_written()
    key = (hit.fingerprint, hit.today, get_language())
    if key not in cards:
        if len(cards) >= MAX_CARDS:
            cards.clear()
        cards[key] = Markup(render_to_string("search/facts.html", {"hit": hit}, using="jinja2"))  # noqa: S704 -- escaped there
    return cards[key]

"""Values of a facet as boxes or options, kept in memory: only counts and states change with each search.

There are some hundred of them on each page, most of what a template would have to write.
"""

from django.template.loader import render_to_string
from markupsafe import Markup

from search.labels import get_written
from search.presentation import FilterField
from search.results import FacetValue

#: more than any centre has values, in six languages
MAX_BOXES = 20_000
#: stands where state and count belong; no label holds it, analysis and forms refuse it
GAP = "\0"
Pieces = tuple[str, str, str]


def draw_boxes(field: FilterField) -> Markup:
    """List items with a checkbox each, those of a value's children in a list below it."""
    known = get_written("boxes", most=MAX_BOXES)

    def draw(value: FacetValue, below: str = "") -> str:
        before, between, after = _get_pieces(known, "box", field.name, value)
        state = " checked" if value.selected else "" if value.count else " disabled"
        return f"<li>{before}{state}{between}{value.count}{after}{below}</li>"

    items = []
    for value, children in field.tree:
        below = "".join(map(draw, children))
        items.append(draw(value, below and f'<ul class="facet__values facet__values--below">{below}</ul>'))
    return Markup("".join(items))  # noqa: S704 -- escaped in the template of each piece


def draw_options(field: FilterField) -> Markup:
    """Options of a select, of which one is chosen."""
    known = get_written("boxes", most=MAX_BOXES)
    chosen = field.chosen
    options = []
    for value in field.facet.values:
        before, between, after = _get_pieces(known, "option", field.name, value)
        state = " selected" if value.value == chosen else "" if value.count else " disabled"
        options.append(f"{before}{state}{between}{value.count}{after}")
    return Markup("".join(options))  # noqa: S704 -- escaped in the template of each piece


def _get_pieces(known: dict, template: str, name: str, value: FacetValue) -> Pieces:
    key = (template, name, value.value, value.label)
    pieces = known.get(key)
    if pieces is None:
        pieces = known[key] = _write(template, name, value)
    return pieces


def _write(template: str, name: str, value: FacetValue) -> Pieces:
    context = {"name": name, "value": value, "state": GAP, "count": GAP}
    before, between, after = render_to_string(f"search/{template}.html", context, using="jinja2").split(GAP)
    return before, between, after.rstrip()

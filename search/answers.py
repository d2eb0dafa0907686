"""From the bare findings of a backend to what people see. All backends go through here."""

from search.facets import FACETS, FacetDefinition
from search.query import Query
from search.results import Facet, FacetValue


def build_facets(query: Query, counts: dict[str, dict[str, int]]) -> tuple[Facet, ...]:
    """Values in the order of the options: those some document has, the fixed ones and the chosen ones."""
    return tuple(_build_facet(facet, query.get_selection(facet.name), counts[facet.name]) for facet in FACETS)


def _build_facet(facet: FacetDefinition, selection, counts: dict[str, int]) -> Facet:
    options = facet.get_options()
    values = tuple(
        FacetValue(value, label, counts.get(value, 0), value in selection, options[value].parent)
        for value, label in facet.get_labels().items()
        if facet.is_fixed or value in counts or value in selection
    )
    return Facet(facet.name, str(facet.label), facet.multiple, values)

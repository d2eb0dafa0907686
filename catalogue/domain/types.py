"""The types of offerings there are, those of plugins as well."""

from functools import lru_cache


@lru_cache(maxsize=1)
def get_type_rows() -> tuple[str, ...]:
    """Names by which an offering leads to the row of its type ("coursepage"), to be fetched along."""
    from catalogue.models import Offering

    relations = (relation for relation in Offering._meta.related_objects if relation.one_to_one)
    return tuple(relation.get_accessor_name() for relation in relations if issubclass(relation.related_model, Offering))

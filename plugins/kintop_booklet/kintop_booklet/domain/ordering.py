"""From what a search found to what is to be printed."""

from kintop_booklet.domain.fingerprint import Wish
from kintop_booklet.domain.sections import Arrangement


def make_wish(export, *, kind: str, arrangement: str = Arrangement.SUBJECT) -> Wish:
    return Wish(
        kind=kind,
        # a plan of the week has no sections
        arrangement=arrangement if kind == "booklet" else Arrangement.SUBJECT,
        language=export.language,
        site_url=export.site_url,
        title=export.title[:255],
        query=export.query.without("page", "page_size").to_query_string(),
        offering_ids=tuple(list_ids(export.offerings)),
    )


def list_ids(offerings) -> list[int]:
    """Without reading the offerings where their ids are known."""
    pks = getattr(offerings, "pks", None)
    return list(pks) if pks is not None else [offering.pk for offering in offerings]

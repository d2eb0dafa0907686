"""The finder learns of pages that came in without a signal."""

from search.indexing import needs_rebuild, rebuild


def refresh_search(*, is_needed: bool, show_progress: bool) -> None:
    # a load that broke off after its last commit leaves offerings without an entry
    if is_needed or needs_rebuild():
        rebuild(show_progress=show_progress)

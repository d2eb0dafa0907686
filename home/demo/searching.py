"""The finder learns of pages that came in without a signal."""


def refresh_search(*, is_needed: bool, show_progress: bool) -> None:
    from catalogue.models import Offering
    from search.indexing import rebuild
    from search.models import SearchEntry

    # a load that broke off after its last commit leaves offerings without an entry
    if is_needed or SearchEntry.objects.filter(is_removed=False).count() < Offering.objects.live().count():
        rebuild(show_progress=show_progress)

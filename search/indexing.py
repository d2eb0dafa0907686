"""Keep the search in step with the pages. Everything here may be repeated without harm."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction
from django.db.models import Max
from wagtail.models import Page

from catalogue.models import Offering
from cms.translated_pages import only_originals
from search.backends.base import Drift
from search.clock import take_version
from search.documents import CHUNK, FORMAT, WORDS, get_page_types, load_documents
from search.fingerprints import get_content_fingerprint
from search.models import PendingPage, SearchClock, SearchEntry
from search.outbox import schedule_drain


def sync(pks: Iterable[int]) -> None:
    """Bring the entries of these pages in line: the public ones are written, all others marked as removed.

    The entries become visible with the transaction that calls it.
    """
    for chunk in split_chunks(dict.fromkeys(pks)):
        with transaction.atomic():
            # the version first: nobody else writes entries until this transaction ends, so what is read
            # now is not older than what stands there
            version = take_version()
            _write_entries(chunk, load_documents(chunk), version)
            schedule_drain()


def _write_entries(pks: list[int], documents: dict[int, dict], version: int) -> None:
    entries = [
        SearchEntry(page_id=pk, version=version, **split_document(document)) for pk, document in documents.items()
    ]
    SearchEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["page_id"],
        update_fields=["version", "is_removed", "document", "words"],
    )
    SearchEntry.objects.filter(page_id__in=set(pks).difference(documents)).update(
        version=version, is_removed=True, document={}, words={}
    )


def split_document(document: dict) -> dict[str, dict]:
    """The two parts an entry stores; ``{**document, **words}`` is the whole again."""
    return {
        "document": {name: value for name, value in document.items() if name not in WORDS},
        "words": {name: document[name] for name in WORDS},
    }


def note_label_change() -> None:
    """Let every process read the names of subjects, places and people anew."""
    take_version(changes_labels=True)


def find_indexed_pks(among: list[int] | None = None) -> list[int]:
    """All pages the finder should know, or those of some; offerings first."""
    found = []
    for model in (Offering, *get_page_types()):
        pages = only_originals(model._default_manager.live()).public()
        if among is not None:
            pages = pages.filter(pk__in=among)
        found.extend(pages.order_by("pk").values_list("pk", flat=True))
    return found


def find_pks_below(page: Page) -> list[int]:
    """Indexed pages in the section of this page, itself included, public or not."""
    below = Page.objects.descendant_of(page, inclusive=True).order_by("pk").values_list("pk", flat=True)
    pks = list(Offering.objects.filter(pk__in=below).values_list("pk", flat=True))
    for model in get_page_types():
        pks.extend(model._default_manager.filter(pk__in=below).values_list("pk", flat=True))
    return pks


def rebuild(*, show_progress: bool = False) -> int:
    """Write every entry anew and remove what should not be there; the number of pages found.

    A change made meanwhile is kept: each chunk reads the pages in the transaction that writes its entries.
    """
    from tqdm import tqdm

    note_label_change()
    noted = PendingPage.objects.aggregate(last=Max("pk"))["last"] or 0
    pks = find_indexed_pks()
    known = SearchEntry.objects.filter(is_removed=False).values_list("page_id", flat=True)
    superfluous = sorted(set(known).difference(pks))
    with tqdm(total=len(pks), unit=" pages", disable=not show_progress) as bar:
        for chunk in split_chunks(pks):
            sync(chunk)
            bar.update(len(chunk))
    sync(superfluous)
    # what was noted before is done with the rest
    PendingPage.objects.filter(pk__lte=noted).delete()
    SearchClock.objects.update(content_fingerprint=get_content_fingerprint())
    return len(pks)


def find_drift() -> Drift:
    """Compare every entry with a document made now."""
    pks = find_indexed_pks()
    known = set(SearchEntry.objects.filter(is_removed=False).values_list("page_id", flat=True))
    missing, stale = [], []
    for chunk in split_chunks(pks):
        documents = load_documents(chunk)
        entries = SearchEntry.objects.filter(page_id__in=chunk, is_removed=False)
        rows = entries.values_list("page_id", "document", "words")
        written = {pk: {**document, **words} for pk, document, words in rows}
        missing += [pk for pk in chunk if pk not in written]
        stale += [pk for pk, document in documents.items() if pk in written and written[pk] != document]
    return Drift(tuple(missing), tuple(stale), tuple(sorted(known.difference(pks))))


def needs_rebuild() -> bool:
    """Whether pages are missing, or entries were written by an older version of the program or with other plugins."""
    if has_outdated_entries():
        return True
    entries = SearchEntry.objects.filter(is_removed=False)
    return entries.filter(document__format=FORMAT).count() < max(entries.count(), len(find_indexed_pks()))


def has_outdated_entries() -> bool:
    """Whether entries were made by other rules than today's."""
    made = SearchClock.objects.values_list("content_fingerprint", flat=True).first()
    return made is not None and made != get_content_fingerprint()


def split_chunks(items: Iterable[int], size: int = CHUNK) -> Iterator[list[int]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk

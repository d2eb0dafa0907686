"""The indices of a site, their aliases, and their renewal without a gap."""

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from elasticsearch import Elasticsearch, NotFoundError
from tqdm import tqdm

from search.backends.elasticsearch.address import WRITE_SECONDS
from search.backends.elasticsearch.bulk import Written, delete_pages, get_write_alias, write_entries
from search.backends.elasticsearch.errors import EngineError
from search.backends.elasticsearch.mapping import SETTINGS, get_fingerprint, get_mappings
from search.fingerprints import get_content_fingerprint
from search.leases import LeaseTakenError, hold_lease
from search.models import SearchEntry, SearchIndex

logger = logging.getLogger(__name__)

#: a rebuilt index may differ from the one in use by this share before somebody has to say --force
MAX_DIFFERENCE = 0.1
PAGE = 2000


class RebuildRefusedError(EngineError):
    """The old index stays in use; the message says why."""


class Indices:
    """All indices whose name begins with the site's."""

    def __init__(self, client: Elasticsearch, *, name: str, alias: str):
        self._client = client.options(request_timeout=WRITE_SECONDS)
        self._name = name
        #: what this code searches; ``name`` itself points to the newest index whatever its structure
        self._alias = alias

    def find_current(self) -> str | None:
        """The index in use, None where there is none this code can use."""
        try:
            found = sorted(self._client.indices.get_alias(name=self._alias).body)
        except NotFoundError:
            return None
        return found[-1] if found else None

    def find_all(self) -> list[str]:
        own = re.compile(rf"{re.escape(self._name)}-\d{{20}}")
        found = self._client.indices.get_alias(index=f"{self._name}-*", expand_wildcards="all").body
        return sorted(index for index in found if own.fullmatch(index))

    def count(self, index: str) -> int:
        self._client.indices.refresh(index=index)
        return self._client.count(index=index)["count"]

    def drain(self) -> Written | None:
        """Write what the index in use lacks; None where there is none."""
        index = self.find_current()
        return self._fill(index) if index else None

    def _fill(self, index: str, keep_going=lambda: None, bar: tqdm | None = None) -> Written:
        row, _created = SearchIndex.objects.get_or_create(
            name=index,
            defaults={"fingerprint": get_fingerprint(), "content_fingerprint": get_content_fingerprint()},
        )

        def note(version: int, count: int) -> None:
            # several processes may be at it: the farthest one counts, the others wrote the same
            SearchIndex.objects.filter(name=index, version__lt=version).update(version=version)
            keep_going()
            if bar is not None:
                bar.update(count)

        return write_entries(self._client, index, after=row.version, note_progress=note)

    def rebuild(self, *, force: bool = False, show_progress: bool = False) -> int:
        """Everything into a new index, which then takes the place of the old one; the number of its pages."""
        try:
            with hold_lease("rebuild") as keep_going:
                return self._rebuild(keep_going, force=force, show_progress=show_progress)
        except LeaseTakenError as error:
            raise RebuildRefusedError(f"another rebuild is running: {error}") from error

    def _rebuild(self, keep_going, *, force: bool, show_progress: bool) -> int:
        self.remove_leftovers()
        index = self._create()
        try:
            total = SearchEntry.objects.filter(is_removed=False).count()
            with tqdm(total=total, unit=" pages", disable=not show_progress) as bar:
                self._fill(index, keep_going, bar)
            self._client.indices.put_settings(index=index, settings={"refresh_interval": SETTINGS["refresh_interval"]})
            # changes of the meantime
            self._fill(index, keep_going)
            count = self.count(index)
            if not force:
                self._compare(count)
        except BaseException:
            self._drop([index])
            raise
        self._client.cluster.health(index=index, wait_for_status="yellow", timeout="20s")
        keep_going()
        self._swap(index)
        # changes that went into the old index alone
        self._fill(index)
        self._client.indices.refresh(index=index)
        self.remove_leftovers()
        return self.count(index)

    def _create(self) -> str:
        index = f"{self._name}-{datetime.now(UTC):%Y%m%d%H%M%S%f}"
        fingerprints = {"fingerprint": get_fingerprint(), "content_fingerprint": get_content_fingerprint()}
        self._client.indices.create(
            index=index,
            settings={**SETTINGS, "refresh_interval": "-1"},
            mappings={**get_mappings(), "_meta": fingerprints},
            aliases={get_write_alias(index): {}},
        )
        SearchIndex.objects.create(name=index, **fingerprints)
        return index

    def _compare(self, count: int) -> None:
        newest = self._find_aliased()
        if newest is None:
            return
        before = self.count(newest)
        if abs(count - before) > MAX_DIFFERENCE * before:
            raise RebuildRefusedError(
                f"the new index has {count} pages, the one in use {before}. If that is right: --force"
            )

    def _find_aliased(self) -> str | None:
        try:
            return max(self._client.indices.get_alias(name=self._name).body, default=None)
        except NotFoundError:
            return None

    def _swap(self, index: str) -> None:
        """In one step: no search meets no index or two."""
        old = [name for name in self.find_all() if name != index]
        # their aliases go with them
        actions = [{"remove_index": {"index": other}} for other in old]
        actions += [{"add": {"index": index, "alias": alias}} for alias in (self._name, self._alias)]
        self._client.indices.update_aliases(actions=actions)

    def remove_leftovers(self) -> None:
        """Indices nobody searches: of a rebuild that was killed. Only for the holder of the lease."""
        used = {self.find_current(), self._find_aliased()}
        self._drop([index for index in self.find_all() if index not in used])
        SearchIndex.objects.exclude(name__in=self.find_all()).filter(name__startswith=f"{self._name}-").delete()

    def _drop(self, indices: list[str]) -> None:
        for index in indices:
            self._client.indices.delete(index=index, ignore_unavailable=True)
            SearchIndex.objects.filter(name=index).delete()

    def read_digests(self, index: str) -> Iterator[tuple[int, str]]:
        """(page, digest of its document) of every page in the index."""
        self._client.indices.refresh(index=index)
        after = None
        while True:
            answer = self._client.search(
                index=index,
                size=PAGE,
                sort=[{"id": "asc"}],
                search_after=after,
                source=False,
                docvalue_fields=["digest"],
                allow_partial_search_results=False,
            )
            hits = answer["hits"]["hits"]
            for hit in hits:
                yield int(hit["_id"]), hit["fields"]["digest"][0]
            if len(hits) < PAGE:
                return
            after = hits[-1]["sort"]

    def delete_pages(self, pks) -> None:
        if (index := self.find_current()) and pks:
            delete_pages(self._client, index, pks)

    def refresh(self) -> None:
        self._client.indices.refresh(index=self._alias)

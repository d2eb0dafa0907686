import time

from django.core.management.base import BaseCommand, CommandError

from search.backends import get_backend
from search.backends.elasticsearch.errors import EngineError
from search.indexing import find_indexed_pks, needs_rebuild
from search.models import SearchEntry
from search.outbox import count_waiting, drain_outbox, has_engine
from search.pending import count_pending, sync_pending

WATCH_SECONDS, LONGEST_WATCH_SECONDS = 2.0, 60.0


class Command(BaseCommand):
    help = "Keep the public search in step with the pages."

    def add_arguments(self, parser):
        commands = parser.add_subparsers(dest="command", required=True, metavar="command")
        rebuild = commands.add_parser("rebuild", help="write everything anew")
        rebuild.add_argument("--force", action="store_true", help="even if the new index differs much from the old one")
        sync = commands.add_parser("sync", help="bring these pages in line, all of them without ids")
        sync.add_argument("pks", nargs="*", type=int, metavar="id")
        commands.add_parser("check", help="list what differs from the pages; exit code 1 if anything does")
        drain = commands.add_parser("drain", help="do what was left for later: large changes, and the search engine")
        drain.add_argument("--watch", action="store_true", help="go on until Ctrl+C")
        commands.add_parser("status", help="say which backend answers and how much it knows")

    def handle(self, *, command, **options):
        try:
            getattr(self, f"run_{command}")(get_backend(), **options)
        except EngineError as error:
            raise CommandError(f"The search engine: {error}") from error

    def run_rebuild(self, backend, *, verbosity, force, **_options):
        options = {"force": force} if has_engine() else {}
        count = backend.rebuild(show_progress=verbosity > 0, **options)
        self.stdout.write(f"{count} pages are in the search ({backend.name}).")

    def run_drain(self, backend, *, watch, **_options):
        if watch:
            self._watch()
        else:
            self._drain()

    def _drain(self):
        if pages := sync_pending():
            self.stdout.write(f"{pages} pages brought in line.")
        if has_engine():
            self.stdout.write(f"{drain_outbox()} changes written.")

    def _watch(self):
        pause = WATCH_SECONDS
        while True:
            try:
                if count_pending() or (has_engine() and count_waiting()):
                    self._drain()
                pause = WATCH_SECONDS
            except EngineError as error:
                # told once a minute at most while the engine is away
                pause = min(2 * pause, LONGEST_WATCH_SECONDS)
                self.stderr.write(f"The search engine: {error}")
            except KeyboardInterrupt:
                return
            try:
                time.sleep(pause)
            except KeyboardInterrupt:
                return

    def run_sync(self, backend, *, pks, **_options):
        if not pks:
            known = SearchEntry.objects.filter(is_removed=False).values_list("page_id", flat=True)
            pks = sorted({*find_indexed_pks(), *known})
        backend.index(pks)
        self.stdout.write(f"{len(pks)} pages looked at ({backend.name}).")

    def run_check(self, backend, **_options):
        drift = backend.check()
        for name in ("missing", "stale", "superfluous"):
            pks = getattr(drift, name)
            shown = " ".join(map(str, pks[:20])) + (" …" if len(pks) > 20 else "")
            self.stdout.write(f"{name}: {len(pks)}{f' ({shown})' if pks else ''}")
        if drift:
            raise CommandError("The search differs from the pages. Cure: manage.py search rebuild", returncode=1)

    def run_status(self, backend, **_options):
        pages, entries = len(find_indexed_pks()), SearchEntry.objects.filter(is_removed=False).count()
        self.stdout.write(f"backend: {backend.name}, {'ready' if backend.is_ready() else 'not ready'}")
        self.stdout.write(f"public pages: {pages}, in the search: {entries}")
        if left := count_pending():
            self.stdout.write(f"left to bring in line: {left} (manage.py search drain)")
        if needs_rebuild():
            self.stdout.write("A rebuild is due: manage.py search rebuild")
        if has_engine():
            self.stdout.write("\n".join([*backend.describe(), f"waiting for the engine: {count_waiting()}"]))

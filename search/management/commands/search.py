from django.core.management.base import BaseCommand, CommandError

from search.backends import get_backend
from search.indexing import find_indexed_pks
from search.models import SearchEntry


class Command(BaseCommand):
    help = "Keep the public search in step with the pages."

    def add_arguments(self, parser):
        commands = parser.add_subparsers(dest="command", required=True, metavar="command")
        commands.add_parser("rebuild", help="write everything anew")
        sync = commands.add_parser("sync", help="bring these pages in line, all of them without ids")
        sync.add_argument("pks", nargs="*", type=int, metavar="id")
        commands.add_parser("check", help="list what differs from the pages; exit code 1 if anything does")
        commands.add_parser("status", help="say which backend answers and how much it knows")

    def handle(self, *, command, **options):
        getattr(self, f"run_{command}")(get_backend(), **options)

    def run_rebuild(self, backend, *, verbosity, **_options):
        count = backend.rebuild(show_progress=verbosity > 0)
        self.stdout.write(f"{count} pages are in the search ({backend.name}).")

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

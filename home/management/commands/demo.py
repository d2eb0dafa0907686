import time

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from home.demo import accounts, bulk
from home.demo.files import DemoError
from home.demo.load import load_demo
from home.demo.plugins import load_demos_of_plugins
from home.demo.searching import refresh_search


class Command(BaseCommand):
    help = (
        "Lädt das Demo-Zentrum: Seiten, Kurse, Projekte, Menschen, Bilder. Ein zweiter Lauf ergänzt nur, was fehlt. "
        "Mit --offerings entstehen für Lasttests bis zu 100.000 Angebote."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--force", action="store_true", help="auch neben Inhalten laden, die nicht aus der Demo kommen"
        )
        parser.add_argument(
            "--offerings", type=int, metavar="N", help="so viele Angebote insgesamt (üblich: alle der Demo)"
        )
        parser.add_argument(
            "--lecturers", type=int, default=80, metavar="N", help="so viele Kursleitungen insgesamt (üblich: 80)"
        )
        parser.add_argument(
            "--seed", type=int, default=2026, help="ein anderer Wert gibt andere Termine (üblich: 2026)"
        )

    def handle(self, *args, force, offerings, lecturers, seed, **options):
        if not (offerings is None or 1 <= offerings <= 100_000) or not 80 <= lecturers <= 100_000:
            raise CommandError("--offerings nimmt 1 bis 100000, --lecturers 80 bis 100000.")
        self.tell = self.stdout.write if options["verbosity"] else lambda _text: None
        began = time.monotonic()
        try:
            report = load_demo(seed=seed, force=force, limit=offerings, tell=self.tell)
        except DemoError as error:
            raise CommandError(str(error)) from error
        made = report.created + self._load_more(offerings, lecturers, seed, is_quiet=not options["verbosity"])
        made += load_demos_of_plugins() if offerings is None else 0
        self.tell("Suche …")
        refresh_search(is_needed=made > 0, show_progress=options["verbosity"] > 0)
        seconds = time.monotonic() - began
        self.tell(f"{made} neue Angebote in {seconds:.0f} s." if made else "Die Demo ist schon da, nichts geändert.")
        self._tell_logins()

    def _load_more(self, offerings: int | None, lecturers: int, seed: int, *, is_quiet: bool) -> int:
        bulk.load_lecturers(lecturers)
        extra = (offerings or 0) - bulk.count_own_offerings()
        if extra <= 0:
            return 0
        with tqdm(total=extra, unit=" Angebote", disable=is_quiet) as bar:
            return bulk.load_variations(count=extra, lecturers=lecturers, seed=seed, show_progress=bar.update)

    def _tell_logins(self):
        if accounts.are_allowed():
            self.tell("\n".join(accounts.describe_logins()))
        else:
            self.tell("Keine Anmeldungen angelegt: Die Einstellung KINTOP_DEMO_LOGINS ist aus.")

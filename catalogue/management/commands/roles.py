from django.core.management.base import BaseCommand, CommandError

from catalogue.domain.roles import bring_roles_in_line, find_drift


class Command(BaseCommand):
    help = "Bring groups, their rights and the workflow to the table in catalogue/roles.py."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; fail if something is not as it says")
        parser.add_argument(
            "--stages", action="store_true", help="also the stages of the workflow, which administrators may change"
        )

    def handle(self, *args, check, stages, **options):
        if check:
            drift = find_drift()
            if drift:
                raise CommandError("\n".join(["Not as in catalogue/roles.py:", *drift]))
            self.stdout.write("Alles wie in der Tabelle.")
            return
        changes = bring_roles_in_line(with_stages=stages)
        for change in changes:
            self.stdout.write(change)
        self.stdout.write(f"Änderungen: {len(changes)}" if changes else "Nichts zu ändern.")

from django.core.management.base import BaseCommand

from catalogue.domain.roles import bring_roles_in_line


class Command(BaseCommand):
    help = "Bring groups, their rights and the workflow to the table in catalogue/roles.py."

    def handle(self, *args, **options):
        changes = bring_roles_in_line()
        for change in changes:
            self.stdout.write(change)
        self.stdout.write(f"Änderungen: {len(changes)}" if changes else "Nichts zu ändern.")

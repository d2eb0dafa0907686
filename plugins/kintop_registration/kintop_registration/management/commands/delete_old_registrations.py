from django.core.management.base import BaseCommand

from kintop_registration.domain.retention import delete_old_registrations


class Command(BaseCommand):
    help = "Deletes registrations that were kept as long as promised. send_morning_mails does the same every day."

    def handle(self, *args, **options):
        self.stdout.write(f"{delete_old_registrations()} deleted")

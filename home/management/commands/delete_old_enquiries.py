from django.core.management.base import BaseCommand

from catalogue.domain.enquiries import delete_old_enquiries


class Command(BaseCommand):
    help = "Deletes the enquiries whose time of storage is over. Run it once a day."

    def handle(self, *args, **options):
        self.stdout.write(f"{delete_old_enquiries()} deleted")

from django.core.management.base import BaseCommand

from kintop_feedback.domain.receiving import delete_old_feedback


class Command(BaseCommand):
    help = "Deletes answers and remarks of visitors after twelve months. Run it once a day."

    def handle(self, *args, **options):
        self.stdout.write(f"{delete_old_feedback()} deleted")

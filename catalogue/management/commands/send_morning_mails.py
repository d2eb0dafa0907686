from django.core.management.base import BaseCommand

from catalogue.domain.morning_mail import begin_day


class Command(BaseCommand):
    help = (
        "Reminds reviewers of what waits for days and gives editors the day's overview; nothing on weekends and "
        "holidays, nothing twice. Run it once each morning."
    )

    def handle(self, *args, **options):
        written = begin_day()
        self.stdout.write(f"{written.reminders} reminders, {written.digests} overviews")

from django.core.management.base import BaseCommand, CommandError

from catalogue.domain.urgent_mail import RETRY_AFTER_MINUTES, find_untold, tell_editors


class Command(BaseCommand):
    help = "Mails editors the urgent changes they have not heard of yet. Run it every few minutes."

    def add_arguments(self, parser):
        parser.add_argument(
            "--older-than",
            type=int,
            default=RETRY_AFTER_MINUTES,
            metavar="MINUTES",
            help=f"leave out younger ones, their mail may still be on its way (default: {RETRY_AFTER_MINUTES})",
        )

    def handle(self, *args, older_than, **options):
        sent, failed = 0, []
        for change in find_untold(older_than_minutes=older_than):
            try:
                tell_editors(record=change)
            except Exception as error:  # noqa: BLE001 -- mail backends fail in their own ways; the next one may go
                failed.append(f"{change.pk}: {error}")
            else:
                sent += 1
        self.stdout.write(f"{sent} sent, {len(failed)} failed")
        if failed:
            raise CommandError("\n".join(["These stay and are tried again next time:", *failed]))

from catalogue.domain.urgent_mail import RETRY_AFTER_MINUTES, find_untold, tell_editors
from cms.resending import ResendCommand


class Command(ResendCommand):
    help = "Mails editors the urgent changes they have not heard of yet. Run it every few minutes."
    older_than_minutes = RETRY_AFTER_MINUTES

    def handle(self, *args, older_than, **options):
        changes = find_untold(older_than_minutes=older_than)
        self.resend(changes, send=lambda change: tell_editors(record=change), name=lambda change: change.pk)

from catalogue.domain.notices import RETRY_AFTER_MINUTES, find_unsent, send_notice
from cms.resending import ResendCommand


class Command(ResendCommand):
    help = "Mails what the mail server did not take: reviews, results, reminders, urgent changes. Run it often."
    older_than_minutes = RETRY_AFTER_MINUTES

    def handle(self, *args, older_than, **options):
        notices = find_unsent(older_than_minutes=older_than)
        self.resend(notices, send=lambda notice: send_notice(notice=notice), name=lambda notice: notice.pk)

from cms.resending import ResendCommand
from kintop_registration.domain.letters import find_unsent, send


class Command(ResendCommand):
    help = "Mails the letters to participants that the mail server did not take. Run it often."

    def handle(self, *args, older_than, **options):
        # the reference, no name: this is printed
        self.resend(find_unsent(older_than_minutes=older_than), send=send, name=str)

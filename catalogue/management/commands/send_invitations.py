from catalogue.domain.invitations import RETRY_AFTER_MINUTES, find_unsent, send_invitation
from cms.resending import ResendCommand


class Command(ResendCommand):
    help = "Mails the invitations that have not left yet. Run it every few minutes."
    older_than_minutes = RETRY_AFTER_MINUTES

    def handle(self, *args, older_than, **options):
        invitations = find_unsent(older_than_minutes=older_than)
        self.resend(
            invitations,
            send=lambda invitation: send_invitation(invitation=invitation),
            name=lambda invitation: invitation.pk,
        )

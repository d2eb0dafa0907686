from django.core.management.base import CommandError

from catalogue.domain.enquiries import find_unsent
from catalogue.domain.enquiry_mail import NoOfficeAddressError
from cms.resending import ResendCommand
from home.domain.contact import confirm_to_sender, notify_office


class Command(ResendCommand):
    help = "Mails the enquiries that have not reached the office, and their receipts. Run it every few minutes."

    def handle(self, *args, older_than, **options):
        enquiries = find_unsent(older_than_minutes=older_than).select_related("offering")
        self.resend(enquiries, send=self._send, name=lambda enquiry: enquiry.reference)

    def _send(self, enquiry):
        # first, and by itself: the sender waits for it, and it needs no address of the office
        if enquiry.email and enquiry.confirmed_at is None:
            confirm_to_sender(enquiry=enquiry)
        try:
            if enquiry.notified_at is None:
                notify_office(enquiry=enquiry)
        except NoOfficeAddressError as error:
            # no other enquiry would get through either
            raise CommandError(str(error)) from error

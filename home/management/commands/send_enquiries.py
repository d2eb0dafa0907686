from django.core.management.base import CommandError

from catalogue.domain.enquiries import NoOfficeAddressError, find_unsent
from cms.resending import ResendCommand
from home.domain.contact import notify_office


class Command(ResendCommand):
    help = "Mails the enquiries that have not reached the office yet. Run it every few minutes."

    def handle(self, *args, older_than, **options):
        enquiries = find_unsent(older_than_minutes=older_than).select_related("offering")
        self.resend(enquiries, send=self._notify, name=lambda enquiry: enquiry.reference)

    def _notify(self, enquiry):
        try:
            notify_office(enquiry=enquiry)
        except NoOfficeAddressError as error:
            # no other enquiry would get through either
            raise CommandError(str(error)) from error

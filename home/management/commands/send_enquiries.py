from django.core.management.base import BaseCommand, CommandError

from catalogue.domain.enquiries import NoOfficeAddressError, find_unsent
from home.domain.contact import notify_office


class Command(BaseCommand):
    help = "Mails the enquiries that have not reached the office yet. Run it every few minutes."

    def add_arguments(self, parser):
        parser.add_argument(
            "--older-than",
            type=int,
            default=5,
            metavar="MINUTES",
            help="leave out younger ones, their first mail may still be on its way (default: 5)",
        )

    def handle(self, *args, older_than, **options):
        sent, failed = 0, []
        for enquiry in find_unsent(older_than_minutes=older_than).select_related("offering"):
            try:
                notify_office(enquiry=enquiry)
            except NoOfficeAddressError as error:
                raise CommandError(str(error)) from error
            except Exception as error:  # noqa: BLE001 -- mail backends fail in their own ways; the next one may go
                failed.append(f"{enquiry.reference}: {error}")
            else:
                sent += 1
        self.stdout.write(f"{sent} sent, {len(failed)} failed")
        if failed:
            raise CommandError("\n".join(["These stay and are tried again next time:", *failed]))

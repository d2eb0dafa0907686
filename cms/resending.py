"""Commands that send again what a mail server did not take."""

from smtplib import SMTPException, SMTPResponseException

from django.core.management.base import BaseCommand, CommandError


class ResendCommand(BaseCommand):
    """One failure does not keep the next mail back; what failed stays for the next time and is named."""

    older_than_minutes = 5

    def add_arguments(self, parser):
        parser.add_argument(
            "--older-than",
            type=int,
            default=self.older_than_minutes,
            metavar="MINUTES",
            help="leave out younger ones, their first mail may still be on its way "
            f"(default: {self.older_than_minutes})",
        )

    def resend(self, items, *, send, name) -> None:
        """``send`` one item or raise; ``name`` says which one it was. A CommandError ends the whole run."""
        sent, failed = 0, []
        for item in items:
            try:
                send(item)
            except CommandError:
                raise
            except Exception as error:  # noqa: BLE001 -- mail backends fail in their own ways; the next one may go
                failed.append(f"{name(item)}: {describe_failure(error)}")
            else:
                sent += 1
        self.stdout.write(f"{sent} sent, {len(failed)} failed")
        if failed:
            raise CommandError("\n".join(["These stay and are tried again next time:", *failed]))


def describe_failure(error: Exception) -> str:
    """What an operator needs; what mail servers say themselves often names the person who was written to."""
    name = type(error).__name__
    if isinstance(error, SMTPResponseException):
        return f"{name} {error.smtp_code}"
    return name if isinstance(error, SMTPException) else f"{name}: {error}"

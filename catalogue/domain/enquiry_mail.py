"""The two mails about an enquiry: to the office with everything, to the sender with the reference only."""

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue.domain.enquiry_wording import list_facts
from catalogue.domain.presentation import get_finder_url
from catalogue.models import Enquiry
from cms.mailing import Letter, Line, Section, build_mail, make_absolute, render_html, render_text


class NoOfficeAddressError(Exception):
    """There is nobody to send an enquiry to."""


def send_to_office(*, enquiry: Enquiry, to: str) -> None:
    """Mail the enquiry to the office and note that; the mail's failure leaves it to be sent again."""
    if not to:
        raise NoOfficeAddressError(
            "No address for enquiries: fill in the e-mail under Settings, Angaben zur Organisation."
        )
    build_office_mail(enquiry=enquiry, to=to).send()
    enquiry.notified_at = timezone.now()
    enquiry.save(update_fields=["notified_at"])


def send_confirmation(*, enquiry: Enquiry, office_name: str, office_lines: list[str]) -> None:
    build_confirmation(enquiry=enquiry, office_name=office_name, office_lines=office_lines).send()
    enquiry.confirmed_at = timezone.now()
    enquiry.save(update_fields=["confirmed_at"])


@override("de")
def build_office_mail(*, enquiry: Enquiry, to: str) -> EmailMultiAlternatives:
    letter = Letter(
        subject=f"[{enquiry.reference}] {enquiry.get_kind_display()}",
        intro=_("Über die Website kam eine Anfrage mit der Vorgangsnummer %(reference)s.")
        % {"reference": enquiry.reference},
        quote=enquiry.message,
        sections=(Section(tuple(Line(f"{label}: {value}") for label, value in list_facts(enquiry))),),
        todo=_("Bitte antworten Sie und halten Sie den Stand fest:"),
        button=_("Anfrage öffnen"),
        url=make_absolute(reverse("enquiries:edit", args=[enquiry.pk])),
    )
    mail = _build(letter, to=to)
    mail.reply_to = [enquiry.email] if enquiry.email else []
    return mail


def build_confirmation(*, enquiry: Enquiry, office_name: str, office_lines: list[str]) -> EmailMultiAlternatives:
    """Tell the sender the reference.

    Nothing that was typed into the form stands in this mail: otherwise it would carry strangers' words to
    any address they like, in the name of the centre.
    """
    with override(enquiry.language):
        about = (
            [Line(_("Es geht um: %(title)s") % {"title": enquiry.offering.translated_title})]
            if enquiry.offering
            else []
        )
        letter = Letter(
            subject=_("Ihre Nachricht an %(office)s, Vorgang %(reference)s")
            % {"office": office_name, "reference": enquiry.reference},
            intro=_("Ihre Nachricht ist bei uns angekommen. Ihre Vorgangsnummer ist %(reference)s.")
            % {"reference": enquiry.reference},
            sections=(
                *([Section(tuple(about))] if about else []),
                Section(tuple(Line(line) for line in office_lines), heading=office_name),
            ),
            todo=_("Wir antworten Ihnen in den nächsten Arbeitstagen. Unsere Angebote finden Sie hier:"),
            button=_("Angebote ansehen"),
            url=make_absolute(get_finder_url()),
            footer=_("Haben Sie nicht selbst geschrieben? Dann müssen Sie nichts tun."),
        )
        mail = _build(letter, to=enquiry.email)
    mail.extra_headers["Auto-Submitted"] = "auto-replied"
    return mail


def _build(letter: Letter, *, to: str) -> EmailMultiAlternatives:
    return build_mail(subject=letter.subject_line, text=render_text(letter), html=render_html(letter), to=to)

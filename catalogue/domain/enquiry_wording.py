"""An enquiry in words: its facts for the office, and the beginning of an answer."""

from urllib.parse import quote

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalogue.models import Enquiry


def list_facts(enquiry: Enquiry) -> list[tuple[str, str]]:
    """(label, value) of all that is known besides the message."""
    facts = [
        (_("Angebot"), _describe_offering(enquiry.offering)),
        (_("Aufgabenfeld"), enquiry.get_task_area_display() if enquiry.task_area else ""),
        (_("Organisation"), enquiry.organisation),
        (_("Name"), enquiry.name),
        (_("E-Mail"), enquiry.email),
        (_("Telefon"), enquiry.phone),
        (_("Wann"), enquiry.wanted_when),
        (_("Spricht"), enquiry.spoken_languages),
        (_("Seite"), enquiry.page_address),
        (_("Sprache der Website"), enquiry.language),
        (_("Wird gelöscht nach"), date_format(enquiry.delete_after, "d.m.Y")),
    ]
    return [(label, value) for label, value in facts if value]


def build_reply_url(enquiry: Enquiry) -> str:
    """Opens the answer in one's mail program; empty without an address. What was typed is escaped, line breaks too."""
    if not enquiry.email:
        return ""
    subject = _("Ihre Anfrage %(reference)s") % {"reference": enquiry.reference}
    greeting = _("Guten Tag %(name)s,") % {"name": enquiry.name} if enquiry.name else _("Guten Tag,")
    body = greeting + "\r\n\r\n"
    return f"mailto:{quote(enquiry.email)}?subject={quote(subject)}&body={quote(body)}"


def _describe_offering(offering) -> str:
    if offering is None:
        return ""
    code = f" ({offering.code})" if offering.code else ""
    return f"{offering.title}{code}, {offering.full_url or ''}".rstrip(", ")

"""Enquiries from the pages with a form: which form, what happens with it, who is told."""

import hashlib
from urllib.parse import urlsplit

from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from catalogue.domain.enquiries import store_enquiry
from catalogue.domain.enquiry_mail import send_confirmation, send_to_office
from catalogue.models import Enquiry, Offering
from cms import extend
from cms.languages import get_interface_language
from home.forms import CHOOSABLE_KINDS, EXTRA_FIELDS, EnquiryForm
from home.models import ContactPage, OrganisationSettings

Kind = Enquiry.Kind

_signer = Signer(salt="home.contact.sent")
#: a form sent twice by a double click or a reload is one enquiry
SAME_FORM_SECONDS = 60 * 60
SENT_PARAMETER = "gesendet"
TASK_AREA_PARAMETER = "aufgabenfeld"
#: (title of the form, its button, thanks) by kind
TEXTS = {
    Kind.SERVICE: (_("Leistung anfordern"), _("Anfrage senden"), _("Danke, Ihre Anfrage ist da.")),
    Kind.VOLUNTEERING: (_("Ich möchte mitmachen"), _("Absenden"), _("Danke, dass Sie mitmachen möchten!")),
    Kind.ACCESSIBILITY: (_("Barriere melden"), _("Meldung senden"), _("Danke, Ihre Meldung ist da.")),
}
COMMON_TEXTS = (_("Schreiben Sie uns"), _("Nachricht senden"), _("Danke, Ihre Nachricht ist da."))


def get_form_context(request, *, page) -> dict:
    """Everything the form's template needs: the form, the offering it is about, or the thanks after it."""
    offering = find_offering(request) if isinstance(page, ContactPage) else None
    kind = find_kind(request, page=page, offering=offering)
    title, button, thanks = COMMON_TEXTS if isinstance(page, ContactPage) else TEXTS.get(kind, COMMON_TEXTS)
    return {
        "form": build_form(request, page=page, kind=kind, offering=offering),
        "form_title": title,
        "form_button": button,
        "form_thanks": thanks,
        "enquiry_offering": offering,
        "sent_reference": read_sent_reference(request),
    }


def build_form(request, *, page, kind: str, offering) -> EnquiryForm:
    initial = {
        "page_address": request.GET.get("seite", "")[:200],
        "task_area": request.GET.get(TASK_AREA_PARAMETER, ""),
    }
    data = request.POST if request.method == "POST" else None
    return find_form_class(offering)(data, kind=kind, may_choose=isinstance(page, ContactPage), initial=initial)


def find_kind(request, *, page, offering) -> str:
    if not isinstance(page, ContactPage):
        return Kind(page.form)
    if offering is not None:
        return Kind.OFFERING
    wanted = request.GET.get("anliegen")
    return Kind(wanted) if wanted in [kind.value for kind in CHOOSABLE_KINDS] else Kind.CONTACT


def is_from_elsewhere(request) -> bool:
    """Whether another site's page sent the form through its visitor's browser; browsers say so without cookies."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "cross-site"
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.get_host()


def find_offering(request):
    """The public offering of ``?angebot=``, or None."""
    number = request.GET.get("angebot", "")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return None
    return Offering.objects.live().public().filter(pk=int(number)).first()


def receive(form: EnquiryForm, *, request, offering) -> Enquiry:
    """Store a valid form's enquiry and let the mails be sent; the same form sent again is the same enquiry."""
    key = _get_form_key(form)
    known = cache.get(key)
    if known:
        enquiry = Enquiry.objects.filter(pk=known).first()
        if enquiry is not None:
            return enquiry
    cleaned = form.cleaned_data
    enquiry = store_enquiry(
        kind=form.get_kind(),
        name=cleaned["name"],
        email=cleaned["email"],
        phone=cleaned["phone"],
        **{name: cleaned.get(name, "") for names in EXTRA_FIELDS.values() for name in names},
        offering=offering,
        message=form.get_message(),
        language=get_interface_language(),
        retention_days=OrganisationSettings.for_request(request).enquiry_retention_days,
    )
    cache.set(key, enquiry.pk, SAME_FORM_SECONDS)
    handle(enquiry)
    return enquiry


def handle(enquiry: Enquiry) -> None:
    """Everything that follows; the enquiry is stored, whatever fails here."""
    for _name, _result in extend.enquiries.each(lambda handler: _handle_by(handler, enquiry)):
        pass


def _handle_by(handler: extend.EnquiryHandler, enquiry: Enquiry) -> None:
    if handler.accepts(enquiry.offering):
        handler.handle(enquiry)


def find_form_class(offering) -> type[EnquiryForm]:
    """The form of the first handler that wants to know more about this offering."""
    wanted = extend.enquiries.each(lambda handler: handler.form_class if handler.accepts(offering) else None)
    return next((form_class for _name, form_class in wanted if form_class), EnquiryForm)


def enqueue_mails(enquiry: Enquiry) -> None:
    from home.tasks import confirm_to_sender, notify_office

    transaction.on_commit(lambda: notify_office.enqueue(enquiry.pk))
    if enquiry.email:
        transaction.on_commit(lambda: confirm_to_sender.enqueue(enquiry.pk))


def notify_office(*, enquiry: Enquiry) -> None:
    organisation = get_organisation()
    office = organisation.enquiry_email or organisation.email
    is_for_agency = enquiry.kind == Kind.SERVICE
    send_to_office(enquiry=enquiry, to=(is_for_agency and organisation.agency_email) or office)


def confirm_to_sender(*, enquiry: Enquiry) -> None:
    organisation = get_organisation()
    lines = [
        organisation.street,
        f"{organisation.postal_code} {organisation.city}".strip(),
        organisation.phone,
        organisation.email,
    ]
    send_confirmation(
        enquiry=enquiry,
        office_name=organisation.legal_name or organisation.name,
        office_lines=[line for line in lines if line],
    )


def get_organisation() -> OrganisationSettings:
    site = Site.objects.filter(is_default_site=True).first()
    return OrganisationSettings.for_site(site) if site else OrganisationSettings()


def build_sent_query(enquiry: Enquiry) -> str:
    """The query string of the page that thanks; signed, so that nobody can make up a reference."""
    return f"{SENT_PARAMETER}={_signer.sign(enquiry.reference)}"


def read_sent_reference(request) -> str:
    try:
        return _signer.unsign(request.GET.get(SENT_PARAMETER, ""))
    except BadSignature:
        return ""


def _get_form_key(form: EnquiryForm) -> str:
    values = [f"{name}={form.cleaned_data.get(name)}" for name in form.fields]
    return "enquiry:" + hashlib.sha256("\n".join(values).encode()).hexdigest()

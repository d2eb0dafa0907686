"""How one takes part: one clear sentence and, where it helps, one button."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.choices import Availability, Registration
from cms import extend

#: the contact page has this address on every site (design, section 7)
CONTACT_PATH = "kontakt/"


@dataclass(frozen=True)
class JoinAction:
    sentence: str
    label: str = ""
    url: str = ""
    #: to be called; the page falls back to the number of the office
    is_phone: bool = False
    is_external: bool = False


def get_enquiry_url(offering) -> str:
    return f"{reverse('wagtail_serve', args=[CONTACT_PATH])}?angebot={offering.pk}"


def get_join_action(*, offering, availability: str | None, is_over: bool = False) -> JoinAction:
    """What to do to take part, in the state the offering is in."""
    enquiry = get_enquiry_url(offering)
    if is_over:
        return JoinAction(
            _("Dieses Angebot ist vorbei. Fragen Sie gern, ob es wieder stattfindet."),
            _("Nach dem nächsten Mal fragen"),
            enquiry,
        )
    own_form = _find_own_form(offering, availability)
    if own_form is not None:
        return own_form
    if availability in _BUSY:
        sentence, label = _BUSY[availability]()
        return JoinAction(sentence, label, enquiry)
    return _get_usual_action(offering, enquiry)


def _find_own_form(offering, availability: str | None) -> JoinAction | None:
    """The first way that a plugin knows: a form for registrations."""
    offered = extend.enquiries.each(lambda handler: handler.get_join_action(offering, availability))
    return next((action for _name, action in offered if action is not None), None)


def _get_usual_action(offering, enquiry: str) -> JoinAction:
    match offering.registration:
        case Registration.OPEN_DOOR:
            return JoinAction(_("Kommen Sie einfach vorbei. Eine Anmeldung ist nicht nötig."))
        case Registration.LINK if offering.registration_url:
            return JoinAction(
                _("Melden Sie sich auf der Seite der Anmeldung an. Sie öffnet sich außerhalb unserer Website."),
                _("Zur Anmeldung"),
                offering.registration_url,
                is_external=True,
            )
        case Registration.PHONE:
            return JoinAction(
                _("Melden Sie sich bitte telefonisch an."),
                offering.registration_phone,
                get_phone_url(offering.registration_phone),
                is_phone=True,
            )
        case Registration.CONSULTATION:
            return JoinAction(
                _("Zuerst sprechen wir mit Ihnen, damit der Kurs zu Ihnen passt. Danach melden wir Sie an."),
                _("Beratungsgespräch anfragen"),
                enquiry,
            )
    return JoinAction(
        _("Schreiben Sie uns kurz. Wir antworten Ihnen und sagen, wie es weitergeht."),
        _("Platz anfragen"),
        enquiry,
    )


_BUSY = {
    Availability.CANCELLED: lambda: (
        _("Dieses Angebot ist abgesagt. Wir helfen Ihnen, etwas anderes zu finden."),
        _("Nach Ersatz fragen"),
    ),
    Availability.FULL: lambda: (
        _("Alle Plätze sind vergeben. Fragen Sie, ob etwas frei wird oder wann der nächste Kurs beginnt."),
        _("Nach einem Platz fragen"),
    ),
    Availability.WAITING_LIST: lambda: (
        _("Alle Plätze sind vergeben. Wir schreiben Sie gern auf die Warteliste."),
        _("Auf die Warteliste"),
    ),
    Availability.STARTED: lambda: (
        _("Der Kurs läuft schon. Fragen Sie, ob Sie noch einsteigen können."),
        _("Nach dem Einstieg fragen"),
    ),
}


def get_phone_url(number: str) -> str:
    """ "0211 69871231" -> "tel:021169871231"."""
    digits = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    return f"tel:{digits}" if digits else ""

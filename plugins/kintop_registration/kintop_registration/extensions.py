"""What this plugin adds where Wagtail has no hook of its own."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.choices import Availability
from catalogue.domain.cards import get_card_runs
from catalogue.domain.joining import JoinAction
from cms import extend
from cms.extend import EnquiryHandler, Field
from kintop_registration.choices import Entry
from kintop_registration.domain.places import find_entry

YES = "yes"


def collect_bookable(run, _relations):
    return YES if find_entry(run) == Entry.PLACE else None


class RegistrationHandler(EnquiryHandler):
    """The button "take part" leads to the form for registrations instead of the one for enquiries."""

    def accepts(self, offering):
        return False

    def get_join_action(self, offering, availability):
        wanted = Entry.WAITING if availability == Availability.WAITING_LIST else Entry.PLACE
        runs = sorted(get_card_runs(offering), key=lambda run: (run.start_date is None, run.start_date))
        run = next((run for run in runs if find_entry(run) == wanted), None)
        if run is None or offering.pk is None:
            return None
        url = reverse("kintop_registration:register", args=[offering.pk, run.uid])
        if wanted == Entry.WAITING:
            sentence = _("Alle Plätze sind vergeben. Auf der Warteliste rücken Sie von selbst nach.")
            return JoinAction(sentence, _("Auf die Warteliste"), url)
        sentence = _("Melden Sie sich online an. Die Bestätigung kommt per E-Mail.")
        return JoinAction(sentence, _("Jetzt anmelden"), url)


extend.fields.add(
    "kintop_registration_bookable",
    Field(
        gettext_lazy("Anmeldung"),
        collect_bookable,
        [(YES, gettext_lazy("online buchbar, Plätze frei"))],
        level="run",
        group="how",
    ),
)
extend.enquiries.add("kintop_registration", RegistrationHandler())

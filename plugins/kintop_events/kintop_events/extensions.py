"""What this plugin adds where Wagtail has no hook of its own."""

from django.utils.translation import gettext_lazy as _

from cms import extend
from cms.extend import Field
from kintop_events.blocks import ProgrammeBlock
from kintop_events.choices import Admission, EventKind
from kintop_events.models import EventPage


def collect_kind(offering, _relations):
    return offering.kind if isinstance(offering, EventPage) else None


def collect_admission(offering, _relations):
    return offering.admission if isinstance(offering, EventPage) else None


def collect_organiser(offering, _relations):
    return offering.organiser if isinstance(offering, EventPage) else None


extend.fields.add(
    "kintop_events_kind", Field(_("Feste und Ausstellungen"), collect_kind, EventKind.choices, group="what")
)
extend.fields.add("kintop_events_admission", Field(_("Eintritt"), collect_admission, Admission.choices, group="how"))
extend.fields.add("kintop_events_organiser", Field(_("Wer lädt ein"), collect_organiser, facet=False))
extend.blocks.add("kintop_events_programme", ProgrammeBlock())

"""Editors and lecturers hear of what was published without them."""

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue.choices import NoticeKind
from catalogue.domain.notices import find_lecturer_user_ids, get_person_name, write_notices
from catalogue.models import UrgentChange
from catalogue.roles import EDITORS
from cms.mailing import Letter, Line, Section, make_absolute


@override("de")
def tell_about_change(*, record: UrgentChange) -> list[int]:
    """Write to the editors and to whoever leads the offering, but not to the one who did it."""
    editors = get_user_model().objects.filter(groups__name=EDITORS).values_list("pk", flat=True)
    people = {*editors, *find_lecturer_user_ids(offering_id=record.offering_id)} - {record.created_by_id}
    return write_notices(
        kind=NoticeKind.URGENT, key=f"urgent:{record.pk}", user_ids=people, letter=build_letter(record=record)
    )


def build_letter(*, record: UrgentChange) -> Letter:
    title = record.offering.title
    return Letter(
        subject=_("Sofort geändert: %(title)s") % {"title": title},
        intro=_("%(who)s hat bei „%(title)s“ etwas sofort geändert. Es ist schon öffentlich:")
        % {"who": get_person_name(record.created_by), "title": title},
        sections=(Section(tuple(Line(line) for line in record.text.splitlines())),),
        todo=_("Sie müssen nichts tun. Ansehen oder zurücknehmen:"),
        button=_("Eilige Änderungen ansehen"),
        url=make_absolute(reverse("catalogue_urgent", args=[record.offering_id])),
        footer=_("Sie bekommen diese Nachricht, weil Sie das Angebot leiten oder zur Redaktion gehören."),
    )

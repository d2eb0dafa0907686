"""Who is away when, and who reviews meanwhile."""

from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue.choices import NoticeKind
from catalogue.domain.notices import get_person_name, write_notices
from catalogue.domain.reviewers import get_queue_url
from catalogue.models import Absence
from catalogue.permissions import is_editorial
from catalogue.roles import COORDINATORS, EDITORS
from cms.mailing import Letter, make_absolute

#: when somebody was ill or on holiday is nobody's business for longer
KEPT_DAYS = 30


def find_coordinators():
    coordinators = get_user_model().objects.filter(is_active=True, coordinated_subjects__isnull=False)
    return coordinators.distinct().order_by("last_name", "first_name", "pk")


def find_possible_deputies():
    """People who know the work: coordinators and editors."""
    people = get_user_model().objects.filter(is_active=True, groups__name__in=[COORDINATORS, EDITORS])
    return people.distinct().order_by("last_name", "first_name", "pk")


def find_manageable_absences(*, user, today: date | None = None):
    """One's own, for editors everybody's; what is over stays out."""
    absences = Absence.objects.filter(last_day__gte=today or timezone.localdate())
    return absences if is_editorial(user) else absences.filter(coordinator=user)


def find_overlapping(*, coordinator_id: int, first_day: date, last_day: date):
    return Absence.objects.filter(coordinator=coordinator_id, first_day__lte=last_day, last_day__gte=first_day)


@override("de")
def tell_about_absence(*, absence: Absence, user) -> list[int]:
    """Deputy and coordinator hear of it, unless they entered it themselves."""
    words = {
        "who": get_person_name(user),
        "deputy": get_person_name(absence.deputy),
        "coordinator": get_person_name(absence.coordinator),
        "first": f"{absence.first_day:%d.%m.%Y}",
        "last": f"{absence.last_day:%d.%m.%Y}",
    }
    letter = Letter(
        subject=_("Vertretung vom %(first)s bis zum %(last)s") % words,
        intro=_(
            "%(who)s hat eingetragen: %(deputy)s vertritt %(coordinator)s vom %(first)s bis zum %(last)s. "
            "In dieser Zeit gehen eingereichte Angebote an beide, und beide können sie freigeben."
        )
        % words,
        todo=_("Passt das nicht, sprechen Sie bitte miteinander oder mit der Redaktion. Was gerade wartet:"),
        button=_("Prüfungen ansehen"),
        url=make_absolute(get_queue_url()),
        footer=_("Sie bekommen diese Nachricht, weil Sie vertreten oder vertreten werden."),
    )
    people = {absence.deputy_id, absence.coordinator_id} - {user.pk}
    return write_notices(kind=NoticeKind.ABSENCE, key=f"absence:{absence.pk}", user_ids=people, letter=letter)


def delete_old_absences(*, today: date | None = None) -> int:
    old = Absence.objects.filter(last_day__lt=(today or timezone.localdate()) - timedelta(days=KEPT_DAYS))
    return old.delete()[0]

"""Who is away when, and who reviews meanwhile."""

from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from catalogue.models import Absence
from catalogue.permissions import is_editorial
from catalogue.roles import COORDINATORS, EDITORS

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


def delete_old_absences(*, today: date | None = None) -> int:
    old = Absence.objects.filter(last_day__lt=(today or timezone.localdate()) - timedelta(days=KEPT_DAYS))
    return old.delete()[0]

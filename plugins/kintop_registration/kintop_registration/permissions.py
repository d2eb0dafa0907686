"""Who sees who has registered: whoever leads the offering, coordinates its subject or publishes there."""

from django.db.models import Q
from wagtail.models import Page
from wagtail.permissions import policy_registry

from catalogue.models import Offering
from catalogue.permissions import is_editorial


def find_offerings(user):
    """The offerings of whose registrations this person may see and change the list. By committed rows, never a draft's.

    The right to change urgent facts is the right to act on a public offering at once; this is of the same kind.
    """
    if not (user.is_active and user.has_perm("catalogue.change_urgent_facts")):
        return Offering.objects.none()
    publishable = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "publish")
    return Offering.objects.filter(
        Q(pk__in=publishable.order_by().values("pk"))
        | Q(pk__in=Offering.objects.assigned_to(user).values("pk"))
        | Q(pk__in=Offering.objects.coordinated_by(user).values("pk"))
    )


def may_see_registrations(user) -> bool:
    """Whether the menu names them; which ones, each view asks."""
    if not (user.is_active and user.has_perm("catalogue.change_urgent_facts")):
        return False
    lecturer = getattr(user, "lecturer", None)
    is_teaching = lecturer is not None and lecturer.is_active
    return is_editorial(user) or is_teaching or user.coordinated_subjects.exists()

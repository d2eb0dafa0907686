"""What each new day asks for."""

from datetime import date, timedelta

from django.db.models import Q

from catalogue.models import Run
from kintop_registration.domain.retention import delete_old_registrations
from search.indexing import sync

#: a night in which nothing ran is made up for
LOOK_BACK = timedelta(days=3)


def begin_day(*, today: date) -> None:
    delete_old_registrations(today=today)
    sync(find_closed_lately(today=today))


def find_closed_lately(*, today: date) -> list[int]:
    """Offerings of which a run took registrations some days ago and takes none since: the search still says it does."""
    since = today - LOOK_BACK
    lapsed = Q(start_date__range=(since, today)) | Q(registration_deadline__range=(since, today))
    runs = Run.objects.filter(lapsed, offering__live=True)
    return sorted(set(runs.values_list("offering_id", flat=True)))

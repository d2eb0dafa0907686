"""Mails that leave after the change is public. A failed one is repeated by ``manage.py send_urgent_notices``."""

from django_tasks import task

from catalogue.domain import urgent_mail
from catalogue.models import UrgentChange


@task()
def tell_editors(change_id: int) -> None:
    change = (
        UrgentChange.objects.select_related("offering", "created_by").filter(pk=change_id, notified_at=None).first()
    )
    if change is not None:
        urgent_mail.tell_editors(record=change)

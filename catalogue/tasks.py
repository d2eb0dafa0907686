"""Work after the answer to a browser. Mails that fail are repeated by a command that is named beside each."""

from django_tasks import task

from catalogue.domain import invitations, term_batches, urgent_mail
from catalogue.models import TermBatch, UrgentChange


@task()
def tell_editors(change_id: int) -> None:
    """Again by ``manage.py send_urgent_notices``."""
    change = (
        UrgentChange.objects.select_related("offering", "created_by").filter(pk=change_id, notified_at=None).first()
    )
    if change is not None:
        urgent_mail.tell_editors(record=change)


@task()
def send_invitation(invitation_id: int) -> None:
    """Again by ``manage.py send_invitations``."""
    invitation = invitations.find_unsent().filter(pk=invitation_id).first()
    if invitation is not None:
        invitations.send_invitation(invitation=invitation)


@task()
def repeat_term(batch_id: int) -> None:
    batch = TermBatch.objects.select_related("created_by").filter(pk=batch_id).first()
    if batch is not None:
        term_batches.carry_out_batch(batch=batch)

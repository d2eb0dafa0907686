"""Work after the answer to a browser. Mails that fail are repeated by a command that is named beside each."""

import logging

from django_tasks import task

from catalogue.domain import invitations, morning_mail, notices, term_batches
from catalogue.models import TermBatch
from cms.resending import describe_failure

logger = logging.getLogger(__name__)


@task()
def send_notice(notice_id: int) -> None:
    """Again by ``manage.py send_notices``."""
    notice = notices.find_unsent().filter(pk=notice_id).first()
    if notice is None:
        return
    try:
        notices.send_notice(notice=notice)
    except Exception as error:  # noqa: BLE001 -- mail backends fail in their own ways, and their words name people
        logger.warning("Notice %s stays and is tried again: %s", notice_id, describe_failure(error))


@task()
def begin_day() -> None:
    """The same as ``manage.py send_morning_mails``, for those who schedule tasks instead of commands."""
    morning_mail.begin_day()


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

"""Mails to the team. They leave after the commit; a failed one is repeated by ``manage.py send_notices``."""

import logging

from django_tasks import task

from catalogue.domain import morning_mail, notices
from cms.resending import describe_failure

logger = logging.getLogger(__name__)


@task()
def send_notice(notice_id: int) -> None:
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

"""Work after the answer to a browser. Letters that fail are repeated by ``manage.py send_registration_letters``."""

import logging

from django_tasks import task

from cms.resending import describe_failure
from kintop_registration.domain import letters, places

logger = logging.getLogger(__name__)


@task()
def send_letter(registration_id: int) -> None:
    registration = letters.find_unsent().filter(pk=registration_id).first()
    if registration is None:
        return
    try:
        letters.send(registration)
    except Exception as error:  # noqa: BLE001 -- mail backends fail in their own ways, and their words name people
        logger.warning("Letter %s stays and is tried again: %s", registration, describe_failure(error))


@task()
def move_waiting_up(offering_id: int) -> None:
    places.move_waiting_up(offering_id)

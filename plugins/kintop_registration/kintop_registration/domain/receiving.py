"""From the public form to a stored registration; the person then confirms by mail."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.languages import get_interface_language
from kintop_registration.choices import ACTIVE, Mail, Status
from kintop_registration.domain.letters import send_after_commit
from kintop_registration.domain.references import ATTEMPTS, make_reference
from kintop_registration.domain.retention import find_last_day
from kintop_registration.models import Registration

#: "P" as in Platz; enquiries begin with A
LETTER = "P"
#: the same form sent again sends the same letter again, but not so soon
RESEND_AFTER = timedelta(minutes=5)
#: what somebody who registers again is told instead
LETTERS_AGAIN = {
    Status.UNCONFIRMED: Mail.CONFIRM,
    Status.CONFIRMED: Mail.PLACE,
    Status.WAITING: Mail.WAITING,
}


@transaction.atomic
def receive(*, run, name: str, email: str, phone: str, persons: int, message: str) -> Registration:
    """Whoever is on the list already is not put on it twice; the answer in the browser is the same."""
    known = (
        Registration.objects.of_run(run)
        .filter(status__in=[Status.UNCONFIRMED, *ACTIVE], email__iexact=email, name__iexact=name)
        .first()
    )
    if known is not None:
        _update_unconfirmed(known, phone=phone, persons=persons, message=message)
        _send_again(known)
        return known
    registration = _store(
        offering_id=run.offering_id,
        offering_title=run.offering.title,
        run_uid=run.uid,
        name=name,
        email=email,
        phone=phone,
        persons=persons,
        message=message,
        language=get_interface_language(),
        ends_on=find_last_day(run) or timezone.localdate(),
        pending_mail=Mail.CONFIRM,
    )
    send_after_commit(registration)
    return registration


def _store(**values) -> Registration:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                return Registration.objects.create(reference=make_reference(LETTER), **values)
        except IntegrityError:
            # the reference is taken, by one chance in millions: draw again
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _update_unconfirmed(known: Registration, **values) -> None:
    """What was corrected before confirming counts; a confirmed number of persons is changed by the house alone."""
    if known.status == Status.UNCONFIRMED:
        for name, value in values.items():
            setattr(known, name, value)
        known.save(update_fields=[*values, "changed_at"])


def _send_again(known: Registration) -> None:
    if known.pending_mail or (known.mailed_at and known.mailed_at > timezone.now() - RESEND_AFTER):
        return
    known.pending_mail = LETTERS_AGAIN[known.status]
    known.save(update_fields=["pending_mail", "changed_at"])
    send_after_commit(known)

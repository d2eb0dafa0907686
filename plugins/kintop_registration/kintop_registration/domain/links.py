"""Links in letters: signed, each for one purpose, each for a while."""

from django.core import signing
from django.urls import reverse

from cms.mailing import make_absolute
from kintop_registration.models import Registration

CONFIRM = "kintop_registration.confirm"
WITHDRAW = "kintop_registration.withdraw"
DAY = 24 * 60 * 60
#: seconds a link is good for; one may withdraw until long after the last letter
MAX_AGE = {CONFIRM: 3 * DAY, WITHDRAW: 400 * DAY}


class DeadLinkError(Exception):
    """Forged, for another purpose, too old, or what it was about is deleted."""


def make_confirm_url(registration: Registration) -> str:
    return make_absolute(reverse("kintop_registration:confirm", args=[make_token(registration, CONFIRM)]))


def make_withdraw_url(registration: Registration) -> str:
    return make_absolute(reverse("kintop_registration:withdraw", args=[make_token(registration, WITHDRAW)]))


def make_token(registration: Registration, purpose: str) -> str:
    return signing.dumps(registration.reference, salt=purpose)


def read_token(token: str, purpose: str) -> Registration:
    try:
        reference = signing.loads(token, salt=purpose, max_age=MAX_AGE[purpose])
    except signing.BadSignature as error:
        raise DeadLinkError from error
    registration = Registration.objects.select_related("offering").filter(reference=reference).first()
    if registration is None:
        raise DeadLinkError
    return registration

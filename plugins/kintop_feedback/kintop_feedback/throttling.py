"""How often one address may answer, without an address being kept anywhere."""

import hashlib
import hmac
import secrets

from django.conf import settings
from django.core.cache import cache
from ninja.throttling import AnonRateThrottle

#: unless ``KINTOP_RATES["kintop_feedback"]`` says otherwise; a whole office sits behind one address
RATE = "30/h"
PEPPER = "kintop_feedback:pepper"
#: then it is gone, and with it the last way from a fingerprint to an address
PEPPER_SECONDS = 24 * 60 * 60


class FeedbackThrottle(AnonRateThrottle):
    scope = "kintop_feedback"

    def __init__(self):
        super().__init__(settings.KINTOP_RATES.get(self.scope, RATE))

    def get_ident(self, request) -> str:
        """A fingerprint that nobody can compare once the day's pepper is gone."""
        pepper = cache.get_or_set(PEPPER, lambda: secrets.token_bytes(32), PEPPER_SECONDS)
        return hmac.digest(pepper, (super().get_ident(request) or "").encode(), hashlib.sha256).hex()


def may_send(request) -> bool:
    """Count this request; False when its address has used up its share."""
    return FeedbackThrottle().allow_request(request)

"""Setting pages costs seconds of a processor: one address may not keep it busy."""

from django.conf import settings
from ninja.throttling import AnonRateThrottle

#: unless ``KINTOP_RATES["kintop_booklet"]`` says otherwise; a whole office sits behind one address
RATE = "60/h"


class PrintThrottle(AnonRateThrottle):
    scope = "kintop_booklet"

    def __init__(self):
        super().__init__(settings.KINTOP_RATES.get(self.scope, RATE))


def may_print(request) -> bool:
    """Count this request; False when the address has used up its share."""
    return PrintThrottle().allow_request(request)

"""How often one address may ask. Rates are in ``KINTOP_RATES``, counted in the shared cache."""

from django.conf import settings
from ninja.throttling import AnonRateThrottle


class ScopeThrottle(AnonRateThrottle):
    def __init__(self, scope: str):
        self.scope = scope
        super().__init__(settings.KINTOP_RATES[scope])


def is_allowed(request, scope: str) -> bool:
    """Count this request under the scope; False when the address has used up its share."""
    return ScopeThrottle(scope).allow_request(request)

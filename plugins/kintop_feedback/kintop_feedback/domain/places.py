"""Which page a form stands below. Signed, so that nobody fills the report with addresses that do not exist."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer

#: parameter of a page that thanks
STATE_PARAMETER = "rueckmeldung"
#: place on the page to come back to
ANCHOR = "rueckmeldung"
#: a longer address comes back without its query
LONGEST_URL = 1500

_signer = Signer(salt="kintop_feedback.place")
_prefix = re.compile(rf"/({'|'.join(code for code, _name in settings.LANGUAGES)})(?=/)")


@dataclass(frozen=True)
class Place:
    page_pk: int
    #: where the visitor was, with everything that was searched for; not stored
    url: str

    @property
    def path(self) -> str:
        """The same in all languages."""
        return _prefix.sub("", self.url.partition("?")[0], count=1)[:255]


def sign_place(*, request, page) -> str:
    """The same for all visitors of an address: the page may be cached."""
    return _signer.sign(f"{page.pk}:{_get_url(request)}")


def read_place(text: str) -> Place | None:
    try:
        number, _mark, url = _signer.unsign(text).partition(":")
    except BadSignature:
        return None
    return Place(int(number), url)


def get_thanks_url(place: Place, state: str) -> str:
    mark = "&" if "?" in place.url else "?"
    return f"{place.url}{mark}{STATE_PARAMETER}={state}#{ANCHOR}"


def _get_url(request) -> str:
    url = request.get_full_path()
    if STATE_PARAMETER in request.GET:
        query = request.GET.copy()
        del query[STATE_PARAMETER]
        url = request.get_full_path().partition("?")[0] + (f"?{query.urlencode()}" if query else "")
    # two slashes would begin another site
    url = "/" + url.lstrip("/")
    return url if len(url) <= LONGEST_URL else url.partition("?")[0]

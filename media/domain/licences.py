from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    OWN = "own", _("eigenes Werk")
    CC0 = "cc0", _("CC0 (gemeinfrei)")
    CC_BY = "cc-by-4.0", _("CC BY 4.0")
    CC_BY_SA = "cc-by-sa-4.0", _("CC BY-SA 4.0")
    LICENSED = "licensed", _("Lizenz erworben")
    PERMISSION = "permission", _("schriftliche Erlaubnis")


_PUBLIC = {
    Licence.CC0: ("CC0", "https://creativecommons.org/publicdomain/zero/1.0/deed.de"),
    Licence.CC_BY: ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.de"),
    Licence.CC_BY_SA: ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/deed.de"),
}


def get_licence_url(*, licence: str) -> str:
    """Return the address a Creative Commons licence has to be linked to, '' for all others."""
    return _PUBLIC.get(licence, ("", ""))[1]


def format_credit(*, credit: str, licence: str) -> str:
    """Return the line to print below a picture: who made it and, if it is a public one, the licence."""
    return ", ".join(part for part in (credit, _PUBLIC.get(licence, ("", ""))[0]) if part)

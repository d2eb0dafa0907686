"""Where plugins have their addresses: /x/<plugin>/."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PREFIX = "x"


def refuse_reserved_slug(slug: str) -> None:
    """A page of this name below the start would lie over the addresses of plugins. Deeper ones are not worth a rule."""
    if slug == PREFIX:
        raise ValidationError(
            _("Die Adresse „%(slug)s“ ist für Erweiterungen frei gehalten. Bitte wählen Sie eine andere.")
            % {"slug": slug},
            code="reserved",
        )

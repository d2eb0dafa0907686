"""Prices in plain words, the same on page, card, feed and print."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from catalogue.choices import PriceKind
from cms.languages import remember_by_language

#: whom editors grant a reduction in their own words; these words are translated
COMMON_REDUCTIONS = [gettext_noop("mit Düsselpass")]


def format_euros(amount: Decimal) -> str:
    """ "25 Euro", "12,50 Euro": no zero cents, and the comma or point of the active language."""
    amount = Decimal(amount)
    number = number_format(amount, decimal_pos=0 if amount == amount.to_integral_value() else 2)
    return _("%(amount)s Euro") % {"amount": number}


def get_price_kinds(*, price: Decimal | None, reduced_price: Decimal | None) -> tuple[str, ...]:
    """Facet values of a price; an unknown price has none, a reduction is also a paid offer."""
    if price is None:
        return ()
    if price == 0:
        return (PriceKind.FREE.value,)
    if reduced_price is not None:
        return (PriceKind.REDUCED.value, PriceKind.PAID.value)
    return (PriceKind.PAID.value,)


def describe_price(
    *,
    price: Decimal | None,
    reduced_price: Decimal | None = None,
    reduced_for: str = "",
    language: str | None = None,
) -> str:
    """ "kostenlos", "80 Euro, 40 Euro mit Düsselpass", "Preis auf Anfrage"."""
    if language:
        with override(language):
            return _describe_price(price, reduced_price, reduced_for)
    return _describe_price(price, reduced_price, reduced_for)


@remember_by_language
def _describe_price(price: Decimal | None, reduced_price: Decimal | None, reduced_for: str) -> str:
    if price is None:
        return _("Preis auf Anfrage")
    if price == 0:
        return _("kostenlos")
    full = format_euros(price)
    if reduced_price is None:
        return full
    reduced = _("kostenlos") if reduced_price == 0 else format_euros(reduced_price)
    text = _("%(full)s, ermäßigt %(reduced)s %(who)s") % {
        "full": full,
        "reduced": reduced,
        "who": f"({_(reduced_for)})" if reduced_for else "",
    }
    return text.strip()

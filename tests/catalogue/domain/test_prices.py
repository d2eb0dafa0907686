from decimal import Decimal

import pytest

from catalogue.domain.prices import describe_price, get_price_kinds


@pytest.mark.parametrize(
    ("price", "reduced", "reduced_for", "text"),
    [
        (None, None, "", "Preis auf Anfrage"),
        ("0", None, "", "kostenlos"),
        ("0.00", None, "", "kostenlos"),
        ("80", None, "", "80 Euro"),
        ("80.00", None, "", "80 Euro"),
        ("12.5", None, "", "12,50 Euro"),
        ("80", "40", "mit Düsselpass", "80 Euro, ermäßigt 40 Euro (mit Düsselpass)"),
        ("80", "40", "", "80 Euro, ermäßigt 40 Euro"),
        ("80", "0", "für Kinder", "80 Euro, ermäßigt kostenlos (für Kinder)"),
        ("1200", None, "", "1200 Euro"),
    ],
)
def test_price_reads_like_plain_words(price, reduced, reduced_for, text):
    amounts = {name: value and Decimal(value) for name, value in (("price", price), ("reduced_price", reduced))}

    assert describe_price(**amounts, reduced_for=reduced_for) == text


@pytest.mark.parametrize(
    ("price", "reduced", "kinds"),
    [(None, None, ()), ("0", None, ("free",)), ("80", None, ("paid",)), ("80", "40", ("reduced", "paid"))],
)
def test_price_kinds_are_the_facet_values(price, reduced, kinds):
    assert get_price_kinds(price=price and Decimal(price), reduced_price=reduced and Decimal(reduced)) == kinds

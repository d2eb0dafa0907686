import pytest

from media.domain.licences import Licence, format_credit, get_licence_url


@pytest.mark.parametrize(
    ("licence", "line"),
    [
        (Licence.OWN, "Amina Yıldız"),
        (Licence.LICENSED, "Amina Yıldız"),
        (Licence.PERMISSION, "Amina Yıldız"),
        (Licence.CC0, "Amina Yıldız, CC0"),
        (Licence.CC_BY, "Amina Yıldız, CC BY 4.0"),
        (Licence.CC_BY_SA, "Amina Yıldız, CC BY-SA 4.0"),
    ],
)
def test_credit_line_names_public_licences(licence, line):
    assert format_credit(credit="Amina Yıldız", licence=licence) == line


def test_credit_line_without_name_is_the_licence():
    assert format_credit(credit="", licence=Licence.CC0) == "CC0"


def test_credit_line_of_nothing_is_empty():
    assert format_credit(credit="", licence="") == ""


def test_licence_url_exists_for_public_licences_only():
    with_address = [licence for licence in Licence if get_licence_url(licence=licence)]

    assert with_address == [Licence.CC0, Licence.CC_BY, Licence.CC_BY_SA]

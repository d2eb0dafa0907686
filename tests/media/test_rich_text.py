import pytest
from wagtail.rich_text import expand_db_html

from media.domain.consent import ConsentStatus, withdraw_consent
from media.factories import ImageFactory

pytestmark = pytest.mark.django_db


def embed(image_id: int) -> str:
    return f'<embed embedtype="image" id="{image_id}" format="fullwidth" alt="Fest"/>'


def test_rich_text_shows_pictures_that_may_be_shown():
    image = ImageFactory(with_people=True)

    assert f'src="{image.get_rendition("width-800").url}"' in expand_db_html(embed(image.pk))


def test_rich_text_leaves_out_the_others_in_place():
    first, hidden, last = (
        ImageFactory(),
        ImageFactory(shows_people=True, consent_status=ConsentStatus.MISSING),
        ImageFactory(),
    )

    html = expand_db_html("".join(f"<p>{embed(image.pk)}</p>" for image in (first, hidden, last)))

    assert html.count("<img") == 2
    assert "<p></p>" in html
    assert html.index(first.get_rendition("width-800").url) < html.index("<p></p>")
    assert html.index("<p></p>") < html.index(last.get_rendition("width-800").url)
    assert hidden.renditions.count() == 0


def test_rich_text_loses_a_picture_when_consent_is_withdrawn():
    image = ImageFactory(with_people=True)
    expand_db_html(embed(image.pk))

    withdraw_consent(image=image)

    assert (expand_db_html(embed(image.pk)), image.renditions.count()) == ("", 0)


def test_rich_text_leaves_deleted_pictures_to_wagtail():
    assert expand_db_html(embed(0)) == '<img alt="">'

import pytest
from django.core.cache import cache

from catalogue.domain.pictures import get_hero_picture
from media.factories import ImageFactory
from media.models import Image, Rendition

pytestmark = pytest.mark.django_db


def test_large_picture_is_drawn_in_every_size_and_format():
    image = ImageFactory(width_px=1300, height_px=900)

    picture = get_hero_picture(image)

    assert [kind for kind, srcset in picture.sources] == ["image/avif", "image/webp"]
    assert [(rendition.width, rendition.file.name[-4:]) for rendition in (picture.small, picture.large)] == [
        (640, ".jpg"),
        (1200, ".jpg"),
    ]
    assert Rendition.objects.filter(image=image).count() == 6


def test_large_picture_that_is_drawn_already_takes_one_query(django_assert_num_queries):
    drawn = ImageFactory(width_px=1300, height_px=900)
    get_hero_picture(drawn)
    cache.clear()
    image = Image.objects.get(pk=drawn.pk)

    with django_assert_num_queries(1):
        get_hero_picture(image)


def test_small_original_is_named_once():
    picture = get_hero_picture(ImageFactory(width_px=300, height_px=200))

    assert picture.srcset.count(" 300w") == 1
    assert "," not in picture.srcset


@pytest.mark.parametrize("image", [None, "without consent", "without file"])
def test_no_picture_is_drawn(image):
    if image == "without consent":
        image = ImageFactory(shows_people=True, consent_status="missing")
    elif image == "without file":
        image = ImageFactory()
        image.file.storage.delete(image.file.name)

    assert get_hero_picture(image) is None

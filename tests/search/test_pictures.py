"""Pictures of hits: remembered, and forgotten with whatever decides about them."""

import datetime

import pytest
from django.utils import timezone

from catalogue.domain.pictures import CARD_PICTURE
from media.domain.consent import ConsentStatus
from media.factories import ImageFactory
from search.pictures import load_images

pytestmark = pytest.mark.django_db


@pytest.fixture
def image():
    image = ImageFactory(description="Töpferkurs")
    image.get_rendition(CARD_PICTURE)
    load_images([image.pk])
    return image


def test_picture_is_read_once(image, django_assert_num_queries):
    # the one look for changes
    with django_assert_num_queries(1):
        found = load_images([image.pk])

    assert [picture.alt for picture in found.values()] == ["Töpferkurs"]


def test_new_description_shows_at_once(image):
    image.description = "Hände an der Töpferscheibe"
    image.save()

    assert load_images([image.pk])[image.pk].alt == "Hände an der Töpferscheibe"


def test_withdrawn_consent_hides_a_remembered_picture(image):
    image.shows_people, image.consent_status = True, ConsentStatus.WITHDRAWN
    image.save()

    assert load_images([image.pk]) == {}


def test_consent_that_ends_hides_a_remembered_picture(monkeypatch):
    image = ImageFactory(with_people=True, consent_until=timezone.localdate())
    image.get_rendition(CARD_PICTURE)
    shown = load_images([image.pk])

    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)

    assert (list(shown), load_images([image.pk])) == ([image.pk], {})


def test_rendition_that_goes_is_cut_anew(image):
    image.renditions.all().delete()

    load_images([image.pk])

    assert image.renditions.filter(filter_spec=CARD_PICTURE).count() == 1


def test_deleted_picture_is_gone(image):
    pk = image.pk
    image.delete()

    assert load_images([pk]) == {}

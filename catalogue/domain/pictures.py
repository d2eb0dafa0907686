"""Renditions for the public pages: only what may be shown, fetched together."""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects
from wagtail.images.models import SourceImageIOError

#: the one size of pictures in lists, cut around the focal point
CARD_PICTURE = "fill-480x300|format-webp"
#: beside the heading of a page, for phones and for larger screens
HERO_PICTURES = ("fill-640x400|format-webp", "fill-1200x750|format-webp")
BODY_PICTURE = "max-1200x1200|format-webp"
PORTRAIT = "fill-240x240|format-webp"
LOGO = "max-240x80|format-webp"


def get_picture(image, spec: str):
    """The rendition to show; None for no picture, one without consent, and one whose file is gone."""
    if image is None or not image.is_publishable:
        return None
    try:
        return image.get_rendition(spec)
    except SourceImageIOError:
        return None


def get_hero_pictures(image) -> tuple:
    """(small, large) renditions, or nothing."""
    if image is None or not image.is_publishable:
        return ()
    try:
        renditions = image.get_renditions(*HERO_PICTURES)
    except SourceImageIOError:
        return ()
    return tuple(renditions[spec] for spec in HERO_PICTURES)


def prefetch_pictures(owners: Iterable, *, name: str) -> None:
    """Fetch the renditions of all pictures in one query, for ``get_picture``."""
    images = [image for owner in owners if (image := getattr(owner, name)) is not None]
    prefetch_related_objects(images, "renditions")

"""Renditions for the public pages: only what may be shown, fetched together."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import prefetch_related_objects
from wagtail.images.models import SourceImageIOError

#: the one size of pictures in lists, cut around the focal point
CARD_PICTURE = "fill-480x300|format-webp"
#: beside the heading of a page, for phones and for larger screens
HERO_SIZES = ("fill-640x400", "fill-1200x750")
#: best first: a browser takes the first it knows. The last one is for old browsers, and for those who share the page.
HERO_FORMATS = ("avif", "webp", "jpeg")
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


class HeroPicture(NamedTuple):
    """One picture in every size and format, to be drawn by ``catalogue/includes/picture.html``."""

    #: (media type, srcset) of the formats that an old browser may not know
    sources: list[tuple[str, str]]
    #: JPEG, which everybody knows
    small: object
    large: object

    @property
    def srcset(self) -> str:
        return write_srcset((self.small, self.large))


def get_hero_picture(image) -> HeroPicture | None:
    """All renditions in one query; None as for ``get_picture``."""
    if image is None or not image.is_publishable:
        return None
    specs = {kind: [f"{size}|format-{kind}" for size in HERO_SIZES] for kind in HERO_FORMATS}
    try:
        found = image.get_renditions(*(spec for of_kind in specs.values() for spec in of_kind))
    except SourceImageIOError:
        return None
    *modern, plain = ([found[spec] for spec in of_kind] for of_kind in specs.values())
    sources = [(f"image/{kind}", write_srcset(pair)) for kind, pair in zip(HERO_FORMATS, modern, strict=False)]
    return HeroPicture(sources, *plain)


def write_srcset(renditions: Iterable) -> str:
    """A picture smaller than asked for comes out the same twice: each width is named once."""
    by_width = {rendition.width: rendition.url for rendition in renditions}
    return ", ".join(f"{url} {width}w" for width, url in by_width.items())


def prefetch_pictures(owners: Iterable, *, name: str) -> None:
    """Fetch the renditions of all pictures in one query, for ``get_picture``."""
    images = [image for owner in owners if (image := getattr(owner, name)) is not None]
    prefetch_related_objects(images, "renditions")

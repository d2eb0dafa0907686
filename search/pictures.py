"""Pictures of the hits, in one look at the database."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from wagtail.images.models import Filter

from catalogue.domain.pictures import CARD_PICTURE, get_picture
from media.domain.consent import is_publishable

CARD_FILTER = Filter(spec=CARD_PICTURE)


@dataclass(frozen=True)
class HitImage:
    url: str
    alt: str
    width: int
    height: int


class Picture(NamedTuple):
    """The facts of an image that decide whether and how it is shown; a whole model takes as long as its query."""

    pk: int
    title: str
    description: str
    focal_point_x: int | None
    focal_point_y: int | None
    focal_point_width: int | None
    focal_point_height: int | None
    shows_people: bool
    minors: bool
    consent_status: str
    custodians_agreed: bool
    consent_scope: str
    consent_until: date | None


def load_images(pks) -> dict[int, HitImage]:
    """Pictures that may be shown today, each in the one size a card needs."""
    from media.models import Image, Rendition

    if not pks:
        return {}
    rows = Rendition.objects.filter(filter_spec=CARD_PICTURE, image_id__in=pks).values_list(
        *(f"image__{name}" for name in Picture._fields), "focal_point_key", "file", "width", "height"
    )
    found, known = {}, set()
    for *facts, key, file, width, height in rows:
        picture = Picture(*facts)
        # not one around an earlier focal point
        if key == CARD_FILTER.get_cache_key(picture):
            known.add(picture.pk)
            if is_publishable(image=picture):
                url = Rendition.file.field.storage.url(file)
                found[picture.pk] = HitImage(url, picture.description or picture.title, width, height)
    for image in Image.objects.filter(pk__in=missing) if (missing := set(pks) - known) else ():
        if rendition := get_picture(image, CARD_PICTURE):
            found[image.pk] = HitImage(rendition.url, image.default_alt_text, rendition.width, rendition.height)
    return found

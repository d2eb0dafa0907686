"""Pictures of the hits, remembered from the first time one is asked for."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from wagtail.images.models import Filter

from catalogue.domain.pictures import CARD_PICTURE, get_picture
from media.domain.consent import is_publishable
from search.memory import Remembered

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


#: pk -> a picture cut for cards; emptied when one is changed, see ``search.signals``
_known: Remembered[dict[int, tuple[Picture, HitImage]]] = Remembered(dict)


def load_images(pks) -> dict[int, HitImage]:
    """Pictures that may be shown today, each in the one size a card needs."""
    if not pks:
        return {}
    known = _known.get()
    if unknown := [pk for pk in pks if pk not in known]:
        known.update(_read_renditions(unknown))
    # consent may end with any day
    found = {pk: known[pk][1] for pk in pks if pk in known and is_publishable(image=known[pk][0])}
    if missing := [pk for pk in pks if pk not in known]:
        found.update(_cut(missing))
    return found


def _read_renditions(pks) -> dict[int, tuple[Picture, HitImage]]:
    from media.models import Rendition

    rows = Rendition.objects.filter(filter_spec=CARD_PICTURE, image_id__in=pks).values_list(
        *(f"image__{name}" for name in Picture._fields), "focal_point_key", "file", "width", "height"
    )
    found = {}
    for *facts, key, file, width, height in rows:
        picture = Picture(*facts)
        # not one around an earlier focal point
        if key == CARD_FILTER.get_cache_key(picture):
            url = Rendition.file.field.storage.url(file)
            found[picture.pk] = picture, HitImage(url, picture.description or picture.title, width, height)
    return found


def _cut(pks) -> dict[int, HitImage]:
    """Pictures shown for the first time; found among the renditions the next time."""
    from media.models import Image

    renditions = {image: get_picture(image, CARD_PICTURE) for image in Image.objects.filter(pk__in=pks)}
    return {
        image.pk: HitImage(rendition.url, image.default_alt_text, rendition.width, rendition.height)
        for image, rendition in renditions.items()
        if rendition
    }

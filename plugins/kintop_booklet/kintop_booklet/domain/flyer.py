"""A page to hand out or pin up, for one offering."""

from dataclasses import replace

from django.utils import timezone
from django.utils.formats import date_format

from catalogue.models import Subject
from cms.languages import get_interface_language
from kintop_booklet.domain.collecting import get_organisation
from kintop_booklet.domain.content import Flyer
from kintop_booklet.domain.entries import load_items
from kintop_booklet.domain.pictures import FLYER_PICTURE, add_picture
from kintop_booklet.domain.qr import draw_qr
from kintop_booklet.domain.words import get_words


def collect_flyer(pk: int, *, site_url: str) -> Flyer | None:
    """None for what the public may not see."""
    item = next(load_items([pk], site_url=site_url), None)
    if item is None:
        return None
    files = {item.entry.qr: draw_qr(item.entry.url)}
    subject = item.main_subject
    return Flyer(
        entry=replace(item.entry, picture=add_picture(item.offering.image, FLYER_PICTURE, files)),
        subject=subject.translated_name if subject else "",
        colour=number_subjects().get(subject.pk, 0) if subject else 0,
        organisation=get_organisation(site_url=site_url),
        language=get_interface_language(),
        issued=date_format(timezone.localdate(), "DATE_FORMAT"),
        words=get_words(1),
        files=files,
    )


def number_subjects() -> dict[int, int]:
    """Main subjects by their place in the booklet, which decides on their colour."""
    pks = Subject.objects.filter(parent=None).values_list("pk", flat=True)
    return {pk: number for number, pk in enumerate(pks)}

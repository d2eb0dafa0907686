"""Pictures that may be printed, as files for the typesetter."""

from dataclasses import replace

from wagtail.images.models import SourceImageIOError

from kintop_booklet.domain.content import Picture
from media.domain.consent import Use, is_publishable

#: a column of 84 mm at 270 dots per inch
COLUMN_PICTURE = "fill-900x400|format-jpeg|jpegquality-80"
#: beside the title of a section
OPENING_PICTURE = "fill-960x720|format-jpeg|jpegquality-80"

#: across a page
FLYER_PICTURE = "fill-1800x1000|format-jpeg|jpegquality-82"


def add_picture(image, spec: str, files: dict[str, bytes]) -> Picture | None:
    """Put the picture among the files; None without one, without consent to print it, or without its file."""
    if image is None or not is_publishable(image=image, use=Use.PRINT):
        return None
    name = f"picture-{image.pk}-{spec.partition('|')[0]}.jpg"
    if name not in files:
        # Wagtail would find out late, and leave a file open
        if not image.file.storage.exists(image.file.name):
            return None
        try:
            with image.get_rendition(spec).file.open("rb") as file:
                files[name] = file.read()
        except (SourceImageIOError, OSError):
            return None
    return Picture(file=name, alt=image.default_alt_text, credit=image.credit_line)


def with_picture(entry, image, files: dict[str, bytes]):
    return replace(entry, picture=add_picture(image, COLUMN_PICTURE, files))

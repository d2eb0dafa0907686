"""Whatever arrives: it is taken, or refused with a message; nothing else may come out of the door."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from media.domain.uploads import check_document, clean_image
from media.factories import PDF
from tests.media.samples import animation, odf, ooxml, private_picture, upload

SOUND = {
    "a.avif": private_picture("AVIF"),
    "a.gif": animation("GIF"),
    "a.jpg": private_picture("JPEG", 6),
    "a.png": private_picture("PNG"),
    "a.webp": animation("WEBP"),
    "a.docx": ooxml("docx"),
    "a.odt": odf("odt"),
    "a.pdf": PDF,
}
spots = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 3), st.binary(max_size=4)), max_size=6)


def damage(content: bytes, spots) -> bytes:
    for place, cut, put in spots:
        start = int(place * len(content))
        content = content[:start] + put + content[start + cut :]
    return content


@pytest.mark.parametrize("name", SOUND)
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(spots=spots)
def test_damaged_file_is_taken_or_refused(name, spots):
    door = check_document if name.endswith(("docx", "odt", "pdf")) else clean_image

    # a damaged size must not cost the test its time
    with override_settings(WAGTAILIMAGES_MAX_IMAGE_PIXELS=1_000_000), suppress(ValidationError):
        assert len(door(file=upload(name, damage(SOUND[name], spots)))) > 0

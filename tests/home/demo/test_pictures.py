from io import BytesIO

import pytest
from PIL import Image

from home.demo.files import read_data
from home.demo.gallery import DESCRIPTIONS, GROUP_PICTURES
from home.demo.motifs import MOTIFS
from home.demo.pictures import draw_picture, draw_portrait


@pytest.mark.parametrize("motif", MOTIFS)
def test_motif_fills_a_picture_with_many_colours(motif):
    picture = Image.open(BytesIO(draw_picture(motif=motif, key="eins", palette=1)))

    assert (picture.size, picture.format, bool(picture.getexif())) == ((1200, 800), "JPEG", False)
    assert len(picture.getcolors(1200 * 800)) > 100


def test_same_key_draws_the_same_picture():
    first, second, other = (draw_picture(motif="musik", key=key) for key in ("a", "a", "b"))

    assert (first == second, first == other) == (True, False)


def test_portrait_is_square():
    assert Image.open(BytesIO(draw_portrait(key="anna"))).size == (600, 600)


def test_every_main_subject_and_target_group_has_a_picture():
    data = read_data()
    mains = {row["slug"] for row in data.subjects if "parent" not in row}

    assert set(DESCRIPTIONS) == mains
    assert set(MOTIFS) == mains | {"start"}
    assert set(GROUP_PICTURES) == {row["slug"] for row in data.target_groups}
    assert set(GROUP_PICTURES.values()) <= {row["slug"] for row in data.subjects if "parent" in row}

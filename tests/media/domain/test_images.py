"""clean_image: what may be uploaded as a picture, and what becomes of it."""

import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from media.domain.uploads import clean_image
from tests.media.samples import (
    HTML,
    PROFILE,
    SECRET,
    SVG,
    animation,
    gps_exif,
    noise,
    open_picture,
    picture,
    png_bomb,
    png_chunk,
    private_picture,
    upload,
)

FORMATS = {"avif": "AVIF", "gif": "GIF", "jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
TURNING = {"avif": "AVIF", "jpg": "JPEG", "png": "PNG", "webp": "WEBP"}


def refuse(name: str, content: bytes) -> tuple[str, str]:
    with pytest.raises(ValidationError) as caught:
        clean_image(file=upload(name, content))
    return caught.value.code, caught.value.messages[0]


def colour_at(content: bytes, x: float, y: float) -> str:
    opened = open_picture(content).convert("RGB")
    red, _green, blue = opened.getpixel((int(x * (opened.width - 1)), int(y * (opened.height - 1))))
    return "red" if red > blue else "blue"


@pytest.mark.parametrize("extension", FORMATS)
def test_clean_plain_picture_comes_back_unchanged(extension):
    original = picture(FORMATS[extension])

    assert clean_image(file=upload(f"bild.{extension}", original)) == original


@pytest.mark.parametrize("extension", FORMATS)
def test_clean_private_picture_loses_what_is_private(extension):
    original = private_picture(FORMATS[extension])

    clean = clean_image(file=upload(f"bild.{extension}", original))

    assert SECRET in original
    assert SECRET not in clean
    assert dict(open_picture(clean).getexif()) == {}


@pytest.mark.parametrize("extension", TURNING)
@pytest.mark.parametrize(
    ("orientation", "size", "red_corner"),
    [
        (1, (60, 40), (0, 0)),
        (2, (60, 40), (1, 0)),
        (3, (60, 40), (1, 1)),
        (4, (60, 40), (0, 1)),
        (5, (40, 60), (0, 0)),
        (6, (40, 60), (1, 0)),
        (7, (40, 60), (1, 1)),
        (8, (40, 60), (0, 1)),
    ],
)
def test_clean_turned_picture_stands_upright_and_keeps_its_profile(extension, orientation, size, red_corner):
    clean = clean_image(file=upload(f"bild.{extension}", private_picture(TURNING[extension], orientation)))

    opened = open_picture(clean)
    # the sample is red where it is stored on the left
    opposite = (1 - red_corner[0], 1 - red_corner[1])
    assert (opened.size, opened.info["icc_profile"]) == (size, PROFILE)
    assert (colour_at(clean, *red_corner), colour_at(clean, *opposite)) == ("red", "blue")
    assert dict(opened.getexif()) == {}


@pytest.mark.parametrize("extension", TURNING)
def test_clean_turned_picture_twice_changes_nothing(extension):
    clean = clean_image(file=upload(f"bild.{extension}", private_picture(TURNING[extension], 6)))

    assert clean_image(file=upload(f"bild.{extension}", clean)) == clean


def test_clean_damaged_exif_keeps_the_picture():
    plain = picture("JPEG")
    damaged = b"\xff\xe1" + struct.pack(">H", 14) + b"Exif\0\0" + b"MM\xff\xff\xff\xff"

    assert clean_image(file=upload("bild.jpg", plain[:2] + damaged + plain[2:])) == plain


@pytest.mark.parametrize("extension", ["gif", "webp"])
def test_clean_animation_stays_animated(extension):
    original = animation(FORMATS[extension])

    assert clean_image(file=upload(f"bild.{extension}", original)) == original


def test_clean_turned_animation_stays_animated():
    opened = open_picture(clean_image(file=upload("bild.webp", animation("WEBP", exif=gps_exif(6)))))
    durations = []
    for frame in range(opened.n_frames):
        opened.seek(frame)
        opened.load()
        durations.append(opened.info["duration"])

    assert (opened.n_frames, opened.size, durations) == (3, (40, 60), [100, 200, 300])


def test_clean_avif_with_foreign_box_is_encoded_anew():
    box = struct.pack(">I4s", 8 + 16 + len(SECRET), b"uuid") + b"\0" * 16 + SECRET

    clean = clean_image(file=upload("bild.avif", picture("AVIF") + box))

    assert (SECRET in clean, open_picture(clean).size) == (False, (60, 40))


def test_clean_avif_with_unlinked_item_is_encoded_anew():
    private = private_picture("AVIF")
    # the link between the EXIF item and the picture: without it Pillow sees no EXIF
    unlinked = private.replace(b"cdsc", b"xxxx")

    clean = clean_image(file=upload("bild.avif", unlinked))

    assert (SECRET in unlinked, "exif" in open_picture(unlinked).info, SECRET in clean) == (True, False, False)


def test_refuse_png_named_jpg_tells_the_right_name():
    assert refuse("Gruppe.jpg", picture("PNG")) == (
        "wrong_type",
        ("„Gruppe.jpg“ ist in Wirklichkeit ein Bild der Art PNG. Bitte benennen Sie die Datei in „Gruppe.png“ um."),
    )


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("logo.png", SVG, " (SVG)"),
        ("logo.jpg", HTML, " (HTML)"),
        ("logo.webp", b"%PDF-1.7 startxref", " (PDF)"),
        ("logo.jpg", picture("TIFF"), " (TIF)"),
        ("logo.png", animation("PNG"), " (APNG)"),
        ("logo.avif", b"\x01\x02\x03\x04", ""),
    ],
)
def test_refuse_other_content_names_it(name, content, found):
    assert refuse(name, content) == (
        "wrong_type",
        (f"„{name}“ ist kein Bild, das wir annehmen{found}. Bitte speichern Sie das Bild als JPG, PNG oder WebP."),
    )


def test_refuse_text_that_starts_like_a_picture():
    assert refuse("logo.gif", b"GIF heisst das Format") == (
        "broken",
        (
            "„logo.gif“ ist beschädigt und lässt sich nicht lesen. "
            "Bitte öffnen Sie das Bild in einem Bildprogramm und speichern Sie es neu."
        ),
    )


@pytest.mark.parametrize("name", ["logo.svg", "bild.heic", "bild", "bild.", ".png", "bild.png.exe", ""])
def test_refuse_extension_lists_the_allowed_ones(name):
    with pytest.raises(ValidationError) as caught:
        clean_image(file=ContentFile(picture("PNG"), name=name))
    code, message = caught.value.code, caught.value.messages[0]

    assert code == "not_allowed"
    assert message.endswith("Bitte speichern Sie die Datei als AVIF, GIF, JPEG, JPG, PNG, WEBP.")


def test_refuse_empty_file():
    assert refuse("leer.png", b"") == (
        "empty",
        "„leer.png“ ist leer. Bitte speichern Sie die Datei neu und laden Sie sie noch einmal hoch.",
    )


def test_refuse_too_many_bytes_names_both_sizes(settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1024

    code, message = refuse("groß.png", picture("PNG") + b"\0" * 1024)

    assert (code, message.replace("\xa0", " ")) == (
        "too_large",
        (
            "„groß.png“ ist zu groß: 1,1 KB, erlaubt sind 1,0 KB. "
            "Bitte verkleinern Sie das Bild, zum Beispiel auf 2000 Pixel Breite."
        ),
    )


def test_refuse_picture_that_grew_when_encoded_anew(settings):
    small = noise("AVIF", quality=20, exif=gps_exif())
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = len(small)

    assert refuse("bild.avif", small)[0] == "too_large"


@pytest.mark.parametrize("size", [(20_000, 20_000), (8_000, 8_000), (12_000, 11_000)])
def test_refuse_bomb_before_it_is_unpacked(settings, size):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000

    assert refuse("bombe.png", png_bomb(*size)) == (
        "too_many_pixels",
        (
            "„bombe.png“ hat zu viele Bildpunkte, erlaubt sind 60 Millionen "
            "(bei bewegten Bildern alle Einzelbilder zusammen). "
            "Bitte verkleinern Sie das Bild, zum Beispiel auf 2000 Pixel Breite."
        ),
    )


@pytest.mark.parametrize("limit", [None, 500_000_000])
def test_refuse_bomb_whatever_the_setting(settings, limit):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = limit

    assert refuse("bombe.png", png_bomb(20_000, 20_000))[0] == "too_many_pixels"


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_refuse_animation_counts_all_frames(settings, kind):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60 * 40 * 3 - 1

    assert refuse(f"film.{kind}", animation(FORMATS[kind]))[0] == "too_many_pixels"


@pytest.mark.parametrize("extension", FORMATS)
def test_refuse_truncated_picture(extension):
    original = picture(FORMATS[extension])

    assert refuse(f"bild.{extension}", original[: len(original) // 2])[0] == "broken"


def test_refuse_png_whose_text_unpacks_without_end_never_unpacks_it():
    plain = picture("PNG")
    bomb = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 80_000_000))

    assert clean_image(file=upload("bild.png", plain[:33] + bomb + plain[33:])) == plain

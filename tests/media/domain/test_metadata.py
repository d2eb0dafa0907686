import pytest

from media.domain.metadata import STRIPPERS, BrokenFileError, strip_gif, strip_jpeg, strip_png, strip_webp
from tests.media.samples import PROFILE, SECRET, animation, open_picture, picture, private_picture

FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}


@pytest.mark.parametrize("kind", FORMATS)
def test_strip_private_picture_leaves_nothing_private(kind):
    original = private_picture(FORMATS[kind])

    stripped, _exif = STRIPPERS[kind](original)

    assert SECRET in original
    assert SECRET not in stripped
    assert {"exif", "xmp", "comment", "Comment"} & set(open_picture(stripped).info) == set()


@pytest.mark.parametrize("kind", FORMATS)
def test_strip_private_picture_keeps_every_pixel(kind):
    original = private_picture(FORMATS[kind])

    stripped, _exif = STRIPPERS[kind](original)

    assert open_picture(stripped).tobytes() == open_picture(original).tobytes()


@pytest.mark.parametrize("kind", ["jpg", "png", "webp"])
def test_strip_private_picture_keeps_colour_profile(kind):
    stripped, _exif = STRIPPERS[kind](private_picture(FORMATS[kind]))

    assert open_picture(stripped).info["icc_profile"] == PROFILE


@pytest.mark.parametrize("kind", FORMATS)
def test_strip_twice_changes_nothing(kind):
    once, _exif = STRIPPERS[kind](private_picture(FORMATS[kind]))

    assert STRIPPERS[kind](once) == (once, b"")


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_strip_animation_keeps_it_byte_for_byte(kind):
    original = animation(FORMATS[kind])

    assert STRIPPERS[kind](original) == (original, b"")


@pytest.mark.parametrize("kind", FORMATS)
def test_strip_cuts_what_follows_the_picture(kind):
    clean, _exif = STRIPPERS[kind](picture(FORMATS[kind]))

    assert STRIPPERS[kind](clean + b"PK\x03\x04" + SECRET)[0] == clean


def test_strip_jpeg_drops_the_thumbnail_in_its_header():
    plain = picture("JPEG")
    thumbnail = b"\x01\x01" + b"\xaa\xbb\xcc"
    with_thumbnail = plain[:4] + b"\x00\x13" + plain[6:18] + thumbnail + plain[20:]

    assert strip_jpeg(with_thumbnail)[0] == plain


def test_strip_jpeg_with_several_scans_keeps_them():
    progressive = picture("JPEG", progressive=True)

    assert strip_jpeg(progressive)[0] == progressive


def test_strip_jpeg_without_its_end_gets_one():
    whole = picture("JPEG")

    assert strip_jpeg(whole[:-2])[0] == whole


def test_strip_gif_drops_unknown_applications_and_keeps_repetition():
    original = animation("GIF")
    application = b"\x21\xff\x0bXMP DataXMP" + bytes([len(SECRET)]) + SECRET + b"\x00"
    start = original.index(b"\x21\xff\x0bNETSCAPE2.0")

    assert strip_gif(original[:start] + application + original[start:])[0] == original


@pytest.mark.parametrize(
    ("strip", "broken"),
    [
        (strip_jpeg, b"\xff\xd8\xff\xe1\xff"),
        (strip_jpeg, b"\xff\xd8\xff\xe1\xff\xffshort"),
        (strip_jpeg, b"\xff\xd8\xff\xe1\x00\x00"),
        (strip_png, b"\x89PNG\r\n\x1a\n"),
        (strip_png, b"\x89PNG\r\n\x1a\n\x7f\xff\xff\xffIHDRshort"),
        (strip_webp, b"RIFF\xff\x00\x00\x00WEBPVP8 \xff\x00\x00\x00short"),
        (strip_gif, b"GIF89a\x01\x00\x01\x00\x00\x00\x00\x2c"),
    ],
)
def test_strip_broken_file_says_so(strip, broken):
    with pytest.raises(BrokenFileError):
        strip(broken)

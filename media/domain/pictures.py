"""Make an uploaded picture fit to be kept: readable, not too large, upright and free of private data."""

import re
import struct
from io import BytesIO

from PIL import Image, ImageSequence, JpegImagePlugin

from media.domain.metadata import STRIPPERS, BrokenFileError

#: Pillow's name of every format we take
FORMATS = {"avif": "AVIF", "gif": "GIF", "jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
#: above this Pillow warns of a bomb, at the upload and at every later rendition
HARD_MAX_PIXELS = 89_478_485
#: an animation beyond this is a film, or an attempt to keep the server busy
MAX_FRAMES = 1_000
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_AVIF_BOXES = frozenset([b"ftyp", b"meta", b"mdat", b"moov", b"free", b"skip"])
_AVIF_ITEMS = re.compile(rb"Exif|mime|uri ")


class TooManyPixelsError(ValueError):
    pass


def clean_picture(*, data: bytes, kind: str, max_pixels: int | None) -> bytes:
    """Return the same picture without metadata, upright, colour profile and animation kept.

    A clean picture comes back byte for byte, so that doing it twice does no harm.
    """
    try:
        # strip first: what Pillow never sees cannot trip it
        stripped, exif = STRIPPERS[kind](data) if kind in STRIPPERS else (data, b"")
        with Image.open(BytesIO(stripped), formats=[FORMATS[kind]]) as image:
            _check_size(image, max_pixels)
            for frame in ImageSequence.Iterator(image):
                frame.load()
            image.seek(0)
            turn = _TURNS.get(_read_orientation(exif or image.info.get("exif", b"")))
            if turn is None and not (kind == "avif" and _has_avif_metadata(image, stripped)):
                return stripped
            encoded = _encode(image, kind=kind, turn=turn, lossless=b"VP8L" in stripped)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixelsError from error
    except TooManyPixelsError:
        raise
    except Exception as error:  # decoders raise whatever they stumble over
        raise BrokenFileError from error
    return STRIPPERS[kind](encoded)[0] if kind in STRIPPERS else encoded


def _check_size(image: Image.Image, max_pixels: int | None) -> None:
    frames = getattr(image, "n_frames", 1)
    if image.format == "AVIF" and frames > 1:
        raise BrokenFileError  # Wagtail cannot show them, and Pillow's encoder can crash on them
    limit = min(max_pixels or HARD_MAX_PIXELS, HARD_MAX_PIXELS)
    if frames > MAX_FRAMES or image.width * image.height * frames > limit:
        raise TooManyPixelsError


def _read_orientation(exif: bytes) -> int:
    try:
        tags = Image.Exif()
        tags.load(exif)
        return tags.get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 -- EXIF is often damaged; the picture is good all the same
        return 1


def _has_avif_metadata(image: Image.Image, data: bytes) -> bool:
    """AVIF points into itself by byte offsets, so it cannot lose a part; it is encoded anew if it must."""
    if "exif" in image.info or "xmp" in image.info:
        return True
    position = 0
    while position + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, position)
        # Pillow reports only what is linked to the picture; other items may hold as much
        if kind not in _AVIF_BOXES or (kind == b"meta" and _AVIF_ITEMS.search(data, position, position + size)):
            return True
        if size < 8:  # 0: up to the end; 1: a 64-bit size, which no upload of ours needs
            return size != 0
        position += size
    return position != len(data)


def _encode(image: Image.Image, *, kind: str, turn: Image.Transpose | None, lossless: bool) -> bytes:
    options = {"icc_profile": image.info.get("icc_profile")}
    if kind == "jpg":
        # the same quantisation as before: turning costs next to no quality
        options |= {"qtables": image.quantization, "subsampling": JpegImagePlugin.get_sampling(image)}
        options |= {"progressive": "progressive" in image.info, "optimize": True}
    elif kind == "webp":
        options |= {"lossless": lossless, "quality": 92, "exact": True}
    elif kind == "avif":
        options |= {"quality": 90, "speed": 8}
    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        frame.load()
        frames.append(frame.copy() if turn is None else frame.transpose(turn))
        durations.append(frame.info.get("duration", 0))
    if len(frames) > 1:
        options |= {"save_all": True, "append_images": frames[1:], "duration": durations}
        options |= {"loop": image.info.get("loop", 0)}
    output = BytesIO()
    frames[0].save(output, FORMATS[kind], **options)
    return output.getvalue()

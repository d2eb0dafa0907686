"""Take from a picture file everything that is no picture: EXIF with its GPS position, XMP, comments.

This works on the parts of the file and copies the picture data as it is: no loss, animations stay animated,
and a second run changes nothing. Every format has a list of what is kept; the rest goes, known or not.
Each function returns the remaining file and the EXIF block (for the orientation, which the caller applies).
"""

import re
import struct


class BrokenFileError(ValueError):
    """The file breaks off or contradicts itself."""


# JPEG: 0xff, marker, then a length and a body. After a start of scan come picture data up to the next marker.
_JPEG_MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
_SOI, _EOI, _SOS, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_JFIF, _EXIF, _ICC, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEE


def strip_jpeg(data: bytes) -> tuple[bytes, bytes]:
    kept, exif = [b"\xff\xd8"], b""
    for marker, body in _read_jpeg_segments(data):
        if marker == _EXIF and body[2:8] == b"Exif\0\0":
            exif = exif or body[8:]
        elif marker == _JFIF and body[2:7] == b"JFIF\0":
            # the first 14 bytes say version and density; a thumbnail would follow
            kept.append(b"\xff\xe0\x00\x10" + body[2:14] + b"\0\0")
        elif _belongs_to_jpeg_picture(marker, body):
            kept.append(bytes([0xFF, marker]) + body)
    return b"".join(kept) + b"\xff\xd9", exif


def _read_jpeg_segments(data: bytes):
    position = 2
    while found := _JPEG_MARKER.search(data, position):
        marker, start = found[1][0], found.end()
        if marker in (_SOI, _EOI):
            return
        if len(data) < start + 2:
            raise BrokenFileError
        end = start + struct.unpack_from(">H", data, start)[0]
        if not start + 2 <= end <= len(data):
            raise BrokenFileError
        if marker == _SOS:
            following = _JPEG_MARKER.search(data, end)
            end = following.start() if following else len(data)
        yield marker, data[start:end]
        position = end


def _belongs_to_jpeg_picture(marker: int, body: bytes) -> bool:
    if marker == _ICC:
        return body[2:14] == b"ICC_PROFILE\0"
    if marker == _ADOBE:
        return body[2:7] == b"Adobe"
    return 0xC0 <= marker <= 0xDF


_PNG_KEPT = frozenset(
    [
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"cHRM",
        b"gAMA",
        b"iCCP",
        b"sRGB",
        b"cICP",
        b"sBIT",
        b"bKGD",
        b"pHYs",
    ]
)


def strip_png(data: bytes) -> tuple[bytes, bytes]:
    kept, exif, position = [data[:8]], b"", 8
    while position + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            raise BrokenFileError
        if kind in _PNG_KEPT:
            kept.append(data[position:end])
        elif kind == b"eXIf":
            exif = data[position + 8 : end - 4]
        if kind == b"IEND":
            return b"".join(kept), exif
        position = end
    raise BrokenFileError


_WEBP_KEPT = frozenset([b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"])
_WEBP_HAS_EXIF_OR_XMP = 0x08 | 0x04


def strip_webp(data: bytes) -> tuple[bytes, bytes]:
    kept, exif, position = [], b"", 12
    end_of_file = min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    while position + 8 <= end_of_file:
        kind, length = struct.unpack_from("<4sI", data, position)
        body = data[position + 8 : position + 8 + length]
        if len(body) < length:
            raise BrokenFileError
        if kind == b"VP8X" and body:
            body = bytes([body[0] & ~_WEBP_HAS_EXIF_OR_XMP]) + body[1:]
        if kind in _WEBP_KEPT:
            kept.append(struct.pack("<4sI", kind, length) + body + b"\0" * (length % 2))
        elif kind == b"EXIF":
            exif = body.removeprefix(b"Exif\0\0")
        position += 8 + length + length % 2
    content = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(content)) + content, exif


# GIF: a header, then blocks; the bodies of blocks are chains of pieces of at most 255 bytes.
_GIF_EXTENSION, _GIF_PICTURE, _GIF_END = 0x21, 0x2C, 0x3B
_GIF_CONTROL, _GIF_APPLICATION = 0xF9, 0xFF
# repetition and colour profile; each name comes after its length
_GIF_APPLICATIONS_KEPT = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0", b"\x0bICCRGBG1012")


def strip_gif(data: bytes) -> tuple[bytes, bytes]:
    try:
        return _strip_gif(data), b""
    except IndexError as error:
        raise BrokenFileError from error


def _strip_gif(data: bytes) -> bytes:
    position = 13 + _colour_table_length(data[10])
    kept = [data[:position]]
    while position < len(data) and data[position] != _GIF_END:
        start = position
        if data[start] == _GIF_PICTURE:
            position = _end_of_pieces(data, start + 11 + _colour_table_length(data[start + 9]))
            kept.append(data[start:position])
        elif data[start] == _GIF_EXTENSION:
            position = _end_of_pieces(data, start + 2)
            if _belongs_to_gif_picture(data[start + 1], data[start + 2 : start + 14]):
                kept.append(data[start:position])
        else:
            position += 1  # stray bytes between blocks, which every viewer skips
    return b"".join(kept) + bytes([_GIF_END])


def _belongs_to_gif_picture(label: int, application: bytes) -> bool:
    return label == _GIF_CONTROL or (label == _GIF_APPLICATION and application in _GIF_APPLICATIONS_KEPT)


def _colour_table_length(flags: int) -> int:
    return 3 * 2 ** ((flags & 0x07) + 1) if flags & 0x80 else 0


def _end_of_pieces(data: bytes, position: int) -> int:
    while data[position]:
        position += 1 + data[position]
    return position + 1


STRIPPERS = {"gif": strip_gif, "jpg": strip_jpeg, "png": strip_png, "webp": strip_webp}

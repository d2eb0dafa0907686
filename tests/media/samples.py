"""Good and bad files, made on the spot so that a test shows what is in them."""

import struct
import zipfile
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html>\n<html><body><script>alert(1)</script></body></html>"
SECRET = b"Wohnung von Amina, Carl-Severing-Str. 4"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
OOXML_PARTS = {
    "docx": ("wordprocessingml.document", "word/document.xml"),
    "pptx": ("presentationml.presentation", "ppt/presentation.xml"),
    "xlsx": ("spreadsheetml.sheet", "xl/workbook.xml"),
}
ODF_KINDS = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kin-Top//DE\r\nEND:VCALENDAR\r\n"


def gps_exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.ImageDescription] = SECRET.decode()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (51.0, 8.0, 2.0), 3: "E", 4: (6.0, 54.0, 10.0)})
    return exif


def two_coloured(width: int = 60, height: int = 40) -> Image.Image:
    """Red on the left, blue on the right: shows which way up it is."""
    picture = Image.new("RGB", (width, height), "blue")
    picture.paste("red", (0, 0, width // 2, height))
    return picture


def picture(image_format: str = "JPEG", **options) -> bytes:
    output = BytesIO()
    two_coloured().save(output, image_format, **options)
    return output.getvalue()


def noise(image_format: str, **options) -> bytes:
    output = BytesIO()
    Image.effect_noise((200, 200), 80).convert("RGB").save(output, image_format, **options)
    return output.getvalue()


def private_picture(image_format: str, orientation: int = 1) -> bytes:
    """A picture that tells where and by whom it was taken in every way its format knows."""
    options = {"exif": gps_exif(orientation), "icc_profile": PROFILE}
    if image_format == "JPEG":
        options |= {"comment": SECRET, "xmp": b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"}
    elif image_format in ("WEBP", "AVIF"):
        options |= {"xmp": b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"}
    elif image_format == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Comment", SECRET.decode())
    elif image_format == "GIF":
        options = {"comment": SECRET}
    return picture(image_format, **options)


def animation(image_format: str, **options) -> bytes:
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "green", "blue")]
    output = BytesIO()
    options |= {"save_all": True, "append_images": frames[1:], "duration": [100, 200, 300], "loop": 0}
    frames[0].save(output, image_format, **options)
    return output.getvalue()


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_bomb(width: int, height: int) -> bytes:
    """A few bytes that promise a picture of any size."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = png_chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + header + body + png_chunk(b"IEND", b"")


def container(parts: dict[str, bytes | str]) -> bytes:
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in parts.items():
            # OpenDocument wants its type readable at the start of the file
            stored = name == "mimetype"
            archive.writestr(name, content, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    return output.getvalue()


def ooxml(extension: str, **more: bytes) -> bytes:
    kind, part = OOXML_PARTS[extension]
    types = f'<Types><Override PartName="/{part}" ContentType="{OOXML}.{kind}.main+xml"/></Types>'
    return container({"[Content_Types].xml": types, "_rels/.rels": "<Relationships/>", part: "<x/>", **more})


def odf(extension: str) -> bytes:
    return container({"mimetype": f"{ODF}.{ODF_KINDS[extension]}", "content.xml": "<x/>"})


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def open_picture(content: bytes) -> Image.Image:
    opened = Image.open(BytesIO(content))
    opened.load()
    return opened

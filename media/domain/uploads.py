"""What may be uploaded. Files are judged by their content; the name only has to agree with it.

``clean_image`` and ``check_document`` are the two doors. Forms use them for good messages, the model fields
use them again for every file that comes another way (imports, scripts, tasks).
"""

import re
import unicodedata
from pathlib import PurePosixPath

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from media.domain.metadata import BrokenFileError
from media.domain.office import CHECKS, describe_content
from media.domain.pictures import HARD_MAX_PIXELS, TooManyPixelsError, clean_picture

#: extension -> kind of picture
IMAGE_EXTENSIONS = {"avif": "avif", "gif": "gif", "jpg": "jpg", "jpeg": "jpg", "png": "png", "webp": "webp"}
DOCUMENT_EXTENSIONS = tuple(CHECKS)
DEFAULT_IMAGE_BYTES = 15 * 1024 * 1024
DEFAULT_DOCUMENT_BYTES = 20 * 1024 * 1024

_EMPTY = _("„%(name)s“ ist leer. Bitte speichern Sie die Datei neu und laden Sie sie noch einmal hoch.")
_IMAGE_TOO_LARGE = _(
    "„%(name)s“ ist zu groß: %(size)s, erlaubt sind %(limit)s. "
    "Bitte verkleinern Sie das Bild, zum Beispiel auf 2000 Pixel Breite."
)
_DOCUMENT_TOO_LARGE = _(
    "„%(name)s“ ist zu groß: %(size)s, erlaubt sind %(limit)s. Bitte verkleinern Sie die Datei: "
    "Oft genügen kleinere Bilder darin oder beim PDF-Export die kleinste Dateigröße."
)
_TOO_MANY_PIXELS = _(
    "„%(name)s“ hat zu viele Bildpunkte, erlaubt sind %(limit)s Millionen "
    "(bei bewegten Bildern alle Einzelbilder zusammen). "
    "Bitte verkleinern Sie das Bild, zum Beispiel auf 2000 Pixel Breite."
)
_NOT_ALLOWED = _("„%(name)s“ kann nicht angenommen werden. Bitte speichern Sie die Datei als %(allowed)s.")
_OTHER_IMAGE = _(
    "„%(name)s“ ist in Wirklichkeit ein Bild der Art %(found)s. Bitte benennen Sie die Datei in „%(cure)s“ um."
)
_NO_IMAGE = _(
    "„%(name)s“ ist kein Bild, das wir annehmen%(found)s. Bitte speichern Sie das Bild als JPG, PNG oder WebP."
)
_BROKEN_IMAGE = _(
    "„%(name)s“ ist beschädigt und lässt sich nicht lesen. "
    "Bitte öffnen Sie das Bild in einem Bildprogramm und speichern Sie es neu."
)
_OTHER_DOCUMENT = _(
    "„%(name)s“ ist keine lesbare Datei der Art %(expected)s%(found)s. Bitte speichern Sie das Dokument "
    "neu als %(expected)s, ohne Makros und ohne Kennwort."
)


def clean_image(*, file: File, name: str = "") -> bytes:
    """Return the picture upright and without metadata, or raise a ValidationError naming file and cure."""
    name, extension = _read_name(name or file.name or "", IMAGE_EXTENSIONS)
    limit = getattr(settings, "WAGTAILIMAGES_MAX_UPLOAD_SIZE", DEFAULT_IMAGE_BYTES)
    data = _read(file, name=name, limit=limit, too_large=_IMAGE_TOO_LARGE)
    found = filetype.guess_extension(data[:8192])
    if found not in IMAGE_EXTENSIONS:
        raise _error(_NO_IMAGE, "wrong_type", name=name, found=_in_words(data))
    if found != IMAGE_EXTENSIONS[extension]:
        cure = f"{PurePosixPath(name).stem}.{found}"
        raise _error(_OTHER_IMAGE, "wrong_type", name=name, found=found.upper(), cure=cure)
    max_pixels = getattr(settings, "WAGTAILIMAGES_MAX_IMAGE_PIXELS", HARD_MAX_PIXELS) or HARD_MAX_PIXELS
    try:
        clean = clean_picture(data=data, kind=found, max_pixels=max_pixels)
    except TooManyPixelsError as error:
        millions = f"{min(max_pixels, HARD_MAX_PIXELS) / 1_000_000:.3g}".replace(".", ",")
        raise _error(_TOO_MANY_PIXELS, "too_many_pixels", name=name, limit=millions) from error
    except BrokenFileError as error:
        raise _error(_BROKEN_IMAGE, "broken", name=name) from error
    # encoded anew it may have grown
    _check_size(len(clean), name=name, limit=limit, too_large=_IMAGE_TOO_LARGE)
    return clean


def check_document(*, file: File, name: str = "") -> bytes:
    """Return the content if it is what the name promises, or raise a ValidationError naming file and cure."""
    name, extension = _read_name(name or file.name or "", DOCUMENT_EXTENSIONS)
    limit = getattr(settings, "WAGTAILDOCS_MAX_UPLOAD_SIZE", DEFAULT_DOCUMENT_BYTES)
    data = _read(file, name=name, limit=limit, too_large=_DOCUMENT_TOO_LARGE)
    if not CHECKS[extension](data):
        found = _in_words(data, expected=extension.upper())
        raise _error(_OTHER_DOCUMENT, "wrong_type", name=name, expected=extension.upper(), found=found)
    return data


def replace_content(*, file: File, content: bytes) -> None:
    """Write the cleaned content into the upload itself.

    Wagtail keeps the request's own file object when a form still lacks something (multiple upload), so the
    original must not survive there.
    """
    raw = file.file
    raw.seek(0)
    raw.truncate()
    raw.write(content)
    raw.flush()
    raw.seek(0)
    file.size = len(content)


def safe_name(*, name: str) -> str:
    """Return the bare file name: no folders, no invisible or direction-changing signs, letters composed."""
    bare = unicodedata.normalize("NFC", name.replace("\\", "/")).rpartition("/")[2]
    visible = "".join(sign for sign in bare if unicodedata.category(sign)[0] != "C")
    return re.sub(r"\s+", " ", visible).strip(". ") or "datei"


def _read_name(name: str, allowed) -> tuple[str, str]:
    name = safe_name(name=name)
    stem, dot, extension = name.rpartition(".")
    name = f"{stem[:60]}…{dot}{extension}" if len(stem) > 60 else name
    if not stem or extension.lower() not in allowed:
        raise _error(_NOT_ALLOWED, "not_allowed", name=name, allowed=", ".join(e.upper() for e in sorted(allowed)))
    return name, extension.lower()


def _read(file: File, *, name: str, limit: int | None, too_large) -> bytes:
    _check_size(file.size, name=name, limit=limit, too_large=too_large)
    file.seek(0)
    data = file.read()
    file.seek(0)
    if not data:
        raise _error(_EMPTY, "empty", name=name)
    return data


def _check_size(size: int, *, name: str, limit: int | None, too_large) -> None:
    if limit is not None and size > limit:
        sizes = {"size": filesizeformat(size), "limit": filesizeformat(limit)}
        raise _error(too_large, "too_large", name=name, **sizes)


def _in_words(data: bytes, *, expected: str = "") -> str:
    found = describe_content(data)
    return f" ({found})" if found and found != expected else ""


def _error(message, code: str, **params) -> ValidationError:
    return ValidationError(message, code=code, params=params)

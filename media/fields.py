"""Form and model fields that let no file pass unchecked."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import FieldFile
from wagtail.documents.fields import WagtailDocumentField
from wagtail.images.fields import WagtailImageField as WagtailImageFormField
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile
from wagtail.utils.file import hash_filelike

from media.domain.uploads import check_document, clean_image, replace_content, safe_name


class ImageUploadField(WagtailImageFormField):
    def to_python(self, data):
        if data not in self.empty_values:
            replace_content(file=data, content=clean_image(file=data))
        return super().to_python(data)


class DocumentUploadField(WagtailDocumentField):
    def to_python(self, data):
        if data not in self.empty_values:
            check_document(file=data)
        return super().to_python(data)


class CleanImageFile(WagtailImageFieldFile):
    def save(self, name, content, save=True):
        clean = clean_image(file=content, name=name)
        name = safe_name(name=name)
        _describe(self.instance, clean)
        super().save(name, ContentFile(clean, name=name), save=save)


class CheckedDocumentFile(FieldFile):
    def save(self, name, content, save=True):
        _describe(self.instance, check_document(file=content, name=name))
        super().save(safe_name(name=name), content, save=save)


def _describe(instance, data: bytes) -> None:
    instance.file_size = len(data)
    instance.file_hash = hash_filelike(BytesIO(data))


class CleanImageField(WagtailImageField):
    attr_class = CleanImageFile


class CheckedDocumentField(models.FileField):
    attr_class = CheckedDocumentFile

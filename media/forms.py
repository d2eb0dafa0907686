"""The forms behind every upload in the admin: single, multiple and in choosers."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from media.domain.consent import ConsentStatus, withdraw_consent
from media.fields import DocumentUploadField, ImageUploadField


class CheckedUploadMixin:
    """Puts our file field in the place of Wagtail's, which its form factory hard-codes."""

    upload_field_class = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if wagtails := self.fields.get("file"):
            self.fields["file"] = self.upload_field_class(
                label=wagtails.label,
                required=wagtails.required,
                initial=wagtails.initial,
                widget=wagtails.widget,
            )


class ImageForm(CheckedUploadMixin, BaseImageForm):
    upload_field_class = ImageUploadField

    def save(self, commit=True):
        image = super().save(commit=commit)
        withdrawn = image.consent_status == ConsentStatus.WITHDRAWN
        if commit and withdrawn and "consent_status" in self.changed_data:
            withdraw_consent(image=image)
        return image

    class Meta(BaseImageForm.Meta):
        labels = {"title": _("Titel"), "description": _("Alternativtext")}
        help_texts = {
            "description": _(
                "Was ist zu sehen? Ein Satz für Menschen, die das Bild nicht sehen. Leer nur bei reinem Schmuck."
            ),
        }
        widgets = {
            **BaseImageForm.Meta.widgets,
            "consent_on": AdminDateInput,
            "consent_until": AdminDateInput,
        }


class DocumentForm(CheckedUploadMixin, BaseDocumentForm):
    upload_field_class = DocumentUploadField

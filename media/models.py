from datetime import date

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, get_upload_to
from wagtail.images.models import Image as WagtailImage
from wagtail.images.models import ImageQuerySet as WagtailImageQuerySet
from wagtail.search import index

from media.domain.consent import (
    ConsentScope,
    ConsentState,
    ConsentStatus,
    Use,
    check_consent,
    filter_publishable,
    get_consent_state,
    is_publishable,
)
from media.domain.licences import Licence, format_credit, get_licence_url
from media.fields import CheckedDocumentField, CleanImageField


class ImageQuerySet(WagtailImageQuerySet):
    def publishable(self, on: date | None = None, use: Use = Use.WEBSITE):
        return self.filter(filter_publishable(on=on, use=use))


class CheckedFileMixin(models.Model):
    """Stores a new file before its row, so that size, hash and dimensions are those of the checked file."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        update_fields = kwargs.get("update_fields")
        if self.file and not self.file._committed and (update_fields is None or "file" in update_fields):
            self.file.save(self.file.name, self.file.file, save=False)
        super().save(*args, **kwargs)


class Image(CheckedFileMixin, AbstractImage):
    # Wagtail's own Image is installed too and takes the default reverse names
    tags = TaggableManager(_("Schlagwörter"), help_text=None, blank=True, related_name="media_images")
    file = CleanImageField(verbose_name=_("Datei"), upload_to=get_upload_to, width_field="width", height_field="height")
    credit = models.CharField(
        _("Urheberin oder Urheber"),
        max_length=255,
        help_text=_("Wer hat das Bild gemacht? So, wie der Name am Bild stehen soll."),
    )
    licence = models.CharField(
        _("Nutzungsrecht"),
        max_length=20,
        choices=Licence.choices,
        help_text=_("Woher haben Sie das Recht, das Bild zu veröffentlichen?"),
    )
    shows_people = models.BooleanField(
        _("Personen erkennbar"),
        default=False,
        help_text=_(
            "Auch im Hintergrund. Nicht gemeint sind Menschenmengen und öffentliche Veranstaltungen, "
            "in denen niemand einzeln im Mittelpunkt steht (§ 23 KUG)."
        ),
    )
    minors = models.BooleanField(
        _("Minderjährige erkennbar"),
        default=False,
        help_text=_("Beide Sorgeberechtigten müssen einwilligen, ab etwa 14 Jahren auch das Kind selbst."),
    )
    consent_status = models.CharField(
        _("Einwilligung"),
        max_length=20,
        choices=ConsentStatus.choices,
        default=ConsentStatus.NOT_NEEDED,
        help_text=_(
            "Ohne gültige Einwilligung erscheint das Bild nirgends. „Widerrufen“ nimmt es sofort von allen Seiten."
        ),
    )
    consent_from = models.CharField(
        _("Eingewilligt haben"),
        max_length=255,
        blank=True,
        help_text=_("Namen, und wo die schriftliche Einwilligung liegt. Erscheint nicht auf der Website."),
    )
    custodians_agreed = models.BooleanField(
        _("Beide Sorgeberechtigten haben eingewilligt"),
        default=False,
        help_text=_("Bei alleinigem Sorgerecht: die eine sorgeberechtigte Person."),
    )
    consent_scope = models.CharField(
        _("Gilt für"), max_length=20, choices=ConsentScope.choices, default=ConsentScope.WEBSITE
    )
    consent_on = models.DateField(_("Eingewilligt am"), null=True, blank=True)
    consent_until = models.DateField(
        _("Gilt bis"), null=True, blank=True, help_text=_("Leer, wenn die Einwilligung kein Ende hat.")
    )

    admin_form_fields = (
        *WagtailImage.admin_form_fields,
        "credit",
        "licence",
        "shows_people",
        "minors",
        "consent_status",
        "consent_from",
        "custodians_agreed",
        "consent_scope",
        "consent_on",
        "consent_until",
    )
    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("credit"),
        index.FilterField("licence"),
        index.FilterField("consent_status"),
    ]

    objects = ImageQuerySet.as_manager()

    class Meta(AbstractImage.Meta):
        verbose_name = _("Bild")
        verbose_name_plural = _("Bilder")
        default_related_name = "media_images"

    def clean(self):
        super().clean()
        check_consent(image=self)

    def _set_image_file_metadata(self):
        """Leave it to the file, which describes itself when it is stored; Wagtail would not close it again."""

    def generate_rendition_file(self, filter, *, source=None):  # noqa: A002 -- Wagtail's name
        # Wagtail leaves its temporary file open, which the interpreter reports as a leak
        with super().generate_rendition_file(filter, source=source) as generated:
            generated.seek(0)
            return ContentFile(generated.read(), name=generated.name)

    @property
    def is_publishable(self) -> bool:
        return is_publishable(image=self)

    @property
    def consent_state(self) -> ConsentState:
        return get_consent_state(image=self)

    @property
    def credit_line(self) -> str:
        return format_credit(credit=self.credit, licence=self.licence)

    @property
    def licence_url(self) -> str:
        return get_licence_url(licence=self.licence)


class Rendition(AbstractRendition):
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class Document(CheckedFileMixin, AbstractDocument):
    tags = TaggableManager(_("Schlagwörter"), help_text=None, blank=True, related_name="media_documents")
    file = CheckedDocumentField(verbose_name=_("Datei"), upload_to="documents")
    credit = models.CharField(
        _("Herausgeber"),
        max_length=255,
        blank=True,
        help_text=_("Nur nötig, wenn das Dokument nicht von uns ist."),
    )
    licence = models.CharField(_("Nutzungsrecht"), max_length=20, choices=Licence.choices, blank=True)
    is_accessible = models.BooleanField(
        _("barrierefrei"),
        default=False,
        help_text=_("Geprüft, zum Beispiel ein PDF nach PDF/UA. Sonst steht ein Hinweis beim Dokument."),
    )

    admin_form_fields = ("title", "file", "collection", "tags", "credit", "licence", "is_accessible")
    search_fields = [*AbstractDocument.search_fields, index.SearchField("credit")]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("Dokument")
        verbose_name_plural = _("Dokumente")
        default_related_name = "media_documents"

    def clean(self):
        # Wagtail's own check blames a field that is missing from the second step of the multiple upload
        if self.file:
            super().clean()

    def _set_document_file_metadata(self):
        """Leave it to the file, which describes itself when it is stored; Wagtail would not close it again."""

    @property
    def credit_line(self) -> str:
        return format_credit(credit=self.credit, licence=self.licence)

"""Pictures and documents for tests and the demo centre, small but real."""

from io import BytesIO

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from PIL import Image as Picture
from PIL import ImageDraw

from media.domain.consent import ConsentStatus
from media.domain.licences import Licence
from media.models import Document, Image

#: the smallest PDF that readers open: one empty page
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
)


def draw_picture(*, width: int = 64, height: int = 48, colour: str = "#1f6f78", image_format: str = "PNG") -> bytes:
    """Draw a field with a lighter disc on it, so that no two colours give the same file."""
    picture = Picture.new("RGB", (width, height), colour)
    radius = min(width, height) // 3
    middle = (width // 2, height // 2)
    ImageDraw.Draw(picture).circle(middle, radius, fill="#f2e9dc")
    output = BytesIO()
    picture.save(output, image_format)
    return output.getvalue()


class ImageFactory(DjangoModelFactory):
    """``colour``, ``width_px``, ``height_px`` say what to draw; ``with_people`` adds a valid consent."""

    class Meta:
        model = Image

    class Params:
        colour = "#1f6f78"
        width_px = 64
        height_px = 48
        with_people = factory.Trait(
            shows_people=True, consent_status=ConsentStatus.GIVEN, consent_from="Amina Yıldız, Ordner 3"
        )

    title = factory.Sequence(lambda number: f"Bild {number}")
    description = "Helle Scheibe auf farbigem Grund"
    credit = "Kin-Top"
    licence = Licence.OWN

    @factory.lazy_attribute_sequence
    def file(self, number):
        drawn = draw_picture(width=self.width_px, height=self.height_px, colour=self.colour)
        return ContentFile(drawn, name=f"bild-{number}.png")


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document

    title = factory.Sequence(lambda number: f"Dokument {number}")

    @factory.lazy_attribute_sequence
    def file(self, number):
        return ContentFile(PDF, name=f"dokument-{number}.pdf")

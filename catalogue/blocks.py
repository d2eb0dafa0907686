"""Blocks of an offering's description. Plugins add theirs through the registry of ``cms.extend``."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["h3", "bold", "italic", "ul", "ol", "link", "document-link"]


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Frage"), max_length=160)
    answer = blocks.RichTextBlock(label=_("Antwort"), features=["bold", "italic", "ul", "ol", "link"])

    class Meta:
        icon = "help"
        label = _("Frage und Antwort")
        template = "catalogue/blocks/question.html"


BODY_BLOCKS = [
    (
        "text",
        blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, template="catalogue/blocks/text.html"),
    ),
    ("image", ImageBlock(label=_("Bild"), template="catalogue/blocks/image.html")),
    ("question", QuestionBlock()),
    (
        "document",
        DocumentChooserBlock(label=_("Dokument zum Herunterladen"), template="catalogue/blocks/document.html"),
    ),
]

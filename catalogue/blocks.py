"""Blocks of an offering's description. They are registered like those of plugins, see ``catalogue.extensions``."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

TEXT_FEATURES = ["h3", "bold", "italic", "ul", "ol", "link", "document-link"]


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Frage"), max_length=160)
    answer = blocks.RichTextBlock(label=_("Antwort"), features=["bold", "italic", "ul", "ol", "link"])

    class Meta:
        icon = "help"
        label = _("Frage und Antwort")
        template = "catalogue/blocks/question.html"

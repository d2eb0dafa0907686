"""What the catalogue itself registers where plugins register theirs."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import RichTextBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from catalogue.blocks import TEXT_FEATURES, QuestionBlock
from catalogue.exporters.csv_table import CsvExporter
from catalogue.exporters.ical import CalendarExporter
from catalogue.exporters.rss import RssExporter
from catalogue.exporters.xlsx_table import XlsxExporter
from cms.extend import blocks, exporters

exporters.add("ics", CalendarExporter())
exporters.add("rss", RssExporter())
exporters.add("xlsx", XlsxExporter())
exporters.add("csv", CsvExporter())

blocks.add("text", RichTextBlock(label=_("Text"), features=TEXT_FEATURES, template="catalogue/blocks/text.html"))
blocks.add("image", ImageBlock(label=_("Bild"), template="catalogue/blocks/image.html"))
blocks.add("question", QuestionBlock())
blocks.add(
    "document",
    DocumentChooserBlock(label=_("Dokument zum Herunterladen"), template="catalogue/blocks/document.html"),
)

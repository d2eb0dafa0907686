"""What the catalogue itself registers where plugins register theirs."""

from catalogue.exporters.csv_table import CsvExporter
from catalogue.exporters.ical import CalendarExporter
from catalogue.exporters.rss import RssExporter
from catalogue.exporters.xlsx_table import XlsxExporter
from cms.extend import exporters

exporters.add("ics", CalendarExporter())
exporters.add("rss", RssExporter())
exporters.add("xlsx", XlsxExporter())
exporters.add("csv", CsvExporter())

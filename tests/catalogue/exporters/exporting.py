"""Exports made as a view makes them, read as other programs read them."""

import csv
import io

import feedparser
import icalendar
import openpyxl
import vobject

from catalogue.exporters.csv_table import CsvExporter
from catalogue.exporters.ical import CalendarExporter
from catalogue.exporters.loading import PublicOfferings
from catalogue.exporters.rss import RssExporter
from catalogue.exporters.xlsx_table import XlsxExporter
from cms.extend import Export
from search.query import Query

SITE = "https://kin-top.example"


def make_export(*offerings, **options) -> Export:
    return Export(
        **{
            "query": Query.build(q="Nähen"),
            "offerings": PublicOfferings([offering.pk for offering in offerings]),
            "total": len(offerings),
            "language": "de",
            "site_url": SITE,
            "title": "Angebote: Nähen",
            **options,
        }
    )


def render(exporter, *offerings, **options) -> bytes:
    return b"".join(exporter.render(make_export(*offerings, **options)))


def read_calendar(*offerings, **options) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(render(CalendarExporter(), *offerings, **options))


def read_events(*offerings, **options) -> list[icalendar.Event]:
    return read_calendar(*offerings, **options).walk("VEVENT")


def read_with_other_program(*offerings):
    return vobject.readOne(render(CalendarExporter(), *offerings).decode())


def read_feed(*offerings, **options):
    feed = feedparser.parse(render(RssExporter(), *offerings, **options))
    assert not feed.bozo, feed.bozo_exception
    return feed


def read_csv(*offerings, **options) -> list[dict[str, str]]:
    text = render(CsvExporter(), *offerings, **options).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def read_sheet(*offerings, **options):
    return openpyxl.load_workbook(io.BytesIO(render(XlsxExporter(), *offerings, **options))).active


def read_xlsx(*offerings, **options) -> list[dict]:
    names, *rows = read_sheet(*offerings, **options).iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]

"""RSS 2.0: what a search finds, to be followed in a feed reader."""

import io
from collections.abc import Iterator
from datetime import date
from email.utils import format_datetime
from urllib.parse import urljoin

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.xmlutils import SimplerXMLGenerator

from catalogue.domain.cards import build_card
from catalogue.domain.presentation import get_finder_url
from catalogue.domain.wording import join_facts
from catalogue.exporters.texts import PIECE, clean_text, take_text
from cms.extend import Export, Exporter

#: minutes a reader may keep the feed
TTL = "60"


class RssExporter(Exporter):
    label = gettext_lazy("Neues als Feed (RSS)")
    content_type = "application/rss+xml; charset=utf-8"
    extension = "xml"
    slug = "rss"
    as_attachment = False

    def render(self, export: Export) -> Iterator[bytes]:
        buffer = io.StringIO()
        xml = SimplerXMLGenerator(buffer, "utf-8", short_empty_elements=True)
        xml.startDocument()
        xml.startElement("rss", {"version": "2.0", "xmlns:atom": "http://www.w3.org/2005/Atom"})
        xml.startElement("channel", {})
        self._write_channel(xml, export)
        today = timezone.localdate()
        for offering in export.offerings:
            _write_item(xml, offering, site_url=export.site_url, today=today)
            if buffer.tell() >= PIECE:
                yield take_text(buffer)
        xml.endElement("channel")
        xml.endElement("rss")
        xml.endDocument()
        yield take_text(buffer)

    def _write_channel(self, xml: SimplerXMLGenerator, export: Export) -> None:
        query = export.query.to_query_string()
        own = reverse("export_offerings", args=[self.slug]) + (f"?{query}" if query else "")
        xml.addQuickElement("title", clean_text(export.title))
        xml.addQuickElement("link", urljoin(export.site_url, get_finder_url(query)))
        xml.addQuickElement("description", _("Angebote, die zu Ihrer Suche passen."))
        xml.addQuickElement("language", export.language)
        xml.addQuickElement("ttl", TTL)
        xml.addQuickElement(
            "atom:link",
            attrs={"rel": "self", "type": "application/rss+xml", "href": urljoin(export.site_url, own)},
        )


def _write_item(xml: SimplerXMLGenerator, offering, *, site_url: str, today: date) -> None:
    card = build_card(offering, today=today, with_picture=False)
    xml.startElement("item", {})
    xml.addQuickElement("title", clean_text(card.title))
    xml.addQuickElement("link", urljoin(site_url, card.url))
    # the address may change with the title, this never does
    xml.addQuickElement("guid", f"urn:uuid:{offering.translation_key}", {"isPermaLink": "false"})
    published = offering.first_published_at or offering.last_published_at
    if published:
        xml.addQuickElement("pubDate", format_datetime(published))
    if card.subject:
        xml.addQuickElement("category", clean_text(card.subject))
    xml.addQuickElement("description", clean_text(_describe(card)))
    xml.endElement("item")


def _describe(card) -> str:
    """HTML, as readers take it for."""
    state = card.availability.label if card.availability else ""
    facts = [
        (_("Wann"), join_facts([card.when, card.begin])),
        (_("Wo"), card.where),
        (_("Kosten"), card.price),
        (_("Sprache"), card.languages),
        (_("Alter"), card.age),
        (_("Plätze"), state),
    ]
    lines = format_html_join("", "<li>{}: {}</li>", ((name, text) for name, text in facts if text))
    return format_html("<p>{}</p><ul>{}</ul>", card.summary, lines)

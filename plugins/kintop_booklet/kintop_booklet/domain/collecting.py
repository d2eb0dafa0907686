"""Everything a booklet says, collected from the offerings in it."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Site

from catalogue.domain.presentation import get_finder_url
from cms.languages import get_interface_language
from home.domain.opening import describe_opening_hours
from home.models import HomePage, OrganisationSettings
from kintop_booklet.domain.content import Booklet, IndexRow, Organisation, Place, Reference, Supporter
from kintop_booklet.domain.entries import Item, load_items
from kintop_booklet.domain.qr import draw_qr
from kintop_booklet.domain.sections import build_sections, refer_to
from kintop_booklet.domain.words import get_words

#: letters of a title in the index of course numbers
INDEX_TITLE = 37


def collect_booklet(
    pks: Iterable[int], *, arrangement: str, site_url: str, query: str = "", selection: str = ""
) -> Booklet:
    """In the active language, from ids of offerings in the order they are to be printed in."""
    items = list(load_items(pks, site_url=site_url))
    finder = f"{site_url.rstrip('/')}{get_finder_url(query)}"
    files = {item.entry.qr: draw_qr(item.entry.url) for item in items}
    files["qr-finder.png"] = draw_qr(finder)
    return Booklet(
        title=_("Programm"),
        period=_describe_period(items),
        selection=selection,
        issued=date_format(timezone.localdate(), "DATE_FORMAT"),
        language=get_interface_language(),
        count=len(items),
        organisation=get_organisation(site_url=site_url),
        sections=build_sections(items, arrangement=arrangement, files=files),
        people=tuple(_index_people(items)),
        codes=tuple(_index_codes(items)),
        places=tuple(_list_places(items)),
        supporters=tuple(_list_supporters(items)),
        qr="qr-finder.png",
        words=get_words(len(items)),
        files=files,
    )


def get_organisation(*, site_url: str) -> Organisation:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    settings = OrganisationSettings.for_site(site) if site else OrganisationSettings()
    home = HomePage.objects.filter(pk=site.root_page_id).first() if site else None
    return Organisation(
        name=settings.name,
        legal_name=settings.legal_name,
        claim=home.get_text("claim")[0] if home else "",
        about=home.get_text("intro")[0] if home else "",
        street=settings.street,
        town=f"{settings.postal_code} {settings.city}".strip(),
        phone=settings.phone,
        email=settings.email,
        website=site_url.partition("://")[2].rstrip("/"),
        opening_hours=describe_opening_hours(settings),
        memberships=tuple(settings.membership_list),
        recognitions=tuple(settings.recognition_list),
    )


def _describe_period(items: list[Item]) -> str:
    """ "November 2026 bis Juli 2027": from this month on, what is over is not announced."""
    today = timezone.localdate()
    first = max(today, min((item.first_day for item in items if item.first_day), default=today))
    # a project may go on for years, the programme does not
    ends = [item.last_day for item in items if item.last_day and not item.is_project]
    last = max(ends, default=first)
    start, end = date_format(first, "YEAR_MONTH_FORMAT"), date_format(last, "YEAR_MONTH_FORMAT")
    return start if last <= first or start == end else _("%(start)s bis %(end)s") % {"start": start, "end": end}


def _index_codes(items: list[Item]) -> list[Reference]:
    """By number, with as much of the title as a line takes."""
    rows = (refer_to(item.entry) for item in items if item.entry.code)
    short = (replace(row, title=Truncator(row.title).chars(INDEX_TITLE)) for row in rows)
    return sorted(short, key=lambda row: row.code)


def _index_people(items: list[Item]) -> Iterable[IndexRow]:
    entries: dict = {}
    for item in items:
        for person in item.lecturers:
            entries.setdefault(person, []).append(refer_to(item.entry))
    for person in sorted(entries, key=lambda person: (person.last_name.casefold(), person.first_name.casefold())):
        name = ", ".join(filter(None, [person.last_name, person.first_name]))
        yield IndexRow(name=name, note=person.role, references=tuple(entries[person]))


def _list_places(items: list[Item]) -> Iterable[Place]:
    venues = {venue for item in items for venue in item.venues if venue.address}
    for venue in sorted(venues, key=lambda venue: (not venue.is_own, venue.name)):
        yield Place(
            name=venue.translated_name,
            address=venue.address,
            district=venue.district,
            is_accessible=venue.is_accessible,
            accessibility=venue.accessibility,
            arrival=venue.arrival,
        )


def _list_supporters(items: list[Item]) -> Iterable[Supporter]:
    funders = {funder for item in items for funder in item.funders}
    for funder in sorted(funders, key=lambda funder: funder.name.casefold()):
        yield Supporter(name=funder.translated_name, description=funder.description, url=funder.url)

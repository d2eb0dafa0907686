"""What surrounds every page: organisation, menu, languages, legal pages. All of it from memory."""

from copy import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.translation import get_language_info, gettext, gettext_noop

from catalogue.domain.joining import get_phone_url
from catalogue.domain.shortlist import MAX_OFFERINGS
from cms.languages import get_interface_language
from home.domain.known import KnownSite, get_known_site
from home.domain.opening import describe_opening_hours
from home.models import OrganisationSettings

#: titles that build_site_tree gives to the sections: they are translated until an editor renames them
SECTION_TITLES = [
    gettext_noop("Angebote"),
    gettext_noop("Für wen?"),
    gettext_noop("Team"),
    gettext_noop("Kontakt"),
]
#: pages that every footer links to by their fixed address (design, section 7)
LEGAL_SLUGS = ("impressum", "datenschutz", "barrierefreiheit")


@dataclass(frozen=True)
class MenuItem:
    title: str
    #: language of the title
    lang: str
    url: str
    slug: str
    is_current: bool


@dataclass(frozen=True)
class LanguageLink:
    code: str
    #: in the language itself, as its readers look for it
    name: str
    direction: str
    url: str
    is_current: bool


class SiteFrame:
    """Read lazily by the templates: an error page that shows no menu asks for none."""

    def __init__(self, request):
        self._request = request

    @cached_property
    def _known(self) -> KnownSite:
        return get_known_site(self._request)

    @cached_property
    def organisation(self) -> OrganisationSettings:
        return copy(self._known.organisation) or OrganisationSettings()

    #: offerings a visitor may keep on the list
    shortlist_limit = MAX_OFFERINGS

    @property
    def phone_url(self) -> str:
        return get_phone_url(self.organisation.phone)

    @cached_property
    def opening_hours(self) -> str:
        return describe_opening_hours(self.organisation)

    @cached_property
    def language(self) -> str:
        return get_interface_language()

    @cached_property
    def direction(self) -> str:
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"

    @cached_property
    def home_url(self) -> str:
        return reverse("wagtail_serve", args=[""])

    @cached_property
    def menu(self) -> list[MenuItem]:
        return [item for item, in_menu in self._sections if in_menu]

    @cached_property
    def legal_pages(self) -> list[MenuItem]:
        """Imprint, privacy, accessibility, in this order, those that exist."""
        by_slug = {item.slug: item for item, _in_menu in self._sections}
        return [by_slug[slug] for slug in LEGAL_SLUGS if slug in by_slug]

    @cached_property
    def more_pages(self) -> list[MenuItem]:
        """The other pages below the home page: help, about us, easy language."""
        return [item for item, in_menu in self._sections if not in_menu and item.slug not in LEGAL_SLUGS]

    @cached_property
    def finder_url(self) -> str:
        return self._get_section_url("angebote")

    @cached_property
    def contact_url(self) -> str:
        return self._get_section_url("kontakt")

    @cached_property
    def easy_language_url(self) -> str:
        return next((item.url for item, _in_menu in self._sections if item.slug == "leichte-sprache"), "")

    @cached_property
    def languages(self) -> list[LanguageLink]:
        return build_language_links(self._request)

    @cached_property
    def _sections(self) -> list[tuple[MenuItem, bool]]:
        return [(self._build_item(*row), in_menu) for *row, in_menu in self._known.sections]

    def _build_item(self, slug: str, title: str, translations: dict | None) -> MenuItem:
        title, lang = pick_section_title(title, translations)
        url = f"{self.home_url}{slug}/"
        return MenuItem(title, lang, url, slug, self._request.path.startswith(url))

    def _get_section_url(self, slug: str) -> str:
        """The fixed address, also while the page itself is hidden or missing."""
        return reverse("wagtail_serve", args=[f"{slug}/"])


def pick_section_title(title: str, translations: dict | None) -> tuple[str, str]:
    """(title, its language) of a page below the home page; a section keeps its first name in all languages."""
    language = get_interface_language()
    text = (translations or {}).get(language, {}).get("title")
    if text:
        return text, language
    # a word may be the same in another language: "Team"
    return (gettext(title), language) if title in SECTION_TITLES else (title, "de")


def pick_page_text(page, name: str) -> tuple[str, str]:
    """(text, its language): title or summary of a content page in the active language, else in German."""
    language = get_interface_language()
    short = page.text_translations.get(language, {}).get(name)
    return (short, language) if short and name not in page.translated_fields else page.get_text(name)


def build_language_links(request) -> list[LanguageLink]:
    """Links to the same page in every language; what has no translated address leads to the home page."""
    current = get_interface_language()
    here = request.get_full_path()
    path, mark, query = here.partition("?")
    links = []
    for code, name in settings.LANGUAGES:
        url = here if code == current else _translate_path(path, current, code) + mark + query
        direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
        links.append(LanguageLink(code, name, direction, url, code == current))
    return links


@lru_cache(maxsize=2000)
def _translate_path(path: str, _current: str, code: str) -> str:
    """Only a path decides, and the language it is read in; resolving it takes longer than the rest of the menu."""
    url = translate_url(path, code)
    return url if url != path else ("/" if code == settings.LANGUAGE_CODE else f"/{code}/")


def get_site_frame(request) -> SiteFrame:
    return SiteFrame(request)

"""The site as every public page needs it, from memory: its root, its sections, the organisation.

Asking for them anew took a third of the time of a page. Changes are noted by ``home.signals``.
"""

import copy
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from cms.translated_pages import SOURCE
from home.models import OrganisationSettings
from search.memory import Remembered
from search.models import FinderPage

#: more names than a site has; each one in ALLOWED_HOSTS
MAX_HOSTS = 50
#: addresses whose header and footer are kept, a few kilobytes each
MAX_DRAWN = 1000


@dataclass(frozen=True)
class KnownSite:
    """Shared by all threads: hand out copies."""

    site: Site | None
    organisation: OrganisationSettings | None = None
    #: of the pages below the home page: (slug, title, translations if there can be any, whether it is in the menu)
    sections: tuple[tuple[str, str, dict | None, bool], ...] = ()

    #: what was drawn of the frame, by all it depends on
    drawn: dict[tuple, str] = field(default_factory=dict)

    @cached_property
    def finder(self) -> FinderPage | None:
        """None where something hides it."""
        root = self.site and self.site.root_page
        if root is None or PageViewRestriction.objects.filter(page__in=root.get_ancestors(inclusive=True)).exists():
            return None
        return FinderPage.objects.child_of(root).live().filter(view_restrictions=None, alias_of=None).first()


_known: Remembered[dict[Any, KnownSite]] = Remembered(dict)


def get_known_site(request) -> KnownSite:
    """Of the host that the request asks."""
    known = _known.get()
    host = (request._get_raw_host(), request.get_port())
    if host not in known:
        if len(known) >= MAX_HOSTS:
            known.clear()
        known[host] = _load(request)
    return known[host]


def recall_drawn(request, key: tuple, draw: Callable[[], str]) -> str:
    """What was drawn of the frame for this key, until something the frame shows changes."""
    drawn = get_known_site(request).drawn
    if key not in drawn:
        if len(drawn) >= MAX_DRAWN:
            drawn.clear()
        drawn[key] = draw()
    return drawn[key]


def recall_site(request) -> Site | None:
    """Tell Wagtail the site, which it would look up in two queries: it keeps it with the request."""
    if not hasattr(request, "_wagtail_site"):
        site = copy.copy(get_known_site(request).site)
        if site is not None:
            site.root_page = copy.copy(site.root_page)
        request._wagtail_site = site
    return request._wagtail_site


def route_to_finder(request, path_components: list[str]) -> RouteResult | None:
    """The one page below the home page that is asked for all the time; None for any other."""
    finder = get_known_site(request).finder if len(path_components) == 1 else None
    if finder is None or path_components != [finder.slug]:
        return None
    finder = copy.copy(finder)
    finder.is_known_public = True
    return RouteResult(finder)


def _load(request) -> KnownSite:
    site = Site._find_for_request(request)
    if site is None:
        return KnownSite(None)
    site.root_page = site.root_page.specific
    # not ``for_site``, which would write the missing row, and so note a change, because somebody looked
    organisation = OrganisationSettings.objects.filter(site=site).first() or OrganisationSettings(site=site)
    return KnownSite(site, organisation, tuple(_load_sections(site.root_page)))


def _load_sections(home) -> Iterator[tuple[str, str, dict | None, bool]]:
    """The pages below the home page, with the titles of their translations that visitors may read."""
    below = Page.objects.child_of(home).values("translation_key")
    pages = (
        Page.objects.filter(translation_key__in=below)
        .live()
        # enough below the home page, and no query of its own as ``public()`` has
        .filter(view_restrictions=None)
        .order_by("path")
    )
    # rows, not pages: every page of the site draws this menu
    rows = pages.values_list(
        *("path", "translation_key", "locale__language_code", "alias_of", "slug", "title"),
        *("contentpage__text_translations", "show_in_menus"),
    )
    titles = defaultdict(dict)
    for _path, key, language, alias_of, _slug, title, *_rest in rows:
        if language != SOURCE and alias_of is None:
            titles[key][language] = {"title": title}
    for path, key, _language, _alias_of, slug, title, texts, in_menu in rows:
        if path.startswith(home.path):
            yield slug, title, {**(texts or {}), **titles[key]} if key in titles else texts, in_menu

"""The public pages of a centre: found by asking the site itself, so that a new kind of page is not forgotten.

``fetch`` gets a path and gives the text that stands there: of a test client, or of a server.
"""

import json
import re
from urllib.parse import urlsplit

LANGUAGES = ("de", "en", "uk", "ru", "tr", "ar")

#: what no sitemap names; without a language: these are in German only
FIXED = {
    "finder with hits": "/angebote/?q=deutsch&price=free",
    "finder without hits": "/angebote/?q=xqzwvkj",
    "finder with wrong values": "/angebote/?type=kurs&age=alt",
    "finder as calendar": "/angebote/?view=calendar",
    "export with wrong values": "/angebote/export/ics/?type=kurs",
    "shortlist, empty": "/merkliste/",
    "not found": "/gibt-es-nicht/",
}
GERMAN_ONLY = {"API": "/api/v1/docs", "login": "/konto/login/", "new password": "/konto/password/reset/"}
#: pages with a form, which is sent empty
FORMS = {"contact with errors": "/kontakt/", "agency with errors": "/integrationsagentur/"}


def find_pages(fetch) -> dict[str, str]:
    """One address for each kind of page, without a language: what it shows -> path."""
    # all pages at the top, and the first below each section
    shown = {}
    for path in list_paths(fetch):
        parts = path.strip("/").split("/")
        shown.setdefault(path if len(parts) == 1 else (*parts[:-1], "…"), path)
    pages = {path: path for path in shown.values()}
    for kind, path in find_offerings(fetch).items():
        pages[f"{kind} {path}"] = path
    team = re.search(r'href="(/team/[^/"]+/)"', fetch("/team/"))
    pages["lecturer"] = team.group(1)
    pages |= FIXED
    pages["shortlist"] = find_shortlist(fetch)
    return pages


def list_paths(fetch) -> list[str]:
    """Of all pages that the sitemap names, without their addresses in other languages."""
    paths = [urlsplit(address).path for address in re.findall(r"<loc>([^<]+)</loc>", fetch("/sitemap.xml"))]
    return [path for path in paths if path.split("/")[1] not in LANGUAGES]


def find_offerings(fetch) -> dict[str, str]:
    """One offering of each type."""
    return {kind: paths[0] for kind, paths in list_offerings(fetch, most=1).items()}


def list_offerings(fetch, *, most: int, sort: str = "") -> dict[str, list[str]]:
    """So many offerings of each type that has any."""
    facets = ask(fetch, "facets/")["facets"]
    [types] = [[value["value"] for value in facet["values"]] for facet in facets if facet["name"] == "type"]
    found = {kind: ask(fetch, f"offerings/?type={kind}&page_size={most}&sort={sort}")["results"] for kind in types}
    return {kind: [urlsplit(hit["url"]).path for hit in hits] for kind, hits in found.items() if hits}


def find_shortlist(fetch) -> str:
    ids = [result["id"] for result in ask(fetch, "offerings/?type=course&page_size=3")["results"]]
    return "/merkliste/?" + "&".join(f"id={number}" for number in ids)


def ask(fetch, question):
    return json.loads(fetch(f"/api/v1/{question}"))


def translate_path(path, language) -> str:
    return path if language == "de" else f"/{language}{path}"

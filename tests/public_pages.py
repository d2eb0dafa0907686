"""The public pages of the demo centre: found by asking the site itself, so that a new kind of page is not forgotten."""

import json
import re
import urllib.request
from urllib.parse import urlsplit

LANGUAGES = ("de", "en", "uk", "ru", "tr", "ar")
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
PATIENCE = 30_000

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


def fetch(url) -> bytes:
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 -- our own address
        return answer.read()


def find_pages(centre_url) -> dict[str, str]:
    """One address for each kind of page, without a language: what it shows -> path."""
    addresses = re.findall(r"<loc>([^<]+)</loc>", fetch(f"{centre_url}/sitemap.xml").decode())
    paths = [urlsplit(address).path for address in addresses]
    # all pages at the top, and the first below each section
    shown = {}
    for path in paths:
        parts = path.strip("/").split("/")
        shown.setdefault(path if len(parts) == 1 else (*parts[:-1], "…"), path)
    pages = {path: path for path in shown.values()}
    for kind, path in find_offerings(centre_url).items():
        pages[f"{kind} {path}"] = path
    team = re.search(r'href="(/team/[^/"]+/)"', fetch(f"{centre_url}/team/").decode())
    pages["lecturer"] = team.group(1)
    pages |= FIXED
    pages["shortlist"] = find_shortlist(centre_url)
    return pages


def find_offerings(centre_url) -> dict[str, str]:
    """One offering of each type."""
    facets = ask(centre_url, "facets/")["facets"]
    [types] = [facet["values"] for facet in facets if facet["name"] == "type"]
    found = {}
    for value in types:
        results = ask(centre_url, f"offerings/?type={value['value']}&page_size=1")["results"]
        if results:
            found[value["value"]] = urlsplit(results[0]["url"]).path
    return found


def find_shortlist(centre_url) -> str:
    ids = [result["id"] for result in ask(centre_url, "offerings/?type=course&page_size=3")["results"]]
    return "/merkliste/?" + "&".join(f"id={number}" for number in ids)


def ask(centre_url, question):
    return json.loads(fetch(f"{centre_url}/api/v1/{question}"))


def translate_path(path, language) -> str:
    return path if language == "de" else f"/{language}{path}"

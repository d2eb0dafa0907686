"""What a page says in its own language: texts and spoken attributes outside the parts marked as another one."""

from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, NavigableString, Tag

#: attributes that are read out or shown
SPOKEN = ("alt", "aria-label", "placeholder", "title", "data-add", "data-kept", "data-remove", "data-done")
#: of these people and search engines read what stands in "content"
DESCRIBING = {"description", "og:title", "og:description", "og:image:alt", "twitter:title", "twitter:description"}
SILENT = {"script", "style", "template"}


@dataclass(frozen=True)
class Said:
    text: str
    #: for whoever has to find it
    place: str


def list_said(html: str, language: str) -> Iterator[Said]:
    yield from _walk(BeautifulSoup(html, "html.parser"), "", language)


def _walk(element, spoken: str, language: str) -> Iterator[Said]:
    """``spoken`` is the language of the parts around the element."""
    spoken = element.get("lang") or spoken
    if spoken == language:
        for name, text in _list_attributes(element):
            yield Said(" ".join(text.split()), f"{_describe(element)} [{name}]")
    for child in element.children:
        if isinstance(child, Tag):
            if child.name not in SILENT:
                yield from _walk(child, spoken, language)
        elif spoken == language and type(child) is NavigableString and (text := " ".join(child.split())):
            yield Said(text, _describe(element))


def _list_attributes(element) -> Iterator[tuple[str, str]]:
    for name in SPOKEN:
        if element.get(name):
            yield name, element[name]
    if element.name == "meta" and (element.get("name") or element.get("property")) in DESCRIBING:
        yield "content", element.get("content", "")
    if element.name == "input" and element.get("type") in {"submit", "button", "reset"}:
        yield "value", element.get("value", "")


def _describe(element) -> str:
    classes = ".".join(element.get("class", []))
    return f"{element.name}.{classes}" if classes else element.name

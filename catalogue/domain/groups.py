"""Target groups as visitors read them."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.domain.pictures import CARD_PICTURE, get_picture, prefetch_pictures
from cms.languages import get_interface_language


@dataclass(frozen=True)
class GroupTile:
    name: str
    slug: str
    url: str
    intro: str
    intro_lang: str
    picture: object | None


def get_group_intro(page) -> tuple[str, str]:
    """(text, language): the introduction in the active language, else in German."""
    language = get_interface_language()
    short = page.intro_translations.get(language)
    return (short, language) if short and "intro" not in page.translated_fields else page.get_text("intro")


def build_group_tiles(pages: Iterable, *, with_pictures: bool = True) -> list[GroupTile]:
    pages = list(pages)
    if with_pictures:
        prefetch_pictures(pages, name="image")
    return [_build_tile(page, with_pictures) for page in pages]


def _build_tile(page, with_pictures: bool) -> GroupTile:
    intro, lang = get_group_intro(page)
    picture = get_picture(page.image, CARD_PICTURE) if with_pictures else None
    return GroupTile(page.translated_name, page.slug, page.get_url() or "", intro, lang, picture)

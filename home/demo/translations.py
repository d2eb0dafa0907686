"""Pages of the demo in other languages, translated as an editor does it."""

import tomllib

from wagtail.models import Page

from catalogue.models import TargetGroupPage
from cms.translated_pages import only_originals
from home.domain.translating import translate_page
from home.domain.tree import SiteTree
from home.models import ContentPage

from .files import DATA_DIR, DemoData
from .markers import mark

#: what is translated as a whole; other pages have a title and a summary in other languages
WHOLE_PAGES = ("ueber-uns", "integrationsagentur")


def read_texts(language: str) -> dict[str, str]:
    """German text -> text in that language."""
    place = DATA_DIR / "translations" / f"{language}.toml"
    return tomllib.loads(place.read_text()) if place.exists() else {}


def load_translations(data: DemoData, *, tree: SiteTree, marked: dict[str, int]) -> None:
    home = type(tree.home).objects.get(pk=tree.home.pk)
    # somebody else's home page stays as it is
    languages = data.home["translations"] if home.claim == data.home["claim"] else {}
    for language, texts in languages.items():
        known = {data.home[name]: text for name, text in texts.items()}
        _load(home, language, {**read_texts(language), **known}, marked=marked, key=f"home:{language}")
    for row in data.target_groups:
        page = only_originals(TargetGroupPage.objects.filter(slug=row["slug"])).first()
        _load(page, "en", _collect_group_texts(row), marked=marked, key=f"group:{row['slug']}:en")
    pages = only_originals(ContentPage.objects.child_of(tree.home)).filter(slug__in=WHOLE_PAGES)
    for page in [*pages.order_by("path"), tree.contact]:
        _load(page, "en", read_texts("en"), marked=marked, key=f"page:{page.slug}:en")


def _collect_group_texts(row: dict) -> dict[str, str]:
    return {**read_texts("en"), row["title"]: row["names"]["en"], row["intro"]: row["intros"]["en"]}


def _load(page: Page | None, language: str, texts: dict[str, str], *, marked: dict[str, int], key: str) -> None:
    # a page somebody has removed or renamed is not missed
    if page is not None and key not in marked:
        mark(translate_page(type(page).objects.get(pk=page.pk), language=language, texts=texts), key)

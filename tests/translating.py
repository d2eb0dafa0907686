"""Translating pages in tests as an editor does it: through wagtail-localize."""

from home.domain.translating import translate_page


def publish_translation(page, language: str, texts: dict[str, str], *, publish: bool = True):
    """The translated page; ``texts`` are German texts with their translations."""
    return translate_page(page, language=language, texts=texts, publish=publish)

"""Translate a page through wagtail-localize, as its editor does, with texts that are at hand."""

from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource


def translate_page(page: Page, *, language: str, texts: dict[str, str], publish: bool = True) -> Page:
    """The translated page. ``texts``: German text -> translation; what is missing there stays German.

    Sections above that nobody has translated get an alias in the tree of that language.
    """
    locale = Locale.objects.get(language_code=language)
    source, _created = TranslationSource.update_or_create_from_instance(page)
    Translation.objects.get_or_create(source=source, target_locale=locale)
    for segment in source.stringsegment_set.select_related("string", "context"):
        if segment.string.data in texts:
            StringTranslation.objects.update_or_create(
                locale=locale,
                translation_of=segment.string,
                context=segment.context,
                defaults={
                    "data": texts[segment.string.data],
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                },
            )
    # published here: wagtail-localize would wait for the end of the transaction
    source.create_or_update_translation(locale, publish=False, fallback=True, copy_parent_pages=True)
    translated = type(page)._default_manager.get(translation_key=page.translation_key, locale=locale)
    if publish:
        translated.get_latest_revision().publish()
        translated.refresh_from_db()
    return translated

"""Pages whose texts are translated through wagtail-localize (docs/decisions/0011).

A translation is a page of its own, in a tree beside the site's. It has no address there: visitors get the German
page, at its address below the prefix of their language, with the texts its translation lends it.
"""

from copy import copy

from django.conf import settings
from django.utils import translation
from wagtail.models import Locale
from wagtail_localize.fields import SynchronizedField, TranslatableField, get_translatable_fields

from cms.languages import get_interface_language

SOURCE = settings.LANGUAGE_CODE


class TranslatablePage:
    """Mixin, before ``Page``."""

    #: of the texts this page shows; a lent text counts, one that is still the German one does not
    text_language = SOURCE
    translated_fields: frozenset[str] = frozenset()

    #: the address is the German page's
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    def get_text(self, name: str) -> tuple[str, str]:
        """(text, its language)"""
        return getattr(self, name), self.get_language_of(name)

    def get_language_of(self, name: str) -> str:
        return self.text_language if name in self.translated_fields else SOURCE

    @property
    def intro_language(self) -> str:
        return self.get_language_of("intro")

    @property
    def body_language(self) -> str:
        return self.get_language_of("body")

    def get_url_parts(self, request=None):
        parts = super().get_url_parts(request)
        # what stands in no site may be a translation: it is read at the address of its original
        original = find_original(self) if parts is None and self.pk else None
        if original is None:
            return parts
        with translation.override(self.locale.language_code):
            return original.get_url_parts(request)

    def serve_preview(self, request, mode_name):
        original = find_original(self)
        shown = self if original is None else lend_texts(original, self, language=self.locale.language_code)
        return super(TranslatablePage, shown).serve_preview(request, mode_name)


def ensure_locales() -> None:
    """The languages of the site as Wagtail knows them."""
    codes = [code for code, _name in settings.LANGUAGES]
    Locale.objects.bulk_create([Locale(language_code=code) for code in codes], ignore_conflicts=True)


def only_originals(pages):
    """Without the translations among these pages."""
    return pages.filter(locale__language_code=SOURCE)


def only_translations(pages):
    """Those of them somebody may read; an alias is an original once more."""
    return pages.live().filter(alias_of=None).exclude(locale__language_code=SOURCE)


def find_original(page):
    """The German page of a translation, None for a German page and for one that stands alone."""
    pages = type(page)._default_manager.filter(translation_key=page.translation_key)
    return only_originals(pages).exclude(pk=page.pk).first()


def speak_language_of_visitor(page):
    """The page with the texts of its translation, if there is a public one in the active language."""
    language = get_interface_language()
    if language == SOURCE or not isinstance(page, TranslatablePage):
        return page
    pages = type(page)._default_manager.filter(translation_key=page.translation_key, locale__language_code=language)
    found = only_translations(pages).public().first()
    return page if found is None else lend_texts(page, found, language=language)


def lend_texts(page, translated, *, language: str):
    """A copy of the page that shows what is translated, and is itself in all else: address, rights, pages below."""
    shown = copy(page)
    changed = set()
    for entry in get_translatable_fields(type(page)):
        if not isinstance(entry, TranslatableField):
            continue
        field = entry.get_field(type(page))
        value = getattr(translated, field.name)
        # what nobody has translated yet, wagtail-localize leaves in German
        if field.get_prep_value(value) != field.get_prep_value(getattr(page, field.name)):
            setattr(shown, field.name, value)
            changed.add(field.name)
    shown.text_language, shown.translated_fields = language, frozenset(changed)
    return shown

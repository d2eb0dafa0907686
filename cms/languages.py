"""Languages people teach in, ask in and read in. One list for forms, facets, names and directions."""

from collections.abc import Callable
from functools import lru_cache, wraps

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

#: languages of courses and questions: ISO 639-1 code -> German name
SPOKEN_LANGUAGES = [
    ("de", _("Deutsch")),
    ("en", _("Englisch")),
    ("uk", _("Ukrainisch")),
    ("ru", _("Russisch")),
    ("tr", _("Türkisch")),
    ("ar", _("Arabisch")),
    ("fa", _("Persisch")),
    ("ku", _("Kurdisch")),
    ("pl", _("Polnisch")),
    ("ro", _("Rumänisch")),
    ("es", _("Spanisch")),
    ("fr", _("Französisch")),
    ("it", _("Italienisch")),
    ("pt", _("Portugiesisch")),
    ("el", _("Griechisch")),
    ("sr", _("Serbisch")),
    ("sq", _("Albanisch")),
    ("ti", _("Tigrinya")),
    ("zh", _("Chinesisch")),
    ("vi", _("Vietnamesisch")),
]

#: languages of the interface besides German, the ones offerings can be translated into
TRANSLATION_LANGUAGES = [
    ("en", _("Englisch")),
    ("uk", _("Ukrainisch")),
    ("ru", _("Russisch")),
    ("tr", _("Türkisch")),
    ("ar", _("Arabisch")),
]


def get_interface_language() -> str:
    """The active language without its region: "de" for "de-at", and for no active language."""
    return (get_language() or "de").split("-")[0]


def pick_translation(names: dict[str, str], default: str, language: str | None = None) -> str:
    """The text in the given or active language, the German one where it is missing."""
    return names.get(language or get_interface_language()) or default


def remember_by_language(function: Callable[..., str]) -> Callable[..., str]:
    """For wording that follows from plain values and the active language alone.

    A list of offerings says "dienstags, 18 bis 20 Uhr" and "kostenlos" again and again; looking up each text in all
    catalogues takes longer than the rest of a card.
    """

    @lru_cache(maxsize=2000)
    def say(_language: str, args: tuple, options: tuple) -> str:
        return function(*args, **dict(options))

    @wraps(function)
    def remembered(*args, **options) -> str:
        return say(get_language() or "", args, tuple(sorted(options.items())))

    return remembered

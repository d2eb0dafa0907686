"""Light stemming, so that Kurs and Kurse meet and Kurs and Kur do not.

German, Turkish, Ukrainian and Arabic are done here: Snowball has no Ukrainian, splits Kurs/Kurse, and its Turkish
and Arabic need letters that folding has already made plain. Words come in folded.
"""

import re
import threading
from functools import cache, lru_cache

import snowballstemmer
from anyascii import anyascii

from .data import load_lines
from .fold import fold

CACHE_SIZE = 50_000
LONGEST_STEMMED = 40
LATIN_LANGUAGES = ("de", "en", "tr")


def detect_script(word: str) -> str:
    """Return latin, cyrillic, arabic or other, going by the first letter."""
    for char in word:
        if char.isalpha():
            if char < "\u0250" or "\u1e00" <= char <= "\u1eff":
                return "latin"
            if "\u0400" <= char <= "\u052f":
                return "cyrillic"
            if "\u0600" <= char <= "\u06ff":
                return "arabic"
            return "other"
    return "other"


def languages(word: str, language: str = "de") -> tuple[str, ...]:
    """Return the stemmers for a word, German always among those for Latin letters: so every query meets every text."""
    script = detect_script(word)
    if script == "latin":
        return (language, "de") if language in LATIN_LANGUAGES and language != "de" else ("de",)
    if script == "cyrillic":
        return _cyrillic_languages(word)
    return ("ar",) if script == "arabic" else ()


def _cyrillic_languages(word: str) -> tuple[str, ...]:
    if any(char in "іїє" for char in word):
        return ("uk",)
    return ("ru",) if any(char in "ыэъ" for char in word) else ("uk", "ru")


def stems_of(word: str, language: str = "de") -> tuple[str, ...]:
    """Return the stems a word is indexed and searched with, each once; none for what has no letters only."""
    if not word.isalpha():
        return ()
    found = (stem(word, each) for each in languages(word, language))
    return tuple(dict.fromkeys(found)) or (word,)


@lru_cache(maxsize=CACHE_SIZE)
def stem(word: str, language: str = "de") -> str:
    if len(word) > LONGEST_STEMMED or not word.isalpha():
        return word
    return STEMMERS.get(language, str)(word)


@lru_cache(maxsize=CACHE_SIZE)
def transliterate(word: str) -> tuple[str, ...]:
    """Return a folded word in Latin letters, in the international and the German way (kovalenko, kowalenko)."""
    script = detect_script(word)
    if script == "latin" or word.isascii():
        return ()
    forms = [re.sub(r"[\W_]+", "", fold(anyascii(word)))]
    if script == "cyrillic":
        forms.append(fold(word.translate(GERMAN_LETTERS)))
    return tuple(dict.fromkeys(form for form in forms if form and form != word))


GERMAN_LETTERS = str.maketrans({
    "а": "a", "б": "b", "в": "w", "г": "g", "д": "d", "е": "e", "є": "je", "ж": "sch", "з": "s", "и": "i",
    "і": "i", "ї": "ji", "й": "j", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "ch", "ц": "z", "ч": "tsch", "ш": "sch", "щ": "schtsch",
    "ъ": None, "ы": "y", "ь": None, "э": "e", "ю": "ju", "я": "ja",
})  # fmt: skip


# --- German ---------------------------------------------------------------------------------------

FEMALE_PLURAL = re.compile(r"(?<=....)innen$")
# Only after the endings of person nouns: Berlin, Termin and Medizin keep their "in".
FEMALE = re.compile(
    r"((?<=...)(?:er|or|ist|ent|ant|log|eur|nom|ekt|ot|iat)|arzt|freund|koch|kolleg|kund|nachbar|turk|wirt)in$"
)
PLURAL_S_AFTER = frozenset("bcdfghklmnptwy")


@cache
def _exceptions(language: str) -> dict[str, str]:
    return dict(line.split() for line in load_lines(f"stems_{language}"))


def _stem_german(word: str) -> str:
    if fixed := _exceptions("de").get(word):
        return fixed
    person = FEMALE.sub(r"\1", FEMALE_PLURAL.sub("", word))
    root = _strip_er_en(_strip_inflection(person))
    return root[:-1] if root.endswith("niss") else root


def _strip_inflection(word: str) -> str:
    length = len(word)
    if length > 5 and word.endswith(("ern", "ers")):
        return word[:-3]
    if length > 5 and word.endswith(("eln", "ars", "ors")):
        return word[:-1]
    if length > 4 and word.endswith(("em", "en", "er", "es")):
        return word[:-2]
    if length > 3 and word.endswith("e"):
        return word[:-1]
    # No s after r or u: Kurs, Haus. That is the rule Snowball lacks.
    return word[:-1] if length > 3 and word.endswith("s") and _is_plural_s(word) else word


def _is_plural_s(word: str) -> bool:
    if word[-2] in "ao":  # Kitas, Fotos, but not kostenlos
        return len(word) > 4 and not word.endswith("los")
    return word[-2] in PLURAL_S_AFTER


def _strip_er_en(word: str) -> str:
    return word[:-2] if len(word) > 4 and word.endswith(("er", "en")) else word


# --- Ukrainian, Turkish, Arabic ---------------------------------------------------------------------


def _by_length(endings: str) -> tuple[str, ...]:
    return tuple(sorted(endings.split(), key=len, reverse=True))


UKRAINIAN_ENDINGS = _by_length(
    "іями іях іям ією ії ія ій ію ями ами ові еві єві ого ього ому ьому ими іми ньої ах ях ам ям ом ем єм ою ею єю ої "
    "ів їв ий их им ім ого а я о е є у ю и і ї ь й"
)
TURKISH_ENDINGS = _by_length(
    "larinda lerinde larindan lerinden larina lerine larini lerini larin lerin lari leri lar ler lara lere larda "
    "lerde lardan lerden larla lerle nin nun sina sine sini sunu sinda sinde si su ina ine una une ini unu inda inde "
    "in un ya ye yi yu da de ta te dan den tan ten yla yle la le mak mek ma me i u a e"
)
SHORTEST_TURKISH = 4
TURKISH_VOWELS = "aeiou"
ARABIC_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال")
ARABIC_ENDINGS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")


def _stem_ukrainian(word: str) -> str:
    return _exceptions("uk").get(word) or _strip_longest(word, UKRAINIAN_ENDINGS, shortest=3)


def _strip_longest(word: str, endings: tuple[str, ...], *, shortest: int) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            return word[: -len(ending)]
    return word


def _stem_turkish(word: str) -> str:
    """Strip endings again and again: kurs-lar-da. Cutting too much is fine as long as all forms lose the same."""
    while (shorter := _strip_turkish_ending(word)) != word:
        word = shorter
    # çocuk, çocuğu
    return word[:-1] + "k" if word.endswith("g") else word


def _strip_turkish_ending(word: str) -> str:
    for ending in TURKISH_ENDINGS:
        root = word[: -len(ending)]
        if word.endswith(ending) and len(root) >= SHORTEST_TURKISH and _may_follow(root, ending):
            return root
    return word


def _may_follow(root: str, ending: str) -> bool:
    """s, y and n only stand between vowels (sigorta-si, but kurs-u); a calls for a, and e for e."""
    if ending[0] in "syn" and root[-1] not in TURKISH_VOWELS:
        return False
    vowels = [next((char for char in text if char in TURKISH_VOWELS), "") for text in (reversed(root), ending)]
    return vowels not in (["a", "e"], ["e", "a"])


def _stem_arabic(word: str) -> str:
    for _ in range(2):  # "the German" begins with al-al
        for prefix in ARABIC_PREFIXES:
            if word.startswith(prefix) and len(word) - len(prefix) >= 3:
                word = word[len(prefix) :]
                break
    return _strip_longest(word, ARABIC_ENDINGS, shortest=2)


# --- Snowball ---------------------------------------------------------------------------------------

_local = threading.local()


def _snowball(algorithm: str):
    """Snowball stemmers keep the word they work on in themselves, so each thread has its own."""

    def stem_word(word: str) -> str:
        stemmers = _local.__dict__.setdefault("stemmers", {})
        if algorithm not in stemmers:
            stemmers[algorithm] = snowballstemmer.stemmer(algorithm)
        return stemmers[algorithm].stemWord(word)

    return stem_word


STEMMERS = {
    "de": _stem_german,
    "en": _snowball("english"),
    "ru": _snowball("russian"),
    "uk": _stem_ukrainian,
    "tr": _stem_turkish,
    "ar": _stem_arabic,
}

"""One spelling for all the ways a word can be written."""

import re
import unicodedata
from functools import lru_cache

from .data import load_lines

# NFKC leaves these alone, and they have no decomposition that ends in a base letter.
LETTERS_OF_ONE_KIND = str.maketrans({
    "ı": "i", "ø": "o", "œ": "o", "æ": "a", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŋ": "n",
    "ʼ": "'", "’": "'", "‘": "'", "`": "'", "´": "'", "‐": "-", "‑": "-",
    "ё": "е", "ґ": "г",
    "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ـ": None,
})  # fmt: skip
ARABIC_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
MIDDLE_DOT = re.compile(r"(?<=[^\W_])·(?=[^\W_])")
APOSTROPHE = re.compile(r"(?<=[^\W_])'(?=[^\W\d_])")
LETTERS_3 = r"(?<=[^\W\d_][^\W\d_][^\W\d_])"
END = r"(?![^\W_])"
#: Person nouns that may take "/in"; anything else before a slash is two words ("Kurs/in Garath").
PERSON_2 = r"(?<=er|or|nt|st|og|nd|eg|zt|ar|at)"
GENDER_SIGN = re.compile(
    rf"{LETTERS_3}(?:"
    rf"[:*_](?=innen|in{END}|(?:e|r|n|s|m|en|er|es|em){END})"
    rf"|/-?(?=innen)"
    rf"|{PERSON_2}/-?(?=in{END})"
    rf"|\((?=(?:innen|in|e|en|er|n|s)\))"
    rf"|\((?=inn\)en)"
    r")"
)
# The bracket that GENDER_SIGN opened: "lehrer(innen)" -> "lehrerinnen)" -> "lehrerinnen".
OPEN_GENDER = re.compile(rf"{LETTERS_3}\((innen|inn|in|en|er|e|n|s)\)")
LONGEST_LOOP = 5
#: printable Latin text with nothing that has to be looked at letter by letter: no soft hyphen, no other digits
PLAIN_LATIN = re.compile("[ -~\u00a1-\u00ac\u00ae-\u024f\u2013\u2014\u201e\u201c]*")
LATIN_MARKS = re.compile("[\u0300-\u036f]")


def fold(text: str) -> str:
    """Return the one form in which all spellings of a text meet; folding twice changes nothing."""
    for _ in range(LONGEST_LOOP):
        folded = _fold_once(text)
        if folded == text:
            break
        text = folded
    return text


def _fold_once(text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFKC", text).casefold()
        text = _strip_latin_marks(text) if PLAIN_LATIN.fullmatch(text) else _strip_marks(_drop_invisible(text))
    text = text.casefold().translate(LETTERS_OF_ONE_KIND)
    text = APOSTROPHE.sub("", MIDDLE_DOT.sub("", text))
    text = GENDER_SIGN.sub("", OPEN_GENDER.sub(r"\1", text))
    return _umlaut_pattern().sub(_plain_vowel, text)


def _drop_invisible(text: str) -> str:
    return "".join(_visible(char) for char in text)


def _visible(char: str) -> str:
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    # Control, format (soft hyphen, zero width) and surrogate characters: no reader sees them, some databases fail.
    return "" if category in ("Cc", "Cf", "Cs") else char


def _strip_marks(text: str) -> str:
    """Remove accents from Latin and Greek letters and vowel signs from Arabic, but keep й and ї."""
    kept = []
    base = ""
    for char in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(char):
            base = char
        elif _is_removable(char, base):
            continue
        kept.append(char)
    return unicodedata.normalize("NFKC", ARABIC_MARKS.sub("", "".join(kept)))


def _strip_latin_marks(text: str) -> str:
    """The same for Latin letters alone, which is most of what anybody writes here, and much quicker."""
    return unicodedata.normalize("NFKC", LATIN_MARKS.sub("", unicodedata.normalize("NFD", text)))


def _is_removable(mark: str, base: str) -> bool:
    if base < "\u0400":  # Latin, Greek, and marks without any base
        return True
    cyrillic = base < "\u0530"
    # A stress accent or the dots of ё; the breve of й and the dots of ї make other letters.
    return cyrillic and not ((mark == "\u0306" and base == "и") or (mark == "\u0308" and base == "і"))


@lru_cache(maxsize=1)
def _umlaut_pattern() -> re.Pattern[str]:
    """Match ae, oe, ue where they stand for umlauts, and (as group 1) words where they do not."""
    real = "|".join(sorted(map(re.escape, load_lines("no_umlauts")), key=len, reverse=True))
    # "ue" after a vowel or q is no umlaut (neue, Frauen, Quelle); nor is a vowel pair before another e (Idee-Ecke).
    return re.compile(rf"({real})|[ao]e(?!e)|(?<![aeiouyq])ue(?!e)")


def _plain_vowel(match: re.Match[str]) -> str:
    return match[1] or match[0][0]

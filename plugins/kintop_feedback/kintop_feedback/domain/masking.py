"""Takes addresses and telephone numbers out of what visitors write: a remark is no place for them."""

import re

MASK = "[…]"
#: also as people write it who hide from programs
EMAIL = re.compile(
    r"[\w.+-]+\s*(?:@|＠|﹫|[(\[{]\s*(?:at|ät)\s*[)\]}])\s*[\w-]+(?:\s*(?:\.|[(\[{]\s*(?:dot|punkt)\s*[)\]}])\s*[\w-]+)+",
    re.IGNORECASE,
)
#: digits with what stands between them; "+49 (0)211 / 69 87-12"
NUMBERS = re.compile(r"(?<![\w])[+(]{0,2}\d(?:[\s()/.:–-]{0,3}\d)+")
#: what looks like a telephone number and is none: days, hours, years
HARMLESS = re.compile(
    r"\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{4}|\s?\d{2}(?!\d))?|\d{4}-\d{2}-\d{2}|\d{1,2}[:.]\d{2}(?![\d.])"
    r"|(?<!\d)(?:19|20)\d{2}\s?[/–-]\s?(?:(?:19|20)\d{2}|\d{2})(?!\d)"
)
#: the shortest number of the town has as many, a postal code has fewer
FEWEST_DIGITS = 6


def mask_contacts(text: str) -> str:
    return NUMBERS.sub(_mask_number, EMAIL.sub(MASK, text))


def _mask_number(match: re.Match) -> str:
    rest = HARMLESS.sub(" ", match[0])
    digits = sum(sign.isdigit() for sign in rest)
    return MASK if digits >= FEWEST_DIGITS else match[0]

"""Texts on their way out: what formats refuse or programs take for more than a text."""

import io
import re

#: XML and spreadsheets have no way to write these at all
CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
#: written in pieces of about this size
PIECE = 32 * 1024
#: what begins like this is computed by spreadsheets; they also read wide forms, and skip blanks before them
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def clean_text(text) -> str:
    return CONTROL_CHARACTERS.sub("", str(text))


def neutralize_formula(text: str) -> str:
    """With an apostrophe before what a spreadsheet would compute: "=1+1" stays the three signs it is."""
    return f"'{text}" if FORMULA.match(text) else text


def take_text(buffer: io.StringIO) -> bytes:
    """What was written into the buffer since the last time."""
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()

"""The signs of the site: one file of drawings, pointed into by name."""

import re
from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = "cms/icons.svg"
_FILE = Path(__file__).parent / "static" / SPRITE


@cache
def list_icons() -> tuple[str, ...]:
    return tuple(re.findall(r'<symbol id="([a-z-]+)"', _FILE.read_text()))


@cache
def draw_icon(name: str) -> SafeString:
    """A sign beside its word; those who listen hear the word alone."""
    if name not in list_icons():
        raise ValueError(f'There is no icon "{name}" in {SPRITE}. Choose one of: {", ".join(list_icons())}.')
    return format_html(
        '<svg class="icon icon--{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        name,
        static(SPRITE),
        name,
    )

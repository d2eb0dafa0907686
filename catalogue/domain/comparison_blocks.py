"""A description block by block: what was written, moved or taken out, as text without any markup."""

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text import expand_db_html
from wagtail.utils.text import text_from_html

from catalogue.domain.comparison_words import Line, compare_texts, say, shorten

#: the editor writes these for the first ones
SAME_TAGS = {"strong": "b", "em": "i"}
LINE_ENDS = ("p", "h2", "h3", "h4", "h5", "h6", "li", "br", "hr")


def compare_blocks(before, after) -> list[tuple[str, str, tuple[Line, ...]]]:
    """(kind, label, lines) for each block that is not the same in both stream values."""
    pairs = _pair(list(before), list(after))
    found = []
    for old, new in pairs:
        lines = _compare_block(old, new)
        if lines:
            kind = "new" if old is None else "removed" if new is None else "changed"
            found.append((kind, str((new or old).block.label), lines))
    if _is_reordered(pairs, list(before)):
        found.append(("changed", "", (say(_("Die Abschnitte stehen in einer anderen Reihenfolge.")),)))
    return found


def describe_block(block, value) -> str:
    """What a reader sees of it, one thing a line."""
    if value is None:
        return ""
    if isinstance(block, blocks.RichTextBlock):
        return describe_rich_text(value.source)
    if isinstance(block, ImageBlock):
        alt_text = getattr(value, "contextual_alt_text", "")
        return "\n".join(filter(None, [str(value), alt_text and _("Bildbeschreibung: %(text)s") % {"text": alt_text}]))
    if isinstance(block, blocks.StructBlock):
        parts = [(child.label, describe_block(child, value.get(name))) for name, child in block.child_blocks.items()]
        return "\n".join(f"{label}: {text}" for label, text in parts if text)
    if isinstance(block, blocks.StreamBlock):
        return "\n".join(filter(None, (describe_block(child.block, child.value) for child in value)))
    if isinstance(block, blocks.ListBlock):
        return "\n".join(filter(None, (describe_block(block.child_block, child) for child in value)))
    if isinstance(block, blocks.BooleanBlock):
        return _("ja") if value else _("nein")
    if isinstance(block, blocks.ChooserBlock):
        return str(value)
    return text_from_html(str(block.render_basic(value))).strip()


def describe_rich_text(source: str) -> str:
    """Paragraphs as lines, links with where they lead: a changed address is a change."""
    soup = BeautifulSoup(expand_db_html(source), "html.parser")
    for link in soup.find_all("a"):
        link.append(_(" [Link: %(address)s]") % {"address": link.get("href", "")})
    for item in soup.find_all("li"):
        item.insert(0, "– ")
    for element in soup.find_all(LINE_ENDS):
        element.append("\n")
    lines = (" ".join(line.split()) for line in soup.get_text().splitlines())
    return "\n".join(line for line in lines if line)


def _pair(before: list, after: list) -> list[tuple]:
    """Each block with what it was: by its id, else by its turn among those of its type that are left."""
    old_by_id = {block.id: block for block in before if block.id}
    new_ids = {block.id for block in after}
    left = [block for block in before if block.id not in new_ids or not block.id]
    pairs = []
    for new in after:
        old = old_by_id.get(new.id)
        if old is None:
            old = next((block for block in left if block.block_type == new.block_type), None)
            left = [block for block in left if block is not old]
        pairs.append((old, new))
    return pairs + [(old, None) for old in left]


def _compare_block(old, new) -> tuple[Line, ...]:
    texts = [describe_block(each.block, each.value) if each is not None else "" for each in (old, new)]
    if texts[0] != texts[1]:
        return (shorten(compare_texts(*texts)),)
    if old is not None and new is not None and _get_looks(old.block, old.value) != _get_looks(new.block, new.value):
        return (say(_("Der Text ist gleich, nur die Gestaltung ist anders, zum Beispiel fett oder eine Überschrift.")),)
    return ()


def _get_looks(block, value) -> list[str]:
    """The markup of its rich texts, without what the editor writes anew each time it is opened."""
    if value is None:
        return []
    if isinstance(block, blocks.RichTextBlock):
        return [_simplify(value.source)]
    if isinstance(block, blocks.StructBlock) and not isinstance(block, ImageBlock):
        return [html for name, child in block.child_blocks.items() for html in _get_looks(child, value.get(name))]
    if isinstance(block, blocks.StreamBlock):
        return [html for child in value for html in _get_looks(child.block, child.value)]
    if isinstance(block, blocks.ListBlock):
        return [html for child in value for html in _get_looks(block.child_block, child)]
    return []


def _simplify(source: str) -> str:
    soup = BeautifulSoup(source, "html.parser")
    for tag in soup.find_all(True):
        tag.name = SAME_TAGS.get(tag.name, tag.name)
        tag.attrs = {name: tag.attrs[name] for name in sorted(tag.attrs) if name != "data-block-key"}
    # between paragraphs spaces mean nothing
    return "".join(str(soup).split())


def _is_reordered(pairs: list[tuple], before: list) -> bool:
    places = [before.index(old) for old, new in pairs if old is not None and new is not None]
    return places != sorted(places)

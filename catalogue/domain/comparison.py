"""Two versions of an offering in plain words, in the order of the editing form.

Versions are compared as their revisions hold them (``serializable_data``), not as pages: so each related model costs
one query, however many runs there are. What an editing form shows is compared, fields of plugins too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import prefetch_related_objects
from wagtail.fields import RichTextField, StreamField

from catalogue.domain.comparison_blocks import compare_blocks, describe_rich_text
from catalogue.domain.comparison_runs import compare_runs
from catalogue.domain.comparison_values import Fetch, describe_related, describe_value, get_label, read_row, read_value
from catalogue.domain.comparison_words import Line, compare_lists, compare_texts, say, shorten
from cms.fields import ChoiceListField
from cms.languages import TRANSLATION_LANGUAGES

#: what a page has by itself says nothing where all is new
SELF_MADE = {"slug", "code"}


@dataclass(frozen=True)
class Difference:
    label: str
    #: new, changed or removed
    kind: str
    lines: tuple[Line, ...] = ()
    picture_before: object | None = None
    picture_after: object | None = None


@dataclass(frozen=True)
class Section:
    """A tab of the editing form."""

    heading: str
    differences: tuple[Difference, ...]


def read_live_values(offering) -> dict:
    """The public version as a revision would hold it, in a constant number of queries."""
    prefetch_related_objects([offering], "runs__meetings", "translations", "wagtail_admin_comments__replies")
    return offering.serializable_data()


def compare_versions(*, offering, before: dict | None, after: dict) -> list[Section]:
    """Sections with differences only; without ``before`` all that is filled in is new."""
    fetch = make_fetch()
    sections = []
    for heading, names in list_form_fields(type(offering)):
        found = tuple(
            difference
            for name in names
            for difference in compare_field(model=type(offering), name=name, before=before, after=after, fetch=fetch)
        )
        if found:
            sections.append(Section(heading=heading, differences=found))
    return sections


def count_differences(sections: Iterable[Section]) -> int:
    return sum(len(section.differences) for section in sections)


def list_form_fields(model) -> Iterator[tuple[str, list[str]]]:
    """(heading, names of fields and child relations) of each tab."""
    known = {field.name for field in model._meta.get_fields()}
    handler = model.get_edit_handler()
    tabs = [tab for tab in handler.children if hasattr(tab, "children")]
    for tab in tabs or [handler]:
        # what a form asks beyond the fields of the model is no content
        yield str(tab.heading), [name for name in dict.fromkeys(_walk(tab)) if name in known]


def compare_field(*, model, name: str, before: dict | None, after: dict, fetch: Fetch) -> list[Difference]:
    if before is None and name in SELF_MADE:
        return []
    field = model._meta.get_field(name)
    if field.one_to_many:
        rows = [(version or {}).get(name, []) for version in (before, after)]
        return _compare_rows(field, *rows, fetch=fetch)
    old = read_value(model, name, before) if before is not None else None
    return list(_compare_values(field, old, read_value(model, name, after), fetch=fetch))


def make_fetch() -> Fetch:
    known: dict[type, dict] = {}

    def fetch(related_model, keys):
        found = known.setdefault(related_model, {})
        missing = {key for key in keys if key is not None and key not in found}
        if missing:
            found.update(dict.fromkeys(missing))
            found.update(related_model._default_manager.in_bulk(missing))
        return found

    return fetch


def _walk(panel) -> Iterator[str]:
    name = getattr(panel, "field_name", None) or getattr(panel, "relation_name", None)
    if name:
        yield name
        return
    for child in getattr(panel, "children", ()):
        yield from _walk(child)


def _compare_values(field, old, new, *, fetch: Fetch) -> Iterator[Difference]:
    label = get_label(field)
    if isinstance(field, StreamField):
        empty = field.to_python("[]")
        for kind, name, lines in compare_blocks(empty if old is None else old, empty if new is None else new):
            yield Difference(label=f"{label}: {name}" if name else label, kind=kind, lines=lines)
    elif _is_picture(field):
        if old != new:
            pictures = fetch(field.related_model, [old, new])
            names = [describe_value(field, key, fetch=fetch) for key in (old, new)]
            yield Difference(
                label=label,
                kind=_get_kind(*names),
                lines=(_replace(*names),),
                picture_before=pictures.get(old),
                picture_after=pictures.get(new),
            )
    else:
        line = _compare_plain(field, old, new, fetch)
        if line is not None:
            yield Difference(label=label, kind=_get_kind_of(line), lines=(line,))


def _compare_plain(field, old, new, fetch: Fetch) -> Line | None:
    if field.many_to_many or isinstance(field, ChoiceListField):
        names = [_name_all(field, value or [], fetch) for value in (old, new)]
        return compare_lists(*names) if set(names[0]) != set(names[1]) else None
    if old is None and new is False:
        return None
    texts = [_describe(field, value, fetch) for value in (old, new)]
    if texts[0] == texts[1]:
        return None
    is_prose = isinstance(field, models.CharField | models.TextField) and not field.choices
    return shorten(compare_texts(*texts)) if is_prose else _replace(*texts)


def _describe(field, value, fetch: Fetch) -> str:
    if isinstance(field, RichTextField):
        return describe_rich_text(value or "")
    return describe_value(field, value, fetch=fetch)


def _replace(old: str, new: str) -> Line:
    """A choice, a date or a name is read whole, not word by word."""
    gap = say(" ") if old and new else ()
    return (*say(old, "removed"), *gap, *say(new, "added"))


def _name_all(field, values, fetch: Fetch) -> list[str]:
    if isinstance(field, ChoiceListField):
        return field.get_labels(values)
    fetch(field.related_model, values)
    return [describe_related(field.related_model, key, fetch=fetch) for key in values]


def _compare_rows(relation, before: list[dict], after: list[dict], *, fetch: Fetch) -> list[Difference]:
    name = relation.get_accessor_name()
    if name == "runs":
        return [Difference(label, kind, lines) for kind, label, lines in compare_runs(before, after, fetch=fetch)]
    if name == "translations":
        return list(_compare_translations(relation.related_model, before, after, fetch))
    return list(_compare_other_rows(relation.related_model, before, after, fetch))


def _compare_translations(model, before: list[dict], after: list[dict], fetch: Fetch) -> Iterator[Difference]:
    old, new = ({row["language"]: row for row in rows} for rows in (before, after))
    for language, label in TRANSLATION_LANGUAGES:
        for name in ("title", "summary"):
            field = model._meta.get_field(name)
            values = [rows.get(language, {}).get(name, "") for rows in (old, new)]
            for found in _compare_values(field, *values, fetch=fetch):
                yield Difference(label=f"{label}: {found.label}", kind=found.kind, lines=found.lines)


def _compare_other_rows(model, before: list[dict], after: list[dict], fetch: Fetch) -> Iterator[Difference]:
    """Rows of plugins, each in one line."""
    old, new = ([_describe_row(model, row, fetch) for row in rows] for rows in (before, after))
    lines = [say(text, "removed") for text in old if text not in new]
    lines += [say(text, "added") for text in new if text not in old]
    if lines:
        label = str(model._meta.verbose_name_plural)
        yield Difference(
            label=label, kind="changed" if old and new else "new" if new else "removed", lines=tuple(lines)
        )


def _describe_row(model, content: dict, fetch: Fetch) -> str:
    hidden = {"sort_order", model._meta.pk.name}
    row = read_row(model, content)
    fields = [
        field
        for field in model._meta.concrete_fields
        if field.editable and field.name not in hidden and not (field.is_relation and field.name not in content)
    ]
    facts = [(get_label(field), describe_value(field, row[field.name], fetch=fetch)) for field in fields]
    return "; ".join(f"{label}: {text}" for label, text in facts if text)


def _is_picture(field) -> bool:
    return bool(field.is_relation and field.related_model and hasattr(field.related_model, "get_rendition"))


def _get_kind(old, new) -> str:
    return "changed" if old and new else "new" if new else "removed"


def _get_kind_of(line: Line) -> str:
    kinds = {piece.kind for piece in line if piece.text.strip(" ,")}
    return {frozenset({"added"}): "new", frozenset({"removed"}): "removed"}.get(frozenset(kinds), "changed")

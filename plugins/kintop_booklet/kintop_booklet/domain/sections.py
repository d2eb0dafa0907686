"""The parts of the booklet: by subject, or by the people it is for."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kintop_booklet.domain.content import Group, Reference, Section
from kintop_booklet.domain.entries import Item
from kintop_booklet.domain.pictures import OPENING_PICTURE, add_picture, with_picture

#: one entry in so many shows its picture
PICTURE_EVERY = 6


class Arrangement(models.TextChoices):
    SUBJECT = "subject", gettext_lazy("nach Themen")
    TARGET_GROUP = "target_group", gettext_lazy("nach Zielgruppen")


def build_sections(items: Iterable[Item], *, arrangement: str, files: dict[str, bytes]) -> tuple[Section, ...]:
    build = _arrange_by_target_group if arrangement == Arrangement.TARGET_GROUP else _arrange_by_subject
    return tuple(_finish(number, *part, files) for number, part in enumerate(build(list(items)), start=1))


def refer_to(entry) -> Reference:
    return Reference(key=entry.key, code=entry.code, title=entry.title, lang=entry.lang)


def _arrange_by_subject(items: list[Item]):
    """Main subjects with their smaller ones; what has no subject comes last."""
    parts: dict = {}
    for item in items:
        subject = item.offering.subject
        groups = parts.setdefault(item.main_subject, {})
        groups.setdefault(subject if subject and subject.parent_id else None, []).append(item)
    for main in sorted(parts, key=_get_place):
        groups = [
            (subject.translated_name if subject else "", parts[main][subject])
            for subject in sorted(parts[main], key=lambda subject: (subject is not None, *_get_place(subject)))
        ]
        yield (main.translated_name, main.description) if main else (_("Weitere Angebote"), ""), groups, []


def _get_place(subject) -> tuple:
    return (subject is None, subject.sort_order if subject else 0, subject.name if subject else "")


def _arrange_by_target_group(items: list[Item]):
    """Each entry stands in full with the first of its groups, the others refer to it."""
    parts: dict = {}
    for item in items:
        first, *others = item.target_groups or [None]
        parts.setdefault(first, ([], []))[0].append(item)
        for group in others:
            parts.setdefault(group, ([], []))[1].append(item)
    for group in sorted(parts, key=lambda group: (group is None, group.path if group else "")):
        here, elsewhere = parts[group]
        heading = (group.translated_name, group.intro) if group else (_("Für alle"), "")
        yield heading, [("", here)] if here else [], elsewhere


def _finish(number: int, heading: tuple[str, str], groups, elsewhere: list[Item], files) -> Section:
    here = [item for _name, items in groups for item in items]
    opening, picture = _find_opening(here, files)
    count = 0
    finished = []
    for name, items in groups:
        entries = []
        for item in items:
            count += 1
            shows_picture = count % PICTURE_EVERY == 0 and item is not opening
            entries.append(with_picture(item.entry, item.offering.image, files) if shows_picture else item.entry)
        finished.append(Group(name=name, entries=tuple(entries)))
    return Section(
        key=f"s{number}",
        name=heading[0],
        description=heading[1],
        groups=tuple(finished),
        references=tuple(refer_to(item.entry) for item in elsewhere),
        picture=picture,
    )


def _find_opening(items: list[Item], files):
    """The first entry whose picture may be printed across the page, with that picture."""
    for item in items:
        picture = add_picture(item.offering.image, OPENING_PICTURE, files)
        if picture is not None:
            return item, picture
    return None, None

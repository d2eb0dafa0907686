"""What changes about runs and their meetings, in sentences."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.domain.comparison_values import (
    Fetch,
    describe_price,
    describe_value,
    get_label,
    read_row,
)
from catalogue.domain.comparison_words import Line, fill_sentence, say
from catalogue.domain.urgent_wording import describe_change, format_short_day, format_short_hours, format_slot
from catalogue.domain.wording import format_period

#: what these say is told otherwise, or nobody can change it
UNTOLD = {"id", "offering", "sort_order", "uid", "seats_online"}
PRICES = {"price", "reduced_price"}


def compare_runs(before: list[dict], after: list[dict], *, fetch: Fetch) -> list[tuple[str, str, tuple[Line, ...]]]:
    """(kind, name, sentences) for each run that is new, gone or changed; runs are known by their uid."""
    from catalogue.models import Run

    old_runs, new_runs = (
        [read_row(Run, run) | {"meetings": run.get("meetings", [])} for run in runs] for runs in (before, after)
    )
    # their places in one go
    fetch(Run._meta.get_field("venue").related_model, {run["venue"] for run in [*old_runs, *new_runs]})
    old_by_uid = {run["uid"]: run for run in old_runs}
    found = []
    for run in new_runs:
        old = old_by_uid.pop(run["uid"], None)
        lines = tuple(_compare_run(old, run, fetch))
        if lines:
            found.append(("changed" if old else "new", name_run(run), lines))
    return found + [("removed", name_run(run), (_say_gone(run),)) for run in old_by_uid.values()]


def name_run(run: dict) -> str:
    if run["number"]:
        return _("Durchgang %(number)s") % {"number": run["number"]}
    period = format_period(run["start_date"], None)
    return _("Durchgang %(period)s") % {"period": period} if period else _("Durchgang ohne Nummer")


def _say_gone(run: dict) -> Line:
    period = format_period(run["start_date"], run["end_date"]) or _("ohne Zeitraum")
    return fill_sentence(_("Dieser Durchgang entfällt: %(period)s"), period=("removed", period))


def _compare_run(old: dict | None, new: dict, fetch: Fetch) -> Iterator[Line]:
    from catalogue.models import Run

    for field in Run._meta.concrete_fields:
        # the number of a new run is its name already
        if field.name not in UNTOLD and not (old is None and field.name == "number"):
            values = [_describe(field, run, fetch) if run else "" for run in (old, new)]
            yield from compare_fact(get_label(field), *values)
    yield from compare_meetings(old["meetings"] if old else [], new["meetings"])


def compare_fact(label: str, old: str, new: str) -> Iterator[Line]:
    """One sentence, or none where nothing is different."""
    if old == new:
        return
    facts = {"label": ("same", label), "old": ("removed", old), "new": ("added", new)}
    if old and new:
        yield fill_sentence(_("%(label)s: %(new)s statt %(old)s"), **facts)
    elif new:
        yield fill_sentence(_("%(label)s: %(new)s"), **facts)
    else:
        yield fill_sentence(_("%(label)s: %(old)s entfällt"), **facts)


def compare_meetings(before: list[dict], after: list[dict]) -> Iterator[Line]:
    """A sentence for each meeting that changed; new ones and those that are gone are told together."""
    from catalogue.models import Meeting

    old_by_uid, new_by_uid = (
        {row["uid"]: row for row in (read_row(Meeting, meeting) for meeting in meetings)}
        for meetings in (before, after)
    )
    for uid, new in sorted(new_by_uid.items(), key=lambda item: item[1]["date"] or date.max):
        if uid in old_by_uid:
            yield from _compare_meeting(old_by_uid[uid], new)
    gone = [row for uid, row in old_by_uid.items() if uid not in new_by_uid]
    added = [row for uid, row in new_by_uid.items() if uid not in old_by_uid]
    yield from (_say_several(rows, "removed") for rows in _group_by_hours(gone))
    yield from (_say_several(rows, "added") for rows in _group_by_hours(added))


def _compare_meeting(old: dict, new: dict) -> Iterator[Line]:
    names = ("date", "start_time", "end_time", "room", "status", "note")
    if all(old[name] == new[name] for name in names):
        return
    if old["date"] is None or new["date"] is None:
        slots = [format_slot(row) if row["date"] else _("noch ohne Tag") for row in (old, new)]
        yield from compare_fact(_("Termin"), *slots)
        return
    yield say(_("Termin %(change)s") % {"change": "; ".join(describe_change(before=old, after=new))}, "added")


def _group_by_hours(rows: Iterable[dict]) -> list[list[dict]]:
    groups: dict[tuple, list[dict]] = {}
    for row in sorted(rows, key=lambda row: row["date"] or date.max):
        groups.setdefault((row["start_time"], row["end_time"], row["room"]), []).append(row)
    return list(groups.values())


def _say_several(rows: list[dict], kind) -> Line:
    count = len(rows)
    if kind == "added":
        sentence = ngettext("%(count)s Termin kommt dazu: %(days)s", "%(count)s Termine kommen dazu: %(days)s", count)
    else:
        sentence = ngettext("%(count)s Termin entfällt: %(days)s", "%(count)s Termine entfallen: %(days)s", count)
    days = "; ".join(_name_day(row) for row in rows)
    place = ", ".join(filter(None, [format_short_hours(rows[0]["start_time"], rows[0]["end_time"]), rows[0]["room"]]))
    text = f"{days} ({place})" if place else days
    return fill_sentence(sentence, count=("same", str(count)), days=(kind, text))


def _name_day(row: dict) -> str:
    day = format_short_day(row["date"]) if row["date"] else _("noch ohne Tag")
    return f"{day} „{row['note']}“" if row["note"] else day


def _describe(field, run: dict, fetch: Fetch) -> str:
    value = run[field.name]
    if field.name in PRICES:
        return describe_price(value)
    if value is False or (field.name == "interval_weeks" and value == 1):
        return ""
    return describe_value(field, value, fetch=fetch)

"""Urgent changes in plain words, for the person who confirms them, the history and the mail."""

from datetime import date, time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalogue.choices import MeetingStatus, RunStatus


def describe_change(*, before: dict, after: dict) -> list[str]:
    """One line for each thing that changes, the most important first."""
    if "date" in before:
        return list(_describe_meeting(before, after))
    if "status" in before:
        return [_("Durchgang: %(new)s (bisher: %(old)s)") % _name_both(RunStatus, before, after)]
    return list(_describe_places(before, after))


def format_slot(values: dict) -> str:
    """ "Do., 26.11., 18:00–19:30 Uhr"."""
    return ", ".join(
        filter(None, [format_short_day(values["date"]), format_short_hours(values["start_time"], values["end_time"])])
    )


def format_meeting(meeting) -> str:
    return format_slot({name: getattr(meeting, name) for name in ("date", "start_time", "end_time")})


def _describe_meeting(before: dict, after: dict):
    slots = {"old": format_slot(before), "new": format_slot(after)}
    was_cancelled, is_cancelled = (values["status"] == MeetingStatus.CANCELLED for values in (before, after))
    if is_cancelled and not was_cancelled:
        yield _("%(old)s: fällt aus") % slots
    elif slots["old"] != slots["new"]:
        yield _("%(old)s: verlegt auf %(new)s") % slots
    elif was_cancelled and not is_cancelled:
        yield _("%(old)s: findet doch statt") % slots
    else:
        yield slots["old"]
    if before["room"] != after["room"]:
        yield _("Raum: %(room)s") % {"room": after["room"]} if after["room"] else _("Raum: wie sonst")
    if before["note"] != after["note"]:
        yield _("Hinweis: „%(note)s“") % {"note": after["note"]} if after["note"] else _("Hinweis entfällt")


def _describe_places(before: dict, after: dict):
    words = {
        "seats_taken": _("Belegte Plätze: %(new)s (bisher: %(old)s)"),
        "fully_booked": _("Ausgebucht: %(new)s (bisher: %(old)s)"),
        "waiting_list": _("Warteliste: %(new)s (bisher: %(old)s)"),
    }
    for name, sentence in words.items():
        if before[name] != after[name]:
            yield sentence % {"old": _name_value(before[name]), "new": _name_value(after[name])}


def _name_value(value) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    return _("nicht bekannt") if value is None else str(value)


def _name_both(choices, before: dict, after: dict) -> dict:
    return {"old": choices(before["status"]).label, "new": choices(after["status"]).label}


def format_short_day(day: date) -> str:
    year = f"{day:%Y}" if day.year != timezone.localdate().year else ""
    return f"{date_format(day, 'D')}., {day:%d.%m.}{year}"


def format_short_hours(start: time | None, end: time | None) -> str:
    if start and end:
        return _("%(start)s–%(end)s Uhr") % {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
    return _("%(start)s Uhr") % {"start": f"{start:%H:%M}"} if start else ""

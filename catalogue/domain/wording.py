"""Dates, times, ages and levels in the words of the active language, for pages, cards and mails."""

from collections.abc import Iterable, Sequence
from datetime import date, time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.choices import Level
from catalogue.domain.schedule import WeeklyTime
from cms.languages import get_interface_language, remember_by_language

WEEKDAY_ADVERBS = (
    gettext_lazy("montags"),
    gettext_lazy("dienstags"),
    gettext_lazy("mittwochs"),
    gettext_lazy("donnerstags"),
    gettext_lazy("freitags"),
    gettext_lazy("samstags"),
    gettext_lazy("sonntags"),
)

LEVEL_TEXTS = {
    Level.ALPHA: gettext_lazy("Sie lernen lesen und schreiben, von Anfang an."),
    "A1": gettext_lazy("Für den Anfang: sich vorstellen, einkaufen, einfache Fragen stellen."),
    "A2": gettext_lazy("Sie verstehen einfache Sätze und können über Familie, Arbeit und Alltag sprechen."),
    "B1": gettext_lazy("Sie kommen im Alltag gut zurecht und können erzählen und Ihre Meinung sagen."),
    "B2": gettext_lazy("Sie verstehen schwierige Texte und sprechen flüssig, auch im Beruf."),
    "C1": gettext_lazy("Sie sprechen und schreiben sicher, auch über schwierige Themen."),
    "C2": gettext_lazy("Sie verstehen und sagen fast alles wie in Ihrer ersten Sprache."),
}


#: where the comma is not the Latin one
COMMAS = {"ar": "، "}


def format_day(day: date, *, today: date | None = None) -> str:
    """ "Dienstag, 1. Dezember", with the year where it is not the current one."""
    this_year = (today or timezone.localdate()).year == day.year
    return _format_date(day, "WEEKDAY_DATE_FORMAT" if this_year else "WEEKDAY_DATE_YEAR_FORMAT")


_format_date = remember_by_language(date_format)


def format_period(start: date | None, end: date | None) -> str:
    """ "3. März bis 12. Juni 2027", "ab 3. März 2027", "bis 12. Juni 2027", one day alone, or nothing."""
    if start and end:
        if start == end:
            return date_format(start, "DATE_FORMAT")
        first = date_format(start, "MONTH_DAY_FORMAT" if start.year == end.year else "DATE_FORMAT")
        return _("%(start)s bis %(end)s") % {"start": first, "end": date_format(end, "DATE_FORMAT")}
    if start:
        return _("ab %(start)s") % {"start": date_format(start, "DATE_FORMAT")}
    if end:
        return _("bis %(end)s") % {"end": date_format(end, "DATE_FORMAT")}
    return ""


def format_clock(moment: time) -> str:
    """ "9:30", and on the hour in German just "10"."""
    if moment.minute == 0 and get_interface_language() == "de":
        return str(moment.hour)
    return f"{moment.hour}:{moment.minute:02d}"


@remember_by_language
def format_times(start: time | None, end: time | None) -> str:
    """ "9:30 bis 12 Uhr", "ab 10 Uhr", or nothing."""
    if start and end:
        return _("%(start)s bis %(end)s Uhr") % {"start": format_clock(start), "end": format_clock(end)}
    return _("ab %(start)s Uhr") % {"start": format_clock(start)} if start else ""


def format_weekly(times: Sequence[WeeklyTime], *, interval_weeks: int = 1) -> str:
    """ "dienstags und donnerstags, 9:30 bis 12 Uhr; samstags, 10 bis 14 Uhr"."""
    return _format_weekly(tuple(sorted(times)), interval_weeks or 1)


@remember_by_language
def _format_weekly(times: tuple[WeeklyTime, ...], interval_weeks: int) -> str:
    by_hours: dict[tuple[time, time], list[int]] = {}
    for weekly_time in times:
        by_hours.setdefault((weekly_time.start, weekly_time.end), []).append(weekly_time.weekday)
    parts = [
        join_facts([join_words(str(WEEKDAY_ADVERBS[day]) for day in days), format_times(*hours)])
        for hours, days in by_hours.items()
    ]
    if parts and interval_weeks > 1:
        parts.append(_("alle %(weeks)s Wochen") % {"weeks": interval_weeks})
    return "; ".join(parts)


def join_words(words: Iterable[str]) -> str:
    """ "a, b und c"."""
    *first, last = list(words) or [""]
    if not first:
        return last
    return _("%(words)s und %(last)s") % {"words": join_facts(first), "last": last}


def join_facts(facts: Iterable[object]) -> str:
    """ "a, b, c", with the comma of the active language; empty facts are left out."""
    return COMMAS.get(get_interface_language(), ", ").join(str(fact) for fact in facts if fact)


def format_age(age_from: int | None, age_to: int | None) -> str:
    """ "6 bis 10 Jahre", "ab 60 Jahren", "bis 12 Jahre", or nothing."""
    if age_from is not None and age_to is not None:
        if age_from == age_to:
            return _("%(age)s Jahre") % {"age": age_from}
        return _("%(low)s bis %(high)s Jahre") % {"low": age_from, "high": age_to}
    if age_from is not None:
        return _("ab %(age)s Jahren") % {"age": age_from}
    return _("bis %(age)s Jahre") % {"age": age_to} if age_to is not None else ""


def explain_level(level: str) -> str:
    """What one can do at that level of the Common European Framework; A1.1 and A1.2 say what A1 says."""
    return str(LEVEL_TEXTS.get(level) or LEVEL_TEXTS.get(level.split(".", maxsplit=1)[0]) or "")


def format_amount(*, meetings: int, units: int) -> str:
    """ "10 Termine, 30 Unterrichtsstunden zu 45 Minuten"."""
    parts = []
    if meetings > 1:
        parts.append(ngettext("%(count)s Termin", "%(count)s Termine", meetings) % {"count": meetings})
    if units:
        parts.append(
            ngettext(
                "%(count)s Unterrichtsstunde zu 45 Minuten",
                "%(count)s Unterrichtsstunden zu 45 Minuten",
                units,
            )
            % {"count": units}
        )
    return join_facts(parts)


def describe_languages(taught: list[str], support: list[str]) -> str:
    """ "Deutsch; Fragen auch auf Türkisch", from names of languages."""
    more = [language for language in support if language not in taught]
    text = join_facts(taught)
    if more:
        text = _("%(taught)s; Fragen auch auf %(support)s") % {"taught": text, "support": join_facts(more)}
    return text

"""The form behind every search address. It lists nothing to fill in, it only decides what a value means."""

import re
from datetime import date
from functools import lru_cache

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from search.facets import FACETS, FacetDefinition
from search.labels import pin_tables
from search.query import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, MAX_WINDOW, SORTS, ParsedQuery, Query

MAX_TEXT = 300
MAX_VALUES = 50
#: beyond these years nothing is planned, and engines have limits of their own
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
YES, NO = {"1", "true", "on", "yes", "ja"}, {"", "0", "false", "off", "no", "nein"}


class ValuesField(forms.Field):
    """Values of one facet; unknown ones are named in the error, the known ones stay in ``partial``."""

    def __init__(self, facet: FacetDefinition):
        super().__init__(required=False, label=facet.label)
        self.facet = facet
        self.widget = forms.SelectMultiple()

    def clean(self, value):
        values = [text for text in value or [] if text != ""]
        if not values:
            return set()
        options = self.facet.get_options()
        folded = {option.casefold(): option for option in options}
        if not self.facet.multiple:
            values = ["1" if text in YES else text for text in values if text not in NO]
        known = {folded.get(text.casefold()) for text in values[:MAX_VALUES]} - {None}
        unknown = [text for text in values[:MAX_VALUES] if text.casefold() not in folded]
        errors = []
        if len(values) > MAX_VALUES:
            errors.append(_("Das sind zu viele Werte. Wir lesen höchstens %(count)d.") % {"count": MAX_VALUES})
        if unknown:
            errors.append(_("Diesen Wert gibt es nicht: %(values)s") % {"values": _shorten(unknown)})
        if errors:
            raise PartlyValidError(errors, partial=known)
        return known


class PartlyValidError(ValidationError):
    """Some of it can be used."""

    def __init__(self, message, *, partial):
        super().__init__(message)
        self.partial = partial


def _shorten(values: list[str]) -> str:
    shown = ", ".join("".join(c for c in text if c.isprintable())[:40] for text in dict.fromkeys(values[:3]))
    return f"{shown} …" if len(values) > 3 else shown


class TextField(forms.Field):
    def clean(self, value):
        text = " ".join((value or "").split())
        if "\0" in text:
            raise PartlyValidError(_("Der Suchtext enthält ein Zeichen, das es nicht gibt."), partial="")
        if len(text) > MAX_TEXT:
            cut = text[:MAX_TEXT].strip()
            raise PartlyValidError(
                _("Der Suchtext ist zu lang. Wir suchen nach den ersten %(count)d Zeichen.") % {"count": MAX_TEXT},
                partial=cut,
            )
        return text


class NumberField(forms.Field):
    def __init__(self, *, lowest: int, highest: int, message):
        super().__init__(required=False)
        self.lowest, self.highest, self.message = lowest, highest, message

    def clean(self, value):
        if value in (None, ""):
            return None
        # int() would also take "١٢", "1_000" and numbers of a million digits
        number = int(value) if value.isascii() and value.isdigit() and len(value) < 8 else -1
        if not self.lowest <= number <= self.highest:
            raise ValidationError(self.message)
        return number


class DayField(forms.Field):
    def clean(self, value):
        if value in (None, ""):
            return None
        try:
            # the library also takes calendar weeks and short forms
            day = parse_date(value) if ISO_DAY.fullmatch(value) else None
        except ValueError:
            day = None
        if day is None or not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError(_("Bitte schreiben Sie das Datum so: 2026-09-01."))
        return day


class SwitchField(forms.Field):
    def clean(self, value):
        text = (value or "").casefold()
        if text not in YES | NO:
            raise ValidationError(_("Hier gibt es nur 1 für „ja“."))
        return text in YES


class SortField(forms.Field):
    def clean(self, value):
        if value and value not in SORTS:
            raise ValidationError(_("Diese Reihenfolge gibt es nicht."))
        return value or ""


@lru_cache(maxsize=1)
def _make_fields() -> dict[str, forms.Field]:
    return {
        "q": TextField(required=False),
        **{facet.name: ValuesField(facet) for facet in FACETS},
        "age": NumberField(lowest=0, highest=120, message=_("Bitte schreiben Sie das Alter als Zahl von 0 bis 120.")),
        "from": DayField(required=False),
        "to": DayField(required=False),
        "archive": SwitchField(required=False),
        "sort": SortField(required=False),
        "page": NumberField(lowest=1, highest=MAX_WINDOW, message=_("Diese Seite gibt es nicht.")),
        "page_size": NumberField(
            lowest=1,
            highest=MAX_PAGE_SIZE,
            message=lazy(
                lambda: _("Bitte wählen Sie 1 bis %(count)d Treffer je Seite.") % {"count": MAX_PAGE_SIZE}, str
            )(),
        ),
    }


class QueryForm(forms.Form):
    use_required_attribute = False

    def __init__(self, data):
        super().__init__(data)
        # they only read, so one set serves every search
        self.fields = _make_fields()

    def clean(self):
        values = self.cleaned_data
        start, end = values.get("from"), values.get("to")
        if start and end and end < start:
            self.add_error("to", _("„Bis“ liegt vor „von“."))
        page, page_size = values.get("page") or 1, values.get("page_size") or DEFAULT_PAGE_SIZE
        if page * page_size > MAX_WINDOW:
            self.add_error(
                "page",
                _("Wir zeigen höchstens %(count)d Treffer. Bitte grenzen Sie die Suche ein.") % {"count": MAX_WINDOW},
            )

    def add_error(self, field, error):
        super().add_error(field, error)
        if isinstance(error, PartlyValidError):
            self.cleaned_data[field] = error.partial


def parse_query(data) -> ParsedQuery:
    form = QueryForm(data)
    with pin_tables():
        form.full_clean()
    values = form.cleaned_data
    query = Query.build(
        q=values.get("q") or "",
        selections={facet.name: values.get(facet.name) for facet in FACETS},
        age=values.get("age"),
        date_from=values.get("from"),
        date_to=values.get("to"),
        archive=bool(values.get("archive")),
        page=values.get("page") or 1,
        page_size=values.get("page_size") or DEFAULT_PAGE_SIZE,
    )
    if values.get("sort"):
        query = query.with_sort(values["sort"]).with_page(query.page)
    errors = {name: [str(message) for message in messages] for name, messages in form.errors.items()}
    return ParsedQuery(query, errors)

"""A month of all public meetings, with venue and room."""

from django import forms
from django.urls import path
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext_lazy as _lazy

from catalogue.admin.editorial.base import CALENDAR, EditorialView
from catalogue.admin.editorial.overview import SubjectForm
from catalogue.domain.term_calendar import build_month, shift_month
from catalogue.models import Venue

YEARS = range(2000, 2100)


class CalendarForm(SubjectForm):
    venue = forms.ModelChoiceField(
        Venue.objects.all(), label=_lazy("Ort"), required=False, empty_label=_lazy("alle Orte")
    )

    @property
    def venue_chosen(self):
        return self.cleaned_data.get("venue") if self.is_valid() else None


class CalendarView(EditorialView):
    title = _lazy("Kalender")
    template = "calendar"
    tab = CALENDAR

    def get(self, request):
        year, month = _read_month(request.GET.get("monat", ""))
        form = CalendarForm(request.GET)
        weeks = build_month(year=year, month=month, venue=form.venue_chosen, subject=form.chosen)
        before, after = shift_month(year, month, -1), shift_month(year, month, 1)
        days = [day for week in weeks for day in week if day.is_in_month]
        return self.show(
            form=form,
            weeks=weeks,
            weekdays=list(WEEKDAYS.values()),
            month=f"{year}-{month:02}",
            month_name=f"{MONTHS[month]} {year}",
            before="{}-{:02}".format(*before),
            after="{}-{:02}".format(*after),
            today=timezone.localdate(),
            meeting_count=sum(len(day.meetings) for day in days),
            clash_count=sum(day.clash_count for day in days),
        )


def _read_month(text: str) -> tuple[int, int]:
    year, _sign, month = text.partition("-")
    if year.isdecimal() and month.isdecimal() and int(year) in YEARS and 1 <= int(month) <= 12:
        return int(year), int(month)
    today = timezone.localdate()
    return today.year, today.month


calendar_urls = [path("redaktion/kalender/", CalendarView.as_view(), name=CALENDAR)]

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from catalogue.choices import MeetingStatus, RunStatus
from catalogue.domain.availability import RunFacts, compute_availability
from catalogue.domain.prices import describe_price, get_price_kinds
from catalogue.domain.schedule import (
    ScheduleError,
    count_teaching_units,
    format_weekly_times,
    parse_weekly_times,
)


class WeeklyTimesFormField(forms.CharField):
    """Shows "Di 09:30–12:00" and takes whatever people write for it."""

    def prepare_value(self, value):
        try:
            return "; ".join(weekly_time.to_text() for weekly_time in parse_weekly_times(value or ""))
        except ScheduleError:
            return value

    def clean(self, value):
        text = super().clean(value)
        try:
            return format_weekly_times(parse_weekly_times(text))
        except ScheduleError as error:
            raise ValidationError(str(error)) from error

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), self.prepare_value(data))


class WeeklyTimesField(models.CharField):
    """Weekly times in their canonical form, "tue 09:30-12:00; thu 17:00-19:00"."""

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": WeeklyTimesFormField, "max_length": None, **kwargs})


class Run(ClusterableModel, Orderable):
    """One time an offering takes place (Durchgang), from its first meeting to its last."""

    offering = ParentalKey("catalogue.Offering", on_delete=models.CASCADE, related_name="runs")
    #: the same in the published offering, its drafts and what is scheduled; a copied offering has it, too
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    number = models.CharField(_("Nummer"), max_length=12, blank=True, help_text=_("Zum Beispiel 1 oder H26."))
    status = models.CharField(_("Stand"), max_length=10, choices=RunStatus.choices, default=RunStatus.PLANNED)
    start_date = models.DateField(_("Beginn"), null=True, blank=True)
    end_date = models.DateField(_("Ende"), null=True, blank=True)
    weekly_times = WeeklyTimesField(
        _("Wochenzeiten"),
        max_length=255,
        blank=True,
        help_text=_(
            "Zum Beispiel: Di 9:30–12:00; Do 17–19. Daraus entstehen die Termine, ohne Feiertage und Schließzeiten."
        ),
    )
    interval_weeks = models.PositiveSmallIntegerField(
        _("alle … Wochen"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("2 heißt: jede zweite Woche."),
    )
    venue = models.ForeignKey(
        "catalogue.Venue",
        verbose_name=_("Ort"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="runs",
    )
    room = models.CharField(_("Raum"), max_length=80, blank=True)
    price = models.DecimalField(
        _("Preis in Euro"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("0 heißt kostenlos. Leer heißt: Preis auf Anfrage."),
    )
    reduced_price = models.DecimalField(
        _("ermäßigter Preis"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    reduced_for = models.CharField(
        _("ermäßigt für wen"), max_length=120, blank=True, help_text=_("Zum Beispiel: mit Düsselpass.")
    )
    funding_notes = models.CharField(_("Hinweis zur Förderung"), max_length=255, blank=True)
    seats_min = models.PositiveSmallIntegerField(_("Plätze mindestens"), null=True, blank=True)
    seats_max = models.PositiveSmallIntegerField(_("Plätze höchstens"), null=True, blank=True)
    seats_taken = models.PositiveSmallIntegerField(
        _("belegte Plätze"), null=True, blank=True, help_text=_("Leer heißt: nicht bekannt.")
    )
    #: given out through online registration: kept by what takes registrations, never by hand and never by a draft
    seats_online = models.PositiveSmallIntegerField(default=0, editable=False)
    fully_booked = models.BooleanField(_("ausgebucht"), default=False, help_text=_("Gilt auch ohne Angabe der Plätze."))
    waiting_list = models.BooleanField(_("Warteliste"), default=False)
    registration_deadline = models.DateField(_("Anmeldung bis"), null=True, blank=True)
    units = models.PositiveSmallIntegerField(
        _("Unterrichtseinheiten"),
        null=True,
        blank=True,
        help_text=_("Zu 45 Minuten. Leer heißt: aus den Terminen berechnet."),
    )

    #: what no field of the editing form shows
    HIDDEN_FACTS = ("uid", "seats_online")

    class Meta(Orderable.Meta):
        # those that nobody put in order come by their days: a database without a rule gives them as it likes
        ordering = ["sort_order", "start_date"]
        verbose_name = _("Durchgang")
        verbose_name_plural = _("Durchgänge")

    def __str__(self):
        begin = f"{self.start_date:%d.%m.%Y}" if self.start_date else _("ohne Beginn")
        return f"{_('Durchgang')} {self.number} ({begin})".replace("  ", " ")

    def clean(self):
        super().clean()
        errors = {}
        if self.start_date and self.end_date and self.end_date < self.start_date:
            errors["end_date"] = _("Das Ende liegt vor dem Beginn.")
        if self.seats_min is not None and self.seats_max is not None and self.seats_max < self.seats_min:
            errors["seats_max"] = _("„Plätze höchstens“ ist kleiner als „Plätze mindestens“.")
        if self.reduced_price is not None and (self.price is None or self.reduced_price > self.price):
            errors["reduced_price"] = _("Der ermäßigte Preis muss kleiner sein als der volle Preis.")
        if errors:
            raise ValidationError(errors)

    @property
    def weekly_time_list(self):
        """Empty for a text that came in past the form: one unreadable run must not hide all the others."""
        try:
            return parse_weekly_times(self.weekly_times)
        except ScheduleError:
            return ()

    @property
    def availability(self):
        return compute_availability(RunFacts.from_run(self), on=timezone.localdate())

    @property
    def seats_given(self) -> int | None:
        """By hand and online together; None where nobody counts those given by hand."""
        return None if self.seats_taken is None else self.seats_taken + self.seats_online

    @property
    def price_text(self) -> str:
        return describe_price(price=self.price, reduced_price=self.reduced_price, reduced_for=self.reduced_for)

    @property
    def price_kinds(self) -> tuple[str, ...]:
        return get_price_kinds(price=self.price, reduced_price=self.reduced_price)

    @property
    def teaching_units(self) -> int:
        return self.units if self.units is not None else count_teaching_units(self.meetings.all())

    def is_over(self, on=None) -> bool:
        """Past its last day; a meeting moved beyond that keeps it going."""
        today = on or timezone.localdate()
        return bool(self.end_date and self.end_date < today) and self.get_next_meeting(today) is None

    def get_next_meeting(self, on=None):
        """The first meeting from that day on that takes place, or None."""
        today = on or timezone.localdate()
        coming = (
            meeting
            for meeting in self.meetings.all()
            if meeting.date and meeting.date >= today and meeting.status != MeetingStatus.CANCELLED
        )
        return min(
            coming,
            key=lambda meeting: (meeting.date, meeting.start_time is not None, meeting.start_time),
            default=None,
        )


class Meeting(Orderable):
    """One dated meeting of a run."""

    run = ParentalKey(Run, on_delete=models.CASCADE, related_name="meetings")
    #: as that of its run
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    date = models.DateField(pgettext_lazy("Kalender", "Tag"), null=True)
    start_time = models.TimeField(_("von"), null=True, blank=True)
    end_time = models.TimeField(_("bis"), null=True, blank=True)
    room = models.CharField(_("anderer Raum"), max_length=80, blank=True)
    status = models.CharField(_("Stand"), max_length=10, choices=MeetingStatus.choices, default=MeetingStatus.PLANNED)
    note = models.CharField(_("Hinweis für Teilnehmende"), max_length=160, blank=True)
    #: made by the weekly rule and unchanged since: a new rule may replace it
    is_generated = models.BooleanField(default=False, editable=False)
    #: where the weekly rule had put it; a meeting that was moved keeps that place from being filled again
    planned_date = models.DateField(null=True, editable=False)
    planned_start_time = models.TimeField(null=True, editable=False)

    HIDDEN_FACTS = ("uid", "is_generated", "planned_date", "planned_start_time")

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "date", "start_time"]
        verbose_name = _("Termin")
        verbose_name_plural = _("Termine")

    def __str__(self):
        return f"{self.date:%d.%m.%Y}" if self.date else str(_("Termin ohne Tag"))

    def clean(self):
        super().clean()
        if self.start_time and self.end_time and self.end_time <= self.start_time:
            raise ValidationError({"end_time": _("Das Ende liegt nicht nach dem Beginn.")})

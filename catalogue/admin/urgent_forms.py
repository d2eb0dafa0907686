"""Narrow forms of urgent changes: each asks for one fact and hands a planned change on."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.choices import MeetingStatus, RunStatus
from catalogue.domain.desk import list_coming, list_current_runs
from catalogue.domain.urgent import is_past, plan_cancellation, plan_confirmation, plan_move, plan_places
from catalogue.domain.urgent_wording import format_meeting

#: as many dates stand open on a phone, the others are one tap away
OPEN_CHOICES = 6


class UrgentForm(forms.Form):
    """Fields about one run or meeting of the offering, chosen by its uid."""

    #: name of the field with the choice
    target_name = ""
    #: the other fields start with the values of what is chosen, so choosing opens the form anew
    is_chosen_by_link = False
    required_css_class = "required"

    def __init__(self, *args, offering, chosen: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.runs = list_current_runs(offering.runs.all(), timezone.localdate())
        self.targets = {str(target.uid): target for target in self.list_targets()}
        field = self.fields[self.target_name]
        field.choices = [(uid, self.name_target(target)) for uid, target in self.targets.items()]
        field.error_messages = {"required": _("Bitte wählen Sie aus."), "invalid_choice": _("Das gibt es nicht mehr.")}
        self.initial.setdefault(self.target_name, chosen if chosen in self.targets else next(iter(self.targets), None))

    # the three below differ for every form; Django's metaclass of forms allows no abstract methods
    def list_targets(self) -> list:
        raise NotImplementedError

    def name_target(self, target) -> str:
        raise NotImplementedError

    def plan(self):
        """The change this valid form describes; raises RefusedError."""
        raise NotImplementedError

    @property
    def target(self):
        return self.targets[self.cleaned_data[self.target_name]]

    @property
    def links(self):
        """(address, name, whether it is chosen) of each choice."""
        chosen = str(self.target_field.value())
        return [(f"?wahl={uid}", name, uid == chosen) for uid, name in self.target_field.field.choices]

    @property
    def target_field(self):
        return self[self.target_name]

    @property
    def open_choices(self):
        return self._list_choices()[:OPEN_CHOICES]

    @property
    def more_choices(self):
        return self._list_choices()[OPEN_CHOICES:]

    @property
    def other_fields(self):
        return [field for field in self.visible_fields() if field.name != self.target_name]

    def _list_choices(self):
        """The chosen one stands among the open ones."""
        choices = list(self.target_field)
        chosen = str(self.target_field.value())
        place = next((n for n, choice in enumerate(choices) if str(choice.data["value"]) == chosen), 0)
        return choices if place < OPEN_CHOICES else [choices[place], *choices[:place], *choices[place + 1 :]]


class MeetingForm(UrgentForm):
    target_name = "meeting"

    meeting = forms.ChoiceField(label=_("Welcher Termin?"), widget=forms.RadioSelect)

    def list_targets(self):
        coming = list_coming(self.runs, timezone.localdate())
        return [meeting for meeting in coming if not is_past(meeting) and meeting.status != MeetingStatus.CANCELLED]

    def name_target(self, meeting):
        words = format_meeting(meeting)
        return f"{words} · {_('Durchgang')} {meeting.run.number}" if len(self.runs) > 1 else words


class CancelForm(MeetingForm):
    note = forms.CharField(
        label=_("Hinweis für Teilnehmende (freiwillig)"),
        max_length=160,
        required=False,
        help_text=_("Steht öffentlich beim Termin. Zum Beispiel: Ich bin krank, nächste Woche geht es weiter."),
    )

    def plan(self):
        return plan_cancellation(meeting=self.target, note=self.cleaned_data["note"])


class MoveForm(MeetingForm):
    day = forms.DateField(label=_("Neuer Tag"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    start_time = forms.TimeField(
        label=_("von"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    end_time = forms.TimeField(
        label=_("bis"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Leer heißt: zur selben Zeit wie bisher."),
    )
    room = forms.CharField(
        label=_("Anderer Raum (freiwillig)"), max_length=80, required=False, help_text=_("Leer heißt: wie bisher.")
    )
    note = forms.CharField(
        label=_("Hinweis für Teilnehmende (freiwillig)"),
        max_length=160,
        required=False,
        help_text=_("Steht öffentlich beim Termin."),
    )

    def plan(self):
        values = {name: self.cleaned_data[name] for name in ("day", "start_time", "end_time", "room", "note")}
        return plan_move(meeting=self.target, **values)


class RunForm(UrgentForm):
    target_name = "run"

    run = forms.ChoiceField(label=_("Welcher Durchgang?"), widget=forms.RadioSelect)

    def list_targets(self):
        return self.runs

    def name_target(self, run):
        return str(run)


class PlacesForm(RunForm):
    is_chosen_by_link = True

    seats_taken = forms.IntegerField(
        label=_("Belegte Plätze"),
        required=False,
        min_value=0,
        max_value=30_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("Leer heißt: nicht bekannt."),
    )
    fully_booked = forms.BooleanField(label=_("Ausgebucht"), required=False)
    waiting_list = forms.BooleanField(label=_("Warteliste ist offen"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        run = self.targets.get(self.initial["run"])
        for name in ("seats_taken", "fully_booked", "waiting_list") if run else ():
            self.initial.setdefault(name, getattr(run, name))
        if run and run.seats_max is not None:
            self.fields["seats_taken"].label = _("Belegte Plätze (von %(seats)s)") % {"seats": run.seats_max}
        if run and run.seats_online:
            self.fields["seats_taken"].help_text = _(
                "Ohne die %(online)s Plätze der Online-Anmeldungen, die von selbst dazuzählen. Leer heißt: unbekannt."
            ) % {"online": run.seats_online}

    def plan(self):
        values = {name: self.cleaned_data[name] for name in ("seats_taken", "fully_booked", "waiting_list")}
        return plan_places(run=self.target, **values)


class ConfirmRunForm(RunForm):
    def list_targets(self):
        return [run for run in self.runs if run.status != RunStatus.CONFIRMED]

    def plan(self):
        return plan_confirmation(run=self.target)

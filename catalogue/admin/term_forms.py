"""Forms for new offerings: a title, or when the next term begins."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.domain.terms import list_last_term, suggest_start


class ProposeForm(forms.Form):
    title = forms.CharField(
        label=_("Wie soll es heißen?"), max_length=255, help_text=_("Das können Sie später noch ändern.")
    )


class RepeatForm(forms.Form):
    runs = forms.MultipleChoiceField(label=_("Welche Durchgänge?"), widget=forms.CheckboxSelectMultiple)
    start = forms.DateField(
        label=_("In welcher Woche geht es los?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Wochentag und Uhrzeit bleiben wie bisher. Feiertage und Schließzeiten lassen wir aus."),
    )

    def __init__(self, *args, offering, **kwargs):
        super().__init__(*args, **kwargs)
        dated = [run for run in offering.runs.prefetch_related("meetings") if run.start_date]
        self.runs_by_uid = {str(run.uid): run for run in dated}
        last_term = list_last_term(offering)
        self.fields["runs"].choices = [(uid, str(run)) for uid, run in self.runs_by_uid.items()]
        self.fields["runs"].error_messages["required"] = _("Bitte wählen Sie mindestens einen Durchgang.")
        if last_term:
            self.initial = {"runs": [str(run.uid) for run in last_term], "start": suggest_start(last_term)}

    @property
    def chosen_runs(self) -> list:
        return [self.runs_by_uid[uid] for uid in self.cleaned_data["runs"]]

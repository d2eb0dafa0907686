from django import forms
from django.utils.translation import gettext_lazy as _

from home.forms import EnquiryForm, Kind
from kintop_registration.models import MOST_PERSONS


class RegistrationForm(EnquiryForm):
    """The core's form with its protection against programs, and with a number of persons."""

    persons = forms.IntegerField(
        label=_("Für wie viele Personen?"),
        min_value=1,
        max_value=MOST_PERSONS,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("Höchstens %(count)s. Für mehr rufen Sie uns bitte an.") % {"count": MOST_PERSONS},
    )

    field_order = ("name", "email", "phone", "persons", "message")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, kind=Kind.OFFERING, **kwargs)
        email, message = self.fields["email"], self.fields["message"]
        email.required = True
        email.error_messages["required"] = _("Bitte geben Sie eine E-Mail-Adresse an: Dorthin kommt die Bestätigung.")
        email.help_text = _("Dorthin schicken wir einen Link, mit dem Sie die Anmeldung bestätigen.")
        message.required = False
        message.label = _("Möchten Sie uns etwas dazu sagen?")
        message.widget.attrs["rows"] = 3
        self.fields["phone"].help_text = _("Für kurzfristige Absagen.")

    def get_values(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("name", "email", "phone", "persons", "message")}

"""The one form for enquiries of every kind."""

import re
import time

from django import forms
from django.core.signing import BadSignature, Signer
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from catalogue.choices import TaskArea
from catalogue.models import Enquiry

Kind = Enquiry.Kind

#: nobody reads and fills in a form faster than this
MIN_SECONDS = 3
#: a page left open longer than this is asked to be sent again, so that a recorded form does not live for ever
MAX_SECONDS = 24 * 60 * 60
#: kinds that a visitor may choose between on the contact page
CHOOSABLE_KINDS = {
    Kind.CONTACT: _("Ich habe eine Frage"),
    Kind.VOLUNTEERING: _("Ich möchte mitmachen"),
    Kind.ACCESSIBILITY: _("Ich möchte eine Barriere melden"),
}

#: questions that only some kinds ask
EXTRA_FIELDS = {
    Kind.SERVICE: ("organisation", "task_area", "wanted_when"),
    Kind.VOLUNTEERING: ("wanted_when", "spoken_languages"),
    Kind.ACCESSIBILITY: ("page_address",),
}
#: (kind, field) -> (label, help) where the common one would be too vague
WORDING = {
    (Kind.SERVICE, "message"): (_("Was brauchen Sie?"), ""),
    (Kind.SERVICE, "name"): (_("Ansprechperson in Ihrer Organisation"), ""),
    (Kind.SERVICE, "wanted_when"): (_("Wann brauchen Sie uns?"), _("Zum Beispiel: an einem Vormittag im März.")),
    (Kind.VOLUNTEERING, "message"): (
        _("Was möchten Sie gern tun?"),
        _("Zum Beispiel: vorlesen, kochen, begleiten. Sie müssen es noch nicht genau wissen."),
    ),
    (Kind.VOLUNTEERING, "wanted_when"): (
        _("Wann haben Sie Zeit?"),
        _("Zum Beispiel: dienstags ab 16 Uhr oder einmal im Monat."),
    ),
    (Kind.ACCESSIBILITY, "message"): (_("Was hat nicht funktioniert?"), ""),
}
MAX_MESSAGE = 3500

_signer = Signer(salt="home.forms.started")

#: join and separate letters in Persian, Arabic or Hindi names; other signs without a shape could turn a line around
JOINERS = "\u200c\u200d"


class OneLineField(forms.CharField):
    """Text without line breaks and control characters, whatever was sent: it may end up in a mail's head."""

    def to_python(self, value):
        text = super().to_python(value)
        shown = "".join(sign if sign.isprintable() or sign in JOINERS else " " for sign in text)
        return " ".join(shown.split())


class EnquiryForm(forms.Form):
    kind = forms.ChoiceField(label=_("Worum geht es?"), widget=forms.RadioSelect)
    organisation = OneLineField(
        label=_("Name Ihrer Organisation"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Bitte nennen Sie Ihre Organisation.")},
    )
    task_area = forms.ChoiceField(
        label=_("Aufgabenfeld"),
        choices=[("", _("Ich weiß es noch nicht")), *TaskArea.choices],
        required=False,
    )
    message = forms.CharField(
        label=_("Ihre Nachricht"),
        # without the attribute maxlength: browsers would cut off silently what was pasted
        validators=[
            MaxLengthValidator(
                MAX_MESSAGE,
                ngettext_lazy(
                    "Der Text ist zu lang: %(show_value)d Zeichen. Bitte kürzen Sie ihn auf %(limit_value)d Zeichen.",
                    "Der Text ist zu lang: %(show_value)d Zeichen. Bitte kürzen Sie ihn auf %(limit_value)d Zeichen.",
                    "limit_value",
                ),
            )
        ],
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Bitte schreiben Sie, was Sie wissen oder sagen möchten.")},
    )
    wanted_when = OneLineField(label=_("Wann?"), max_length=160, required=False)
    spoken_languages = OneLineField(
        label=_("Welche Sprachen sprechen Sie?"),
        max_length=160,
        required=False,
        help_text=_("Zum Beispiel: Ukrainisch und etwas Deutsch."),
    )
    page_address = OneLineField(
        label=_("Auf welcher Seite ist Ihnen das aufgefallen?"),
        max_length=200,
        required=False,
    )
    name = OneLineField(
        label=_("Ihr Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Bitte nennen Sie Ihren Namen.")},
    )
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"invalid": _("Bitte prüfen Sie die E-Mail-Adresse, zum Beispiel: name@beispiel.de")},
    )
    phone = OneLineField(
        label=_("Ihre Telefonnummer"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel", "inputmode": "tel"}),
    )
    #: people do not see it, programs fill it in
    website = forms.CharField(
        label=_("Dieses Feld bitte leer lassen"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    started = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, kind: str, may_choose: bool = True, now: float | None = None, **kwargs):
        self.fixed_kind = kind
        self.now = time.time() if now is None else now
        super().__init__(*args, **kwargs)
        self._fit_to_kind(kind, may_choose=may_choose and kind in CHOOSABLE_KINDS)
        self.initial.setdefault("started", _signer.sign(str(int(self.now))))

    def _fit_to_kind(self, kind: str, *, may_choose: bool) -> None:
        if may_choose:
            self.fields["kind"].choices = [(choice.value, label) for choice, label in CHOOSABLE_KINDS.items()]
            self.initial.setdefault("kind", kind)
        else:
            del self.fields["kind"]
        for name in {name for names in EXTRA_FIELDS.values() for name in names}.difference(EXTRA_FIELDS.get(kind, ())):
            del self.fields[name]
        self.fields["name"].required = self.needs_answer
        for (wording_kind, name), (label, help_text) in WORDING.items():
            if wording_kind == kind:
                self.fields[name].label = label
                self.fields[name].help_text = help_text

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if phone and (len(re.sub(r"\D", "", phone)) < 5 or re.search(r"[^\d\s+()/.-]", phone)):
            raise forms.ValidationError(
                _("Bitte prüfen Sie die Telefonnummer, zum Beispiel: 0211 123456"), code="invalid"
            )
        return phone

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError(
                _("Dieses Feld muss leer bleiben. Bitte löschen Sie, was darin steht."), code="filled"
            )
        return ""

    def clean(self):
        cleaned = super().clean()
        is_reachable = cleaned.get("email") or cleaned.get("phone") or {"email", "phone"} & set(self.errors)
        if self.needs_answer and not is_reachable:
            text = _("Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer an, damit wir antworten können.")
            self.add_error("email", forms.ValidationError(text, code="unreachable"))
        self._check_duration(cleaned.get("started", ""))
        return cleaned

    @property
    def needs_answer(self) -> bool:
        """A barrier may be reported without saying who one is."""
        return self.fixed_kind != Kind.ACCESSIBILITY

    def _check_duration(self, started: str) -> None:
        """Refuse what was filled in too fast or long ago. Sending the same page once more is enough."""
        try:
            seconds = self.now - int(_signer.unsign(started))
        except (BadSignature, ValueError):
            seconds = -1
        if MIN_SECONDS <= seconds <= MAX_SECONDS:
            return
        if seconds > MAX_SECONDS or seconds < 0:
            # a fresh start, or the page could never be sent again
            self.data = self.data.copy()
            self.data[self.add_prefix("started")] = _signer.sign(str(int(self.now)))
        # what else is wrong has to be sent again anyway
        if not self.errors:
            text = _("Das ging sehr schnell oder die Seite war lange offen. Bitte senden Sie das Formular noch einmal.")
            self.add_error(None, forms.ValidationError(text, code="duration"))

    def get_kind(self) -> str:
        return self.cleaned_data.get("kind") or self.fixed_kind

    def get_message(self) -> str:
        """For forms that ask more than an enquiry has columns for."""
        return self.cleaned_data["message"]

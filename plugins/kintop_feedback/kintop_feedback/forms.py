from django import forms
from django.utils.translation import gettext_lazy as _

from kintop_feedback.choices import Category

LONGEST_TEXT = 500


class PlainTextField(forms.CharField):
    """As people see it: a line break is one sign, whatever the browser makes of it, and there are no control signs."""

    def to_python(self, value):
        text = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        return "".join(sign for sign in text if sign.isprintable() or sign == "\n").strip()


class RemarkForm(forms.Form):
    category = forms.ChoiceField(
        label=_("Worum geht es?"),
        choices=Category.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie aus, worum es geht.")},
    )
    text = PlainTextField(
        label=_("Was stimmt nicht?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Bitte schreiben Sie kurz, was nicht stimmt.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="hinweis-%s", **kwargs)

"""Form-friendly model fields that Django and Wagtail lack."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChoiceListField(models.JSONField):
    """An ordered list of codes out of ``choices``, stored as JSON, edited as check boxes.

    The list keeps the order of the choices and holds each code once; unknown codes are refused.
    """

    def __init__(self, *args, choices=(), **kwargs):
        self.code_choices = list(choices)
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        # choices are left out: a new language is no change of the database
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        known = {code for code, _label in self.code_choices}
        unknown = [str(code) for code in value if code not in known]
        if unknown:
            raise ValidationError(
                _("Unbekannter Wert: %(codes)s. Bitte wählen Sie aus der Liste."),
                params={"codes": ", ".join(unknown)},
            )

    def get_labels(self, codes) -> list[str]:
        labels = dict(self.code_choices)
        return [str(labels.get(code, code)) for code in codes or []]

    def formfield(self, **kwargs):
        return forms.TypedMultipleChoiceField(
            choices=self.code_choices,
            widget=forms.CheckboxSelectMultiple,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", self.help_text),
            initial=self.get_default(),
        )

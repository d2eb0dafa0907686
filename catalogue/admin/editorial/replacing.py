"""A venue or a person is replaced in many offerings: who and by whom, what it touches, and then at once."""

from django import forms
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from wagtail.admin import messages

from catalogue.admin.editorial.base import REPLACE, EditorialView
from catalogue.choices import ReplaceKind
from catalogue.domain.replacing import Replacement, find_occurrences, replace_everywhere
from catalogue.models import Lecturer, Venue


class ReplaceForm(forms.Form):
    """Of each kind one pair of choices; the kind is in the address."""

    def __init__(self, *args, kind: ReplaceKind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        olds, news = {
            ReplaceKind.VENUE: lambda: (Venue.objects.all(), Venue.objects.all()),
            ReplaceKind.LECTURER: lambda: (Lecturer.objects.all(), Lecturer.objects.filter(is_active=True)),
        }[kind]()
        self.fields["old"] = forms.ModelChoiceField(olds, label=_("Bisher"))
        self.fields["new"] = forms.ModelChoiceField(news, label=_("Künftig"))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("old") and cleaned.get("old") == cleaned.get("new"):
            self.add_error("new", _("Das ist dasselbe wie bisher."))
        return cleaned

    @property
    def replacement(self) -> Replacement:
        return Replacement(self.kind, self.cleaned_data["old"], self.cleaned_data["new"])


class ReplaceView(EditorialView):
    """GET asks, or with both choices shows what it would touch; POST replaces in what is ticked."""

    permissions = ("catalogue.assign_lecturers",)
    title = _lazy("Suchen und ersetzen")
    template = "replace"
    tab = REPLACE

    def get(self, request):
        kind = self._get_kind(request.GET)
        form = ReplaceForm(request.GET if "old" in request.GET else None, kind=kind)
        rows = None
        if form.is_bound and form.is_valid():
            rows = find_occurrences(kind=kind, old=form.cleaned_data["old"], user=request.user)
        return self._show(form, rows)

    def post(self, request):
        form = ReplaceForm(request.POST, kind=self._get_kind(request.POST))
        if not form.is_valid():
            return self._show(form, None)
        pks = [int(pk) for pk in request.POST.getlist("offering") if pk.isdigit()]
        changed = replace_everywhere(replacement=form.replacement, pks=pks, user=request.user)
        if changed:
            text = ngettext("In %(count)s Angebot ersetzt.", "In %(count)s Angeboten ersetzt.", len(changed))
            messages.success(request, text % {"count": len(changed)})
        else:
            messages.warning(request, _("Es wurde nichts ersetzt."))
        return redirect(REPLACE)

    def _get_kind(self, data) -> ReplaceKind:
        kind = data.get("kind", "")
        return ReplaceKind(kind) if kind in ReplaceKind.values else ReplaceKind.VENUE

    def _show(self, form, rows):
        return self.show(form=form, rows=rows, kinds=list(ReplaceKind), kind=form.kind)


replace_urls = [path("redaktion/ersetzen/", ReplaceView.as_view(), name=REPLACE)]

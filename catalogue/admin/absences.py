"""Deputies of absent coordinators: they name one themselves, editors do it for whoever has fallen ill."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views import View
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name

from catalogue.domain.absences import (
    find_coordinators,
    find_manageable_absences,
    find_overlapping,
    find_possible_deputies,
    tell_about_absence,
)
from catalogue.models import Absence
from catalogue.permissions import can_plan_absences, is_editorial

ABSENCES = "catalogue_absences"


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return get_user_display_name(obj)


class AbsenceForm(forms.ModelForm):
    required_css_class = "required"

    coordinator = PersonField(queryset=None, label=_lazy("Wer ist nicht da?"), empty_label=_lazy("Bitte auswählen"))
    deputy = PersonField(queryset=None, label=_lazy("Wer vertritt?"), empty_label=_lazy("Bitte auswählen"))

    class Meta:
        model = Absence
        fields = ["coordinator", "first_day", "last_day", "deputy"]
        labels = {"first_day": _lazy("vom"), "last_day": _lazy("bis zum")}
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("first_day", "last_day")
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = find_possible_deputies().select_related("wagtail_userprofile")
        if is_editorial(user):
            self.fields["coordinator"].queryset = find_coordinators().select_related("wagtail_userprofile")
        else:
            del self.fields["coordinator"]
            self.instance.coordinator = user
            self.fields["deputy"].queryset = self.fields["deputy"].queryset.exclude(pk=user.pk)

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Dieser Tag ist schon vorbei."))
        return day

    def clean(self):
        cleaned = super().clean()
        coordinator = cleaned.get("coordinator", getattr(self.instance, "coordinator", None))
        days = {name: cleaned.get(name) for name in ("first_day", "last_day")}
        if coordinator and all(days.values()) and days["first_day"] <= days["last_day"]:
            others = find_overlapping(coordinator_id=coordinator.pk, **days)
            if others.exists():
                raise forms.ValidationError(
                    _("Für einen Teil dieser Zeit gibt es schon eine Vertretung: %(days)s.") % {"days": others.first()}
                )
        return cleaned


class AbsencesView(View):
    """What is planned, and the form for one more."""

    def dispatch(self, request):
        if not can_plan_absences(request.user):
            raise PermissionDenied
        return super().dispatch(request)

    def get(self, request):
        return self._show(AbsenceForm(user=request.user))

    def post(self, request):
        form = AbsenceForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._show(form)
        with transaction.atomic():
            absence = form.save()
            tell_about_absence(absence=absence, user=request.user)
        messages.success(
            request,
            _("%(deputy)s prüft vom %(first)s bis zum %(last)s.")
            % {
                "deputy": get_user_display_name(absence.deputy),
                "first": f"{absence.first_day:%d.%m.%Y}",
                "last": f"{absence.last_day:%d.%m.%Y}",
            },
        )
        return redirect(ABSENCES)

    def _show(self, form):
        people = ("coordinator__wagtail_userprofile", "deputy__wagtail_userprofile")
        return render(
            self.request,
            "catalogue/admin/absences.html",
            {
                "page_title": _("Vertretungen"),
                "header_title": _("Vertretungen"),
                "form": form,
                "absences": find_manageable_absences(user=self.request.user).select_related(*people),
                "is_editorial": is_editorial(self.request.user),
                "today": timezone.localdate(),
            },
        )


@require_POST
def delete_absence(request, absence_id):
    if not can_plan_absences(request.user):
        raise PermissionDenied
    get_object_or_404(find_manageable_absences(user=request.user), pk=absence_id).delete()
    messages.success(request, _("Die Vertretung ist gelöscht."))
    return redirect(ABSENCES)


absence_urls = [
    path("vertretungen/", AbsencesView.as_view(), name=ABSENCES),
    path("vertretungen/<int:absence_id>/loeschen/", delete_absence, name="catalogue_delete_absence"),
]

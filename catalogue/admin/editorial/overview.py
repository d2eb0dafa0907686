"""Where editors begin: what waits for them, and what is missing."""

from django import forms
from django.urls import path
from django.utils.translation import gettext_lazy as _lazy

from catalogue.admin.editorial.base import EDITORIAL, EditorialView
from catalogue.domain.gaps import count_gaps
from catalogue.domain.review_queue import list_queue
from catalogue.models import Subject


class SubjectForm(forms.Form):
    """What cannot be read is no condition."""

    subject = forms.ModelChoiceField(
        Subject.objects.select_related("parent"), label=_lazy("Thema"), required=False, empty_label=_lazy("alle Themen")
    )

    @property
    def chosen(self):
        return self.cleaned_data.get("subject") if self.is_valid() else None


class OverviewView(EditorialView):
    title = _lazy("Redaktion")
    template = "overview"
    tab = EDITORIAL

    def get(self, request):
        form = SubjectForm(request.GET)
        return self.show(form=form, queue=list_queue(subject=form.chosen), gaps=count_gaps(subject=form.chosen))


overview_urls = [path("redaktion/", OverviewView.as_view(), name=EDITORIAL)]

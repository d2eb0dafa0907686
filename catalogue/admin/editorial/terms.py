"""A whole term once more: choose, look at all dates, and watch a worker make the drafts."""

from uuid import UUID, uuid4

from django import forms
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail.admin import messages

from catalogue.admin.editorial.base import TERM, EditorialView
from catalogue.choices import BatchState
from catalogue.domain.term_batches import (
    Term,
    find_repeatable,
    list_terms,
    plan_term,
    start_batch,
    suggest_term_start,
)
from catalogue.models import ClosedPeriod, Subject, TermBatch

BATCH = "catalogue_term_batch"
PROGRESS = "catalogue_term_progress"


class TermFilterForm(forms.Form):
    term = forms.ChoiceField(label=_lazy("Welches Semester?"))
    subject = forms.ModelChoiceField(
        Subject.objects.select_related("parent"), label=_lazy("Thema"), required=False, empty_label=_lazy("alle")
    )
    state = forms.ChoiceField(
        label=_lazy("Stand"),
        required=False,
        choices=[("", _lazy("alle")), ("live", _lazy("öffentlich")), ("draft", _lazy("nicht öffentlich"))],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        terms = list_terms()
        self.fields["term"].choices = [(term.value, term.label) for term in terms]

    def find(self, user):
        chosen = self.cleaned_data
        term = Term.parse(chosen["term"])
        return find_repeatable(term=term, user=user, subject=chosen["subject"], state=chosen["state"])


class StartForm(forms.Form):
    start = forms.DateField(
        label=_lazy("In welcher Woche geht das neue Semester los?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_lazy("Alles verschiebt sich um gleich viele Wochen. Wochentag und Uhrzeit bleiben."),
    )


class TermView(EditorialView):
    """GET filters, the first POST shows all new dates of what is ticked, the one with "confirm" starts the work."""

    permissions = ("catalogue.propose_offerings",)
    title = _lazy("Ein Semester wiederholen")
    template = "term_choose"
    tab = TERM

    def get(self, request):
        form = TermFilterForm(request.GET if "term" in request.GET else None)
        offerings = list(form.find(request.user)) if form.is_bound and form.is_valid() else None
        return self._show_choice(form, offerings)

    def post(self, request):
        form = TermFilterForm(request.POST)
        if not form.is_valid():
            return self._show_choice(form, None)
        offerings = list(form.find(request.user))
        ticked = set(request.POST.getlist("offering"))
        chosen = [offering for offering in offerings if str(offering.pk) in ticked]
        start_form = StartForm(request.POST)
        if not chosen or not start_form.is_valid():
            if not chosen:
                messages.warning(request, _("Bitte kreuzen Sie an, was wiederholt werden soll."))
            return self._show_choice(form, offerings, start_form=start_form, ticked=ticked)
        if "confirm" in request.POST:
            return self._start(chosen)
        closed_periods = ClosedPeriod.objects.as_named_ranges()
        planned = plan_term(offerings=chosen, start=start_form.cleaned_data["start"], closed_periods=closed_periods)
        return self.show("term_confirm", form=form, start_form=start_form, planned=planned, token=uuid4())

    def _start(self, chosen):
        """What was unticked meanwhile must not move the others, so each comes with its own day."""
        try:
            token = UUID(self.request.POST.get("token", ""))
        except ValueError:
            messages.warning(self.request, _("Bitte sehen Sie sich die Termine zuerst an."))
            return redirect(TERM)
        closed_periods = ClosedPeriod.objects.as_named_ranges()
        planned = []
        for offering in chosen:
            day = parse_date(self.request.POST.get(f"start-{offering.pk}", ""))
            if day is not None:
                planned += plan_term(offerings=[offering], start=day, closed_periods=closed_periods)
        batch = start_batch(token=token, planned=planned, user=self.request.user)
        return redirect(BATCH, batch.pk)

    def _show_choice(self, form, offerings, *, start_form=None, ticked=None):
        suggested = suggest_term_start(offerings) if offerings else None
        return self.show(
            form=form,
            start_form=start_form or StartForm(initial={"start": suggested}),
            offerings=offerings,
            ticked=ticked,
            batches=TermBatch.objects.select_related("created_by")[:5],
        )


class BatchView(EditorialView):
    title = _lazy("Neues Semester")
    template = "term_batch"
    tab = TERM

    def get(self, request, batch_id):
        batch = get_object_or_404(TermBatch, pk=batch_id)
        items = list(batch.items.select_related("source", "result"))
        return self.show(
            batch=batch,
            items=items,
            progress=count_progress(items),
            progress_url=reverse(PROGRESS, args=[batch.pk]),
            way_back=(reverse(TERM), _("Ein Semester wiederholen")),
        )


class ProgressView(EditorialView):
    """For the script that moves the bar."""

    def get(self, request, batch_id):
        return JsonResponse(count_progress(get_object_or_404(TermBatch, pk=batch_id).items.only("state")))


def count_progress(items) -> dict[str, int | bool]:
    states = [item.state for item in items]
    waiting = states.count(BatchState.WAITING)
    return {
        "total": len(states),
        "finished": len(states) - waiting,
        "failed": states.count(BatchState.FAILED),
        "is_over": waiting == 0,
    }


batch_urls = [
    path("redaktion/semester/", TermView.as_view(), name=TERM),
    path("redaktion/semester/<int:batch_id>/", BatchView.as_view(), name=BATCH),
    path("redaktion/semester/<int:batch_id>/stand/", ProgressView.as_view(), name=PROGRESS),
]

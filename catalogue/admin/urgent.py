"""Urgent changes in the admin: a narrow form, the change in plain words, then it is public."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages

from catalogue.admin.desk import find_way_back
from catalogue.admin.urgent_forms import CancelForm, ConfirmRunForm, MoveForm, PlacesForm
from catalogue.choices import UrgentKind
from catalogue.domain.desk import list_current_runs, list_urgent_kinds
from catalogue.domain.urgent import FactChange, RefusedError, plan_undo, publish_change
from catalogue.models import Offering, UrgentChange
from catalogue.permissions import can_change_urgent_facts

OVERVIEW = "catalogue_urgent"
HISTORY_LENGTH = 30


def get_offering(*, page_id: int, user):
    """The public offering, if this person may change its urgent facts."""
    offering = get_object_or_404(Offering.objects.live(), pk=page_id)
    if not can_change_urgent_facts(user=user, offering=offering):
        raise PermissionDenied
    return offering


def show_overview(request, page_id):
    """What can be changed at once, and what was."""
    offering = get_offering(page_id=page_id, user=request.user)
    runs = list_current_runs(offering.runs.prefetch_related("meetings"), timezone.localdate())
    records = offering.urgent_changes.select_related("created_by__wagtail_userprofile", "undone_by", "undoes")
    context = {
        "offering": offering,
        "kinds": list_urgent_kinds(runs, timezone.localdate()),
        "records": [(record, _is_undoable(record)) for record in records[:HISTORY_LENGTH]],
    }
    return _render(request, "overview", offering, _("Eilige Änderungen"), context)


def _is_undoable(record) -> bool:
    return record.undoes_id is None and not hasattr(record, "undone_by")


class UrgentChangeView(View):
    """GET shows the form, the first POST the change in words, the second one publishes it."""

    kind: UrgentKind
    form_class = None

    def get(self, request, page_id):
        offering = get_offering(page_id=page_id, user=request.user)
        form = self.form_class(offering=offering, chosen=request.GET.get("wahl", ""))
        return self._show_form(offering, form)

    def post(self, request, page_id):
        offering = get_offering(page_id=page_id, user=request.user)
        form = self.form_class(request.POST, offering=offering)
        if not form.is_valid() or "back" in request.POST:
            return self._show_form(offering, form)
        try:
            change = form.plan()
        except RefusedError as error:
            form.add_error(None, str(error))
            return self._show_form(offering, form)
        if "confirm" not in request.POST:
            return self._confirm(offering, form, change)
        if not _is_what_was_seen(change, request):
            messages.warning(request, _("Das hat inzwischen jemand anderes geändert. So wäre es jetzt:"))
            return self._confirm(offering, form, change)
        return publish(request, offering=offering, change=change)

    def _show_form(self, offering, form):
        return _render(self.request, "form", offering, self.kind.label, {"form": form})

    def _confirm(self, offering, form, change):
        sent = [(field.name, form.data.get(field.html_name, "")) for field in form]
        return _render(self.request, "confirm", offering, self.kind.label, {"change": change, "sent": sent})


class CancelMeetingView(UrgentChangeView):
    kind = UrgentKind.CANCEL_MEETING
    form_class = CancelForm


class MoveMeetingView(UrgentChangeView):
    kind = UrgentKind.MOVE_MEETING
    form_class = MoveForm


class PlacesView(UrgentChangeView):
    kind = UrgentKind.PLACES
    form_class = PlacesForm


class ConfirmRunView(UrgentChangeView):
    kind = UrgentKind.CONFIRM_RUN
    form_class = ConfirmRunForm


class UndoView(View):
    def dispatch(self, request, page_id, change_id):
        offering = get_offering(page_id=page_id, user=request.user)
        record = get_object_or_404(offering.urgent_changes, pk=change_id)
        try:
            change = plan_undo(record=record)
        except RefusedError as error:
            messages.error(request, str(error))
            return redirect(OVERVIEW, page_id)
        if request.method == "POST" and _is_what_was_seen(change, request):
            return publish(request, offering=offering, change=change, undoes=record)
        return _render(request, "confirm", offering, _("Zurücknehmen"), {"change": change, "sent": []})


def publish(request, *, offering, change: FactChange, undoes: UrgentChange | None = None):
    try:
        publish_change(offering_pk=offering.pk, change=change, user=request.user, undoes=undoes)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        link = messages.button(offering.get_url(request), _("Öffentliche Seite"))
        messages.success(
            request, _("Das ist jetzt öffentlich. Redaktion und Kursleitung bekommen eine Nachricht."), buttons=[link]
        )
    return redirect(OVERVIEW, offering.pk)


def make_seal(change: FactChange) -> str:
    """What the person saw before confirming; a later change by somebody else gives another one."""
    seen = [
        change.kind,
        change.run_uid,
        change.meeting_uid,
        sorted(change.before.items()),
        sorted(change.after.items()),
    ]
    return salted_hmac("catalogue.urgent", repr(seen)).hexdigest()


def _is_what_was_seen(change: FactChange, request) -> bool:
    return constant_time_compare(make_seal(change), request.POST.get("seal", ""))


def _render(request, name, offering, title, context):
    if "change" in context:
        context |= {"lines": context["change"].describe(), "seal": make_seal(context["change"])}
    return render(
        request,
        f"catalogue/admin/urgent_{name}.html",
        {
            "page_title": title,
            "page_subtitle": offering.title,
            "header_title": f"{title}: {offering.title}",
            "offering": offering,
            "way_back": find_way_back(user=request.user, offering=offering),
            **context,
        },
    )


urgent_urls = [
    path("meine-angebote/<int:page_id>/", show_overview, name=OVERVIEW),
    path("meine-angebote/<int:page_id>/absagen/", CancelMeetingView.as_view(), name="catalogue_cancel_meeting"),
    path("meine-angebote/<int:page_id>/verlegen/", MoveMeetingView.as_view(), name="catalogue_move_meeting"),
    path("meine-angebote/<int:page_id>/plaetze/", PlacesView.as_view(), name="catalogue_places"),
    path("meine-angebote/<int:page_id>/findet-statt/", ConfirmRunView.as_view(), name="catalogue_confirm_run"),
    path(
        "meine-angebote/<int:page_id>/zuruecknehmen/<int:change_id>/", UndoView.as_view(), name="catalogue_undo_change"
    ),
]

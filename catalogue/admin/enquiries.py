"""The desk for enquiries: a list to filter and to take away, and one page per enquiry with what was done about it."""

from datetime import timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views import View
from django_filters.filters import ChoiceFilter, MultipleChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.generic import IndexView

from catalogue.choices import TaskArea
from catalogue.domain.enquiries import take_step
from catalogue.domain.enquiry_wording import build_reply_url, list_facts
from catalogue.domain.spreadsheets import write_csv, write_xlsx
from catalogue.models import Enquiry

Status = Enquiry.Status

#: column -> value of an enquiry
EXPORT_COLUMNS = {
    _lazy("Vorgangsnummer"): lambda enquiry: enquiry.reference,
    _lazy("eingegangen"): lambda enquiry: timezone.localdate(enquiry.created_at),
    _lazy("Art"): lambda enquiry: enquiry.get_kind_display(),
    _lazy("Stand"): lambda enquiry: enquiry.get_status_display(),
    _lazy("Aufgabenfeld"): lambda enquiry: enquiry.get_task_area_display(),
    _lazy("Angebot"): lambda enquiry: enquiry.offering.title if enquiry.offering else "",
    _lazy("Organisation"): lambda enquiry: enquiry.organisation,
    _lazy("Name"): lambda enquiry: enquiry.name,
    _lazy("E-Mail"): lambda enquiry: enquiry.email,
    _lazy("Telefon"): lambda enquiry: enquiry.phone,
    _lazy("Wann"): lambda enquiry: enquiry.wanted_when,
    _lazy("Spricht"): lambda enquiry: enquiry.spoken_languages,
    _lazy("Seite"): lambda enquiry: enquiry.page_address,
    _lazy("Nachricht"): lambda enquiry: enquiry.message,
    _lazy("Sprache der Website"): lambda enquiry: enquiry.language,
    _lazy("wird gelöscht nach"): lambda enquiry: enquiry.delete_after,
}
#: button -> status, beside the one the enquiry has
BUTTONS = {
    Status.IN_WORK: _lazy("In Arbeit nehmen"),
    Status.ANSWERED: _lazy("Als beantwortet ablegen"),
    Status.CLOSED: _lazy("Schließen"),
    Status.NEW: _lazy("Wieder auf „neu“ setzen"),
}


class EnquiryFilterSet(WagtailFilterSet):
    status = MultipleChoiceFilter(label=_lazy("Stand"), choices=Status.choices, widget=CheckboxSelectMultiple)
    kind = MultipleChoiceFilter(label=_lazy("Art"), choices=Enquiry.Kind.choices, widget=CheckboxSelectMultiple)
    task_area = MultipleChoiceFilter(
        label=_lazy("Aufgabenfeld"), choices=TaskArea.choices, widget=CheckboxSelectMultiple
    )
    age = ChoiceFilter(
        label=_lazy("Alter"),
        choices=[
            ("3", _lazy("älter als 3 Tage")),
            ("7", _lazy("älter als eine Woche")),
            ("30", _lazy("älter als 30 Tage")),
        ],
        empty_label=_lazy("alle"),
        method="filter_age",
        widget=RadioSelect,
    )

    class Meta:
        model = Enquiry
        fields = []

    def filter_age(self, queryset, name, days):
        return queryset.filter(created_at__lt=timezone.now() - timedelta(days=int(days)))


class EnquiryListView(IndexView):
    """The tables are ours: German spreadsheet programs open them, and nothing typed by strangers calculates."""

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("offering")

    def write_csv_response(self, queryset):
        return self._respond(write_csv(*self._get_table(queryset)), "text/csv; charset=utf-8", "csv")

    def write_xlsx_response(self, queryset):
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return self._respond(write_xlsx(*self._get_table(queryset)), kind, "xlsx")

    def _get_table(self, queryset):
        header = [str(label) for label in EXPORT_COLUMNS]
        return header, ([value(enquiry) for value in EXPORT_COLUMNS.values()] for enquiry in queryset)

    def _respond(self, content: bytes, content_type: str, extension: str) -> HttpResponse:
        disposition = f'attachment; filename="{self.get_filename()}.{extension}"'
        return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})


class EnquiryStepForm(forms.Form):
    status = forms.ChoiceField(choices=Status.choices, required=False)
    note = forms.CharField(
        label=_lazy("Interne Notiz"),
        max_length=2000,
        required=False,
        help_text=_lazy("Sieht nur das Team. Sie können auch nur den Stand ändern."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EnquiryView(View):
    """GET shows the enquiry and what was done, POST sets its status, notes something, or both."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("catalogue.change_enquiry"):
            raise PermissionDenied
        self.enquiry = get_object_or_404(Enquiry.objects.select_related("offering"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, pk):
        return self._show(EnquiryStepForm())

    def post(self, request, pk):
        form = EnquiryStepForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        step = take_step(enquiry=self.enquiry, by=request.user, **form.cleaned_data)
        if step is None:
            messages.warning(request, _("Es hat sich nichts geändert."))
        elif step.status:
            messages.success(request, _("Neuer Stand: %(status)s") % {"status": step.get_status_display()})
        else:
            messages.success(request, _("Die Notiz ist gespeichert."))
        return redirect("enquiries:edit", self.enquiry.pk)

    def _show(self, form):
        context = {
            "page_title": self.enquiry.reference,
            "page_subtitle": self.enquiry.get_kind_display(),
            "way_back": (reverse("enquiries:index"), _("Anfragen")),
            "enquiry": self.enquiry,
            "facts": list_facts(self.enquiry),
            "reply_url": build_reply_url(self.enquiry),
            "steps": self.enquiry.steps.select_related("created_by__wagtail_userprofile"),
            "buttons": [(status, label) for status, label in BUTTONS.items() if status != self.enquiry.status],
            "form": form,
        }
        return render(self.request, "catalogue/admin/enquiry.html", context)

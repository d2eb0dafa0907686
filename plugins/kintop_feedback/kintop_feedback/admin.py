"""The report for editors: /admin/reports/rueckmeldungen/."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views import View
from wagtail.admin import messages

from catalogue.domain.spreadsheets import write_csv, write_xlsx
from catalogue.permissions import is_editorial
from kintop_feedback.domain.reporting import Period, find_remarks, list_pages, name_pages
from kintop_feedback.models import Remark

PAGES = "kintop_feedback_pages"
REMARKS = "kintop_feedback_remarks"
MARK = "kintop_feedback_mark"
ROWS_PER_PAGE = 50
WRITERS = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
TABS = {PAGES: _lazy("Seiten"), REMARKS: _lazy("Hinweise")}
#: value of the filter -> Remark.is_done
STATES = {"": False, "erledigt": True, "alle": None}


class DayField(forms.DateField):
    def __init__(self, **options):
        super().__init__(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class PeriodForm(forms.Form):
    von = DayField(label=_lazy("Von"))
    bis = DayField(label=_lazy("Bis"))

    def get_period(self) -> Period:
        """Days that are none do not narrow anything."""
        self.is_valid()
        return Period(self.cleaned_data.get("von"), self.cleaned_data.get("bis"))


class RemarksForm(PeriodForm):
    stand = forms.ChoiceField(
        label=_lazy("Stand"),
        choices=[("", _lazy("offen")), ("erledigt", _lazy("erledigt")), ("alle", _lazy("alle"))],
        required=False,
    )

    def get_is_done(self) -> bool | None:
        self.is_valid()
        return STATES[self.cleaned_data.get("stand", "")]


class ReportView(View):
    """For those who publish: they can mend what is said here."""

    name = ""
    form_class = PeriodForm
    filename = ""

    def dispatch(self, request, *args, **kwargs):
        if not is_editorial(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        form = self.form_class(request.GET)
        rows = self.find_rows(form)
        if request.GET.get("export") in WRITERS:
            return self._export(request.GET["export"], rows)
        page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("seite"))
        context = {
            "page_title": _("Rückmeldungen"),
            "header_title": _("Rückmeldungen"),
            "tabs": [(reverse(name), label, name == self.name) for name, label in TABS.items()],
            "form": form,
            "page": page,
            "rows": self.prepare_rows(page.object_list),
        }
        return render(request, f"kintop_feedback/admin/{self.filename}.html", context)

    def _export(self, kind: str, rows):
        write, content_type = WRITERS[kind]
        header, lines = self.build_table(rows)
        disposition = f'attachment; filename="rueckmeldungen-{self.filename}.{kind}"'
        return HttpResponse(
            write(header, lines), content_type=content_type, headers={"Content-Disposition": disposition}
        )


class PagesView(ReportView):
    name = PAGES
    filename = "seiten"

    def find_rows(self, form):
        return list_pages(period=form.get_period())

    def prepare_rows(self, rows):
        return rows

    def build_table(self, rows):
        header = [_("Seite"), _("Adresse"), _("Nein in Prozent"), _("Ja"), _("Nein"), _("offene Hinweise")]
        return header, ([row.title, row.path, row.share, row.yes, row.no, row.open_remarks] for row in rows)


class RemarksView(ReportView):
    name = REMARKS
    form_class = RemarksForm
    filename = "hinweise"

    def find_rows(self, form):
        return find_remarks(period=form.get_period(), is_done=form.get_is_done())

    def prepare_rows(self, rows):
        return name_pages(list(rows))

    def build_table(self, rows):
        header = [_("Datum"), _("Seite"), _("Adresse"), _("Sprache"), _("Worum es geht"), _("Hinweis"), _("Stand")]
        return header, (
            [
                row.day,
                title,
                row.path,
                row.language,
                row.get_category_display(),
                row.text,
                _("erledigt") if row.is_done else _("offen"),
            ]
            for row, title in name_pages(list(rows))
        )


class MarkView(View):
    """A remark is done, or open again."""

    http_method_names = ["post"]

    def dispatch(self, request, *args, **kwargs):
        if not is_editorial(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, remark_id: int):
        remark = get_object_or_404(Remark, pk=remark_id)
        remark.is_done = request.POST.get("stand") != "offen"
        remark.save(update_fields=["is_done"])
        messages.success(
            request, _("Der Hinweis ist erledigt.") if remark.is_done else _("Der Hinweis ist wieder offen.")
        )
        way_back = request.POST.get("zurueck", "")
        if not url_has_allowed_host_and_scheme(way_back, allowed_hosts=None):
            way_back = reverse(REMARKS)
        return redirect(way_back)


report_urls = [
    path("reports/rueckmeldungen/", PagesView.as_view(), name=PAGES),
    path("reports/rueckmeldungen/hinweise/", RemarksView.as_view(), name=REMARKS),
    path("reports/rueckmeldungen/hinweise/<int:remark_id>/", MarkView.as_view(), name=MARK),
]

"""What public offerings lack, gap by gap, to read here or to take along as a table."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from catalogue.admin.editorial.base import GAPS, EditorialView
from catalogue.admin.editorial.overview import SubjectForm
from catalogue.choices import Gap
from catalogue.domain.gaps import build_rows, count_gaps, filter_subject, find_with_gap
from catalogue.domain.spreadsheets import write_csv, write_xlsx

ROWS_PER_PAGE = 50
WRITERS = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class GapForm(SubjectForm):
    gap = forms.ChoiceField(choices=Gap.choices, required=False, widget=forms.HiddenInput)
    field_order = ["subject", "gap"]


class GapsView(EditorialView):
    title = _lazy("Lücken")
    template = "gaps"
    tab = GAPS

    def get(self, request):
        form = GapForm(request.GET)
        gap = request.GET.get("gap", "")
        gap = Gap(gap) if gap in Gap.values else Gap.NO_DATE
        offerings = filter_subject(find_with_gap(gap), form.chosen)
        if request.GET.get("export") in WRITERS:
            return self._export(request.GET["export"], gap, build_rows(offerings, gap=gap))
        page = Paginator(offerings, ROWS_PER_PAGE).get_page(request.GET.get("seite"))
        return self.show(
            form=form,
            gap=gap,
            gaps=count_gaps(subject=form.chosen),
            page=page,
            rows=build_rows(page.object_list, gap=gap),
            has_detail=gap in (Gap.FULL, Gap.TRANSLATION_MISSING, Gap.TRANSLATION_OUTDATED),
        )

    def _export(self, kind, gap, rows):
        header = [
            _("Kursnummer"),
            _("Titel"),
            _("Thema"),
            _("Kursleitung"),
            _("letzter Tag"),
            _("Lücke"),
            _("Genauer"),
            _("Bearbeiten"),
        ]
        lines = (
            [
                row.code,
                row.title,
                row.subject,
                row.lecturers,
                row.last_day or "",
                str(gap.label),
                row.detail,
                self.request.build_absolute_uri(reverse("wagtailadmin_pages:edit", args=[row.pk])),
            ]
            for row in rows
        )
        write, content_type = WRITERS[kind]
        name = f"{gap.value.replace('_', '-')}.{kind}"
        return HttpResponse(
            write(header, lines),
            content_type=content_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


gap_urls = [path("redaktion/luecken/", GapsView.as_view(), name=GAPS)]

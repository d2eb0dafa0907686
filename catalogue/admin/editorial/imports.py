"""A list of people comes in: file, columns, preview, and only then the database."""

from django import forms
from django.core import signing
from django.shortcuts import redirect
from django.urls import path
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from wagtail.admin import messages

from catalogue.admin.editorial.base import PEOPLE, EditorialView
from catalogue.domain.lecturer_import import (
    ImportField,
    ImportPlan,
    ImportRefusedError,
    carry_out_import,
    guess_columns,
    plan_import,
)
from catalogue.domain.lecturer_import_files import MAX_BYTES, ImportFileError, Table, read_table

IMPORT = "catalogue_import_lecturers"
#: the list travels in the form, so that nothing of it stays here when somebody gives up; Django takes 2.5 MB
MAX_FORM_BYTES = 2_000_000
SHOWN_ROWS = 200
SALT = "catalogue.lecturer_import"


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_lazy("Liste als CSV oder Excel (.xlsx)"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={"required": _lazy("Bitte wählen Sie eine Datei.")},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("Die Datei ist größer als 10 MB. Bitte teilen Sie die Liste auf."))
        try:
            self.table = read_table(content=file.read())
        except ImportFileError as error:
            raise forms.ValidationError(str(error)) from error
        if len(pack(self.table)) > MAX_FORM_BYTES:
            raise forms.ValidationError(_("Die Liste enthält zu viel Text auf einmal. Bitte teilen Sie sie auf."))
        return file


class ColumnsForm(forms.Form):
    """One choice for each column of the file."""

    def __init__(self, *args, header, **kwargs):
        super().__init__(*args, **kwargs)
        for position, heading in enumerate(header):
            self.fields[f"column-{position}"] = forms.ChoiceField(
                label=heading or _("Spalte %(number)s") % {"number": position + 1},
                choices=[("", _("nicht übernehmen")), *ImportField.choices],
                required=False,
            )

    @property
    def columns(self) -> dict[int, str]:
        return {int(name.removeprefix("column-")): value for name, value in self.cleaned_data.items() if value}


class ImportView(EditorialView):
    """GET asks for the file, the first POST shows what would happen, the one with "confirm" does it."""

    permissions = ("catalogue.add_lecturer", "catalogue.change_lecturer")
    title = _lazy("Kursleitungen aus einer Liste übernehmen")
    template = "import_upload"
    tab = PEOPLE

    def get(self, request):
        return self.show(form=UploadForm(), way_back=_get_way_back())

    def post(self, request):
        if "table" not in request.POST:
            form = UploadForm(request.POST, request.FILES)
            if not form.is_valid():
                return self.show(form=form, way_back=_get_way_back())
            return self._preview(form.table, guess_columns(form.table.header))
        table = unpack(request.POST["table"])
        if table is None:
            messages.error(request, _("Die Vorschau ist abgelaufen. Bitte wählen Sie die Datei noch einmal."))
            return redirect(IMPORT)
        form = ColumnsForm(request.POST, header=table.header)
        if not form.is_valid() or "confirm" not in request.POST:
            return self._preview(table, form.columns)
        return self._carry_out(table, form.columns)

    def _carry_out(self, table, columns):
        plan = plan_import(table=table, columns=columns)
        was_seen = constant_time_compare(make_seal(plan), self.request.POST.get("seal", ""))
        try:
            if not was_seen:
                raise ImportRefusedError
            carry_out_import(table=table, columns=columns, seen=plan)
        except ImportRefusedError:
            messages.warning(self.request, _("Inzwischen hat sich etwas geändert. So wäre es jetzt:"))
            return self._preview(table, columns)
        messages.success(self.request, describe_result(plan))
        return redirect(PEOPLE)

    def _preview(self, table, columns):
        plan = plan_import(table=table, columns=columns)
        form = ColumnsForm(
            initial={f"column-{position}": name for position, name in columns.items()}, header=table.header
        )
        people = plan.new + plan.changed
        return self.show(
            "import_preview",
            form=form,
            plan=plan,
            people=people[:SHOWN_ROWS],
            hidden_people=len(people[SHOWN_ROWS:]),
            errors=plan.errors[:SHOWN_ROWS],
            hidden_errors=len(plan.errors[SHOWN_ROWS:]),
            table=pack(table),
            seal=make_seal(plan),
            way_back=_get_way_back(),
        )


def describe_result(plan: ImportPlan) -> str:
    new, changed = len(plan.new), len(plan.changed)
    return " ".join(
        [
            ngettext("%(count)s Person ist neu.", "%(count)s Personen sind neu.", new) % {"count": new},
            ngettext("%(count)s wurde geändert.", "%(count)s wurden geändert.", changed) % {"count": changed},
        ]
    )


def pack(table: Table) -> str:
    return signing.dumps([table.header, table.rows], salt=SALT, compress=True)


def unpack(text: str) -> Table | None:
    try:
        header, rows = signing.loads(text, salt=SALT, max_age=24 * 3600)
    except signing.BadSignature:
        return None
    return Table(header=tuple(header), rows=tuple((number, tuple(cells)) for number, cells in rows))


def make_seal(plan: ImportPlan) -> str:
    return salted_hmac(SALT, repr(plan)).hexdigest()


def _get_way_back():
    from django.urls import reverse

    return reverse(PEOPLE), _("Kursleitungen")


import_urls = [path("redaktion/kursleitungen/import/", ImportView.as_view(), name=IMPORT)]

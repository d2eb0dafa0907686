"""The frame of the editors' desk: who may enter, and the way from one of its pages to the next."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from catalogue.permissions import is_editorial

EDITORIAL = "catalogue_editorial"
CALENDAR = "catalogue_calendar"
GAPS = "catalogue_gaps"
TERM = "catalogue_term"
PEOPLE = "catalogue_people"
REPLACE = "catalogue_replace"
#: route name -> tab, in this order
TABS = {
    EDITORIAL: _("Übersicht"),
    CALENDAR: _("Kalender"),
    GAPS: _("Lücken"),
    TERM: _("Neues Semester"),
    PEOPLE: _("Kursleitungen"),
    REPLACE: _("Ersetzen"),
}


class EditorialView(View):
    """For editors and administrators; ``permissions`` asks for more where a page does more."""

    permissions: tuple[str, ...] = ()
    title = ""
    template = ""
    #: route name of the tab this page belongs to
    tab = ""

    def dispatch(self, request, *args, **kwargs):
        if not is_editorial(request.user) or not request.user.has_perms(self.permissions):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def show(self, template: str = "", *, status: int = 200, **context):
        frame = {
            "page_title": self.title,
            "header_title": self.title,
            "tabs": [(reverse(name), label, name == self.tab) for name, label in TABS.items()],
        }
        name = f"catalogue/admin/editorial/{template or self.template}.html"
        return render(self.request, name, {**frame, **context}, status=status)

"""New offerings by those who lead them. Whatever is made here is a draft and goes through the review."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages

from catalogue.admin.desk import find_way_back
from catalogue.admin.term_forms import ProposeForm, RepeatForm
from catalogue.domain.schedule import ScheduleError
from catalogue.domain.terms import TermError, plan_next_term, propose_offering, repeat_offering
from catalogue.models import ClosedPeriod, CoursePage, Offering, OfferingIndexPage
from catalogue.permissions import can_propose_offerings, can_repeat_offering


class ProposeView(View):
    def dispatch(self, request):
        if not can_propose_offerings(request.user):
            raise PermissionDenied
        return super().dispatch(request)

    def get(self, request):
        return self._show(ProposeForm())

    def post(self, request):
        form = ProposeForm(request.POST)
        section = find_course_section()
        if not form.is_valid() or section is None:
            return self._show(form)
        lecturer = request.user.lecturer
        page = propose_offering(section=section, title=form.cleaned_data["title"], lecturer=lecturer, user=request.user)
        messages.success(request, _("Der Entwurf ist angelegt. Öffentlich wird er erst, wenn er geprüft ist."))
        return redirect("wagtailadmin_pages:edit", page.pk)

    def _show(self, form):
        return _render(self.request, "term_propose", _("Neues Angebot"), {"form": form})


class RepeatView(View):
    """GET asks when, the first POST shows all dates, the second one makes the draft."""

    def dispatch(self, request, page_id):
        self.offering = get_object_or_404(Offering, pk=page_id)
        if not can_repeat_offering(user=request.user, offering=self.offering):
            raise PermissionDenied
        return super().dispatch(request, page_id)

    def get(self, request, page_id):
        return self._show(RepeatForm(offering=self.offering))

    def post(self, request, page_id):
        form = RepeatForm(request.POST, offering=self.offering)
        if not form.is_valid() or "back" in request.POST:
            return self._show(form)
        try:
            runs = plan_next_term(
                runs=form.chosen_runs,
                start=form.cleaned_data["start"],
                closed_periods=ClosedPeriod.objects.as_named_ranges(),
            )
        except (TermError, ScheduleError) as error:
            form.add_error("start", str(error))
            return self._show(form)
        if "confirm" not in request.POST:
            return self._show(form, runs=runs)
        page = repeat_offering(offering=self.offering, runs=runs, user=request.user)
        messages.success(request, _("Der Entwurf ist angelegt. Bitte sehen Sie ihn durch und reichen Sie ihn ein."))
        return redirect("wagtailadmin_pages:edit", page.pk)

    def _show(self, form, runs=None):
        context = {"form": form, "runs": runs, "offering": self.offering, "page_subtitle": self.offering.title}
        return _render(self.request, "term_preview" if runs else "term_repeat", _("Wie letztes Semester"), context)


def find_course_section():
    """The section that takes courses."""
    sections = OfferingIndexPage.objects.live().order_by("path")
    courses = [section for section in sections if CoursePage.can_create_at(section)]
    return next((section for section in courses if section.offering_type in ("", "course")), next(iter(courses), None))


def _render(request, name, title, context):
    subtitle = context.get("page_subtitle", "")
    base = {
        "page_title": title,
        "header_title": f"{title}: {subtitle}" if subtitle else title,
        "way_back": find_way_back(user=request.user, offering=context.get("offering")),
    }
    return render(request, f"catalogue/admin/{name}.html", {**base, **context})


term_urls = [
    path("meine-angebote/neu/", ProposeView.as_view(), name="catalogue_propose"),
    path("meine-angebote/<int:page_id>/wiederholen/", RepeatView.as_view(), name="catalogue_repeat"),
]

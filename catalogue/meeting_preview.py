"""Shows in the editing form which meetings the weekly times will make, before anything is saved."""

from datetime import date

from django.contrib.auth.decorators import permission_required
from django.http import JsonResponse
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.panels import Panel

from catalogue.domain.schedule import ScheduleError, find_skipped_days, parse_weekly_times, plan_meetings


class MeetingPreviewPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "catalogue/admin/meeting_preview.html"

        def get_context_data(self, parent_context=None):
            return {
                **super().get_context_data(parent_context),
                "preview_url": reverse("catalogue_meeting_preview"),
            }


@permission_required("wagtailadmin.access_admin")
def preview_meetings(request):
    """JSON of what a rule would make: a sentence, the dates and the days left out with their reason."""
    from catalogue.models import ClosedPeriod

    try:
        times = parse_weekly_times(request.GET.get("weekly_times", "")[:255])
        start, end = _read_date(request.GET.get("start_date")), _read_date(request.GET.get("end_date"))
        interval = min(max(int(request.GET.get("interval_weeks") or 1), 1), 52)
    except (ScheduleError, ValueError) as error:
        return JsonResponse({"summary": _explain(error), "meetings": [], "skipped": []})
    if not times or start is None or end is None:
        return JsonResponse(
            {
                "summary": _("Mit Beginn, Ende und Wochenzeiten sehen Sie hier die Termine."),
                "meetings": [],
                "skipped": [],
            }
        )
    rule = {"times": times, "start": start, "end": end, "interval_weeks": interval}
    closed = list(ClosedPeriod.objects.all())
    try:
        meetings = plan_meetings(**rule, closed_periods=[(p.start_date, p.end_date) for p in closed])
    except ScheduleError as error:
        return JsonResponse({"summary": str(error), "meetings": [], "skipped": []})
    skipped = find_skipped_days(**rule, closed_periods=[(p.start_date, p.end_date, p.name) for p in closed])
    count = len(meetings)
    return JsonResponse(
        {
            "summary": ngettext("%(count)s Termin", "%(count)s Termine", count) % {"count": count},
            "meetings": [f"{date_format(m.date, 'D, j. F Y')}, {m.start:%H:%M}–{m.end:%H:%M}" for m in meetings],
            "skipped": [f"{date_format(day, 'D, j. F Y')}: {reason}" for day, reason in skipped],
        }
    )


def _read_date(text: str | None) -> date | None:
    """Dates as the browser's and Wagtail's date fields send them."""
    if not text:
        return None
    if "." in text:
        day, month, year = (int(part) for part in text.split("."))
        return date(year, month, day)
    return date.fromisoformat(text)


def _explain(error: Exception) -> str:
    return str(error) if isinstance(error, ScheduleError) else _("Bitte prüfen Sie Beginn und Ende.")


@hooks.register("register_admin_urls")
def mount_meeting_preview():
    return [path("catalogue/meeting-preview/", preview_meetings, name="catalogue_meeting_preview")]


@hooks.register("insert_editor_js")
def load_meeting_preview_script():
    # an InlinePanel does not pass on the media of the panels inside it
    return format_html('<script src="{}"></script>', static("catalogue/meeting_preview.js"))

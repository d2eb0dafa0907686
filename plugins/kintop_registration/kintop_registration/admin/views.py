"""Registrations in the admin: the overview, the list of a run, the attendance sheet, cancelling and moving.

Who may not see a list is told that there is none: 404, also for a number somebody tries out.
"""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from catalogue.domain.slugs import transcribe_umlauts
from catalogue.domain.timetable import build_run_view
from catalogue.models import Run
from kintop_registration.choices import ACTIVE, Mail, Status
from kintop_registration.domain import lists, places
from kintop_registration.models import Registration
from kintop_registration.permissions import find_offerings

OVERVIEW = "kintop_registration_overview"
LIST = "kintop_registration_list"
OFFERINGS_PER_PAGE = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
@require_safe
def show_overview(request):
    offerings = find_offerings(request.user).filter(registrations__isnull=False).distinct().order_by("title", "pk")
    wanted = request.GET.get("angebot", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) <= 18:
        offerings = offerings.filter(pk=int(wanted))
    page = Paginator(offerings, OFFERINGS_PER_PAGE).get_page(request.GET.get("seite"))
    context = {"rows": lists.list_overview(list(page.object_list)), "page": page, "only": wanted}
    return _render(request, "overview", _("Anmeldungen"), **context)


@never_cache
@require_safe
def show_list(request, page_id, run_uid):
    offering = _get_offering(request, page_id)
    run = lists.find_run_of(offering, run_uid)
    grouped = lists.list_registrations(offering=offering, run_uid=run_uid)
    view = build_run_view(run=run, today=timezone.localdate()) if run else None
    return _render(
        request,
        "list",
        _("Anmeldungen"),
        page_subtitle=offering.title,
        way_back=(reverse(OVERVIEW), _("Alle Anmeldungen")),
        offering=offering,
        run=run,
        run_uid=run_uid,
        view=view,
        confirmed=grouped[Status.CONFIRMED],
        waiting=grouped[Status.WAITING],
        unconfirmed=grouped[Status.UNCONFIRMED],
        gone=[*grouped[Status.WITHDRAWN], *grouped[Status.CANCELLED]],
        mail_link=lists.make_mail_link(grouped[Status.CONFIRMED]),
        persons=lists.count_persons(grouped[Status.CONFIRMED]),
        can_move=Run.objects.filter(offering=offering).exclude(uid=run_uid).exists(),
    )


@never_cache
@require_safe
def show_sheet(request, page_id, run_uid):
    """To be printed: names, and a box for each meeting."""
    offering = _get_offering(request, page_id)
    run = lists.find_run_of(offering, run_uid)
    confirmed = lists.list_registrations(offering=offering, run_uid=run_uid)[Status.CONFIRMED]
    return render(
        request,
        "kintop_registration/admin/sheet.html",
        {
            "offering": offering,
            "run": run,
            "view": build_run_view(run=run, today=timezone.localdate()) if run else None,
            "people": confirmed,
            "persons": lists.count_persons(confirmed),
            "sheets": lists.split_days(lists.list_meeting_days(run)),
            "today": timezone.localdate(),
            "list_url": reverse(LIST, args=[page_id, run_uid]),
        },
    )


@never_cache
@require_safe
def download_sheet(request, page_id, run_uid):
    offering = _get_offering(request, page_id)
    run = lists.find_run_of(offering, run_uid)
    content = lists.write_sheet(offering=offering, run=run, run_uid=run_uid)
    name = slugify(transcribe_umlauts(offering.title))[:60] or "angebot"
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"anwesenheit-{name}.xlsx")
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, registration_id):
    registration = _get_registration(request, registration_id)
    if request.method == "POST":
        places.release(registration.pk, status=Status.CANCELLED, mail=Mail.CANCELLED)
        messages.success(request, _("%(name)s ist abgesagt und bekommt eine E-Mail.") % {"name": registration.name})
        return _back_to_list(registration)
    return _ask(request, registration, "cancel", _("Anmeldung absagen"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def move(request, registration_id):
    registration = _get_registration(request, registration_id)
    others = Run.objects.filter(offering=registration.offering_id).exclude(uid=registration.run_uid)
    if request.method == "POST":
        chosen = next((run for run in others if str(run.uid) == request.POST.get("run")), None)
        if chosen is None:
            messages.error(request, _("Bitte wählen Sie einen Durchgang."))
        elif _move(request, registration, chosen):
            return _back_to_list(registration)
    today = timezone.localdate()
    choices = [(run, build_run_view(run=_with_offering(run, registration), today=today)) for run in others]
    choices = [(run, view) for run, view in choices if not view.is_over and not view.is_cancelled]
    return _ask(request, registration, "move", _("In einen anderen Durchgang"), choices=choices)


def _move(request, registration, run) -> bool:
    try:
        moved = places.move(registration.pk, run_uid=run.uid)
    except places.ClosedError:
        messages.error(request, _("In diesem Durchgang ist kein Platz frei, und er hat keine Warteliste."))
        return False
    if moved.status == Status.CONFIRMED:
        text = _("%(name)s hat jetzt dort einen Platz und bekommt eine E-Mail.")
    else:
        text = _("Dort ist gerade nichts frei: %(name)s steht auf der Warteliste und bekommt eine E-Mail.")
    messages.success(request, text % {"name": registration.name})
    return True


def _with_offering(run, registration):
    run.offering = registration.offering
    return run


def _ask(request, registration, name: str, title: str, **context):
    return _render(
        request,
        name,
        title,
        page_subtitle=registration.offering.title,
        way_back=(_get_list_url(registration), _("Anmeldungen")),
        registration=registration,
        **context,
    )


def _get_offering(request, page_id):
    return get_object_or_404(find_offerings(request.user), pk=page_id)


def _get_registration(request, registration_id) -> Registration:
    registrations = Registration.objects.filter(status__in=[Status.UNCONFIRMED, *ACTIVE]).select_related("offering")
    return get_object_or_404(registrations, pk=registration_id, offering__in=find_offerings(request.user))


def _back_to_list(registration: Registration):
    return redirect(_get_list_url(registration))


def _get_list_url(registration: Registration) -> str:
    return reverse(LIST, args=[registration.offering_id, registration.run_uid])


def _render(request, name: str, title: str, **context):
    context = {"page_title": title, "header_title": title, **context}
    return render(request, f"kintop_registration/admin/{name}.html", context)


registration_urls = [
    path("anmeldungen/", show_overview, name=OVERVIEW),
    path("anmeldungen/<int:page_id>/<uuid:run_uid>/", show_list, name=LIST),
    path("anmeldungen/<int:page_id>/<uuid:run_uid>/blatt/", show_sheet, name="kintop_registration_sheet"),
    path("anmeldungen/<int:page_id>/<uuid:run_uid>/xlsx/", download_sheet, name="kintop_registration_xlsx"),
    path("anmeldungen/eintrag/<int:registration_id>/absagen/", cancel, name="kintop_registration_cancel"),
    path("anmeldungen/eintrag/<int:registration_id>/umziehen/", move, name="kintop_registration_move"),
]

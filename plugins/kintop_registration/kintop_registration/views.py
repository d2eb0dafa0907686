"""What visitors see: the form, and the pages behind the links in letters.

Opening a link changes nothing, a button does: programs that look at mails open every link.
"""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.domain.cards import get_card_runs
from catalogue.domain.joining import get_enquiry_url
from catalogue.domain.presentation import get_finder_url
from catalogue.domain.timetable import build_run_view
from cms.throttling import is_allowed
from kintop_registration.choices import ACTIVE, Entry, Mail, Status
from kintop_registration.domain import links, places
from kintop_registration.domain.letters import get_title, list_facts
from kintop_registration.domain.receiving import receive
from kintop_registration.domain.retention import get_keep_days
from kintop_registration.forms import RegistrationForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request, offering_id, run_uid):
    run = places.find_run(offering_id=offering_id, run_uid=run_uid)
    if run is None:
        raise Http404(_("Diesen Durchgang gibt es nicht."))
    entry = places.find_entry(run)
    if entry is None:
        return _render(request, "closed", run=run, others=list_open_runs(run))
    form = RegistrationForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        if is_allowed(request, "form"):
            receive(run=run, **form.get_values())
            return redirect("kintop_registration:sent")
        status = 429
        form.add_error(
            None,
            _("Von Ihrem Anschluss kamen gerade sehr viele Anmeldungen. Bitte versuchen Sie es später noch einmal."),
        )
    context = {"run": run, "form": form, "is_waiting": entry == Entry.WAITING, "others": list_open_runs(run)}
    context["keep_days"] = get_keep_days()
    return _render(request, "form", status=status, **context)


def list_open_runs(run) -> list[tuple]:
    """(address, how a visitor reads it) of the other runs one can register for."""
    today = timezone.localdate()
    others = [other for other in get_card_runs(run.offering) if other.uid != run.uid and places.find_entry(other)]
    return [(_get_form_url(other), build_run_view(run=other, today=today)) for other in others]


def _get_form_url(run) -> str:
    return reverse("kintop_registration:register", args=[run.offering_id, run.uid])


@never_cache
@require_safe
def show_sent(request):
    return _render(request, "sent")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, token):
    registration = _read(token, links.CONFIRM)
    if registration is None:
        return _render(request, "dead_link", status=410)
    is_closed = False
    if request.method == "POST":
        try:
            places.confirm(registration.pk)
        except places.ClosedError:
            is_closed = True
        else:
            # a reload asks nothing again
            return redirect(request.path)
    return _show_registration(request, registration, is_closed=is_closed)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, token):
    registration = _read(token, links.WITHDRAW)
    if registration is None:
        return _render(request, "dead_link", status=410)
    if request.method == "POST":
        places.release(registration.pk, status=Status.WITHDRAWN, mail=Mail.WITHDRAWN)
        return redirect(request.path)
    is_on_list = registration.status in (Status.UNCONFIRMED, *ACTIVE)
    return _show_registration(request, registration, wants_to_withdraw=is_on_list)


def _read(token: str, purpose: str):
    try:
        return links.read_token(token, purpose)
    except links.DeadLinkError:
        return None


def _show_registration(request, registration, *, is_closed=False, wants_to_withdraw=False):
    context = {
        "title": get_title(registration),
        "facts": list_facts(registration)[1:],
        "registration": registration,
        "status_now": Status(registration.status),
        "is_closed": is_closed,
        "wants_to_withdraw": wants_to_withdraw,
        "withdraw_url": links.make_withdraw_url(registration),
        "enquiry_url": get_enquiry_url(registration.offering) if registration.offering else "",
    }
    return _render(request, "registration", **context)


def _render(request, name: str, *, status: int = 200, run=None, **context):
    if run is not None:
        view = build_run_view(run=run, today=timezone.localdate())
        context |= {"offering": run.offering, "view": view, "enquiry_url": get_enquiry_url(run.offering)}
    context |= {"finder_url": get_finder_url()}
    response = render(request, f"kintop_registration/{name}.html", context, status=status)
    # signed links lead to one person's data; that other sites do not see them is the site's policy for referrers
    response["X-Robots-Tag"] = "noindex"
    return response

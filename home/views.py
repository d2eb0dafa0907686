"""Pages below Wagtail's catch-all address, and those with a form for enquiries."""

from functools import wraps

from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.views import serve as serve_page

from cms.throttling import is_allowed
from home.domain.contact import build_sent_query, get_form_context, is_from_elsewhere, receive
from home.domain.known import recall_site
from home.domain.opening import is_open_now
from home.models import OrganisationSettings


def with_known_site(view):
    """Let Wagtail's views begin with the site that is in memory."""

    @wraps(view)
    def serve(request, *args, **kwargs):
        recall_site(request)
        return view(request, *args, **kwargs)

    # pages are asked one by one in home.wagtail_hooks: some have a form that works without cookies
    serve.csrf_exempt = view is serve_page
    return serve


@never_cache
def receive_enquiry(request, *, page):
    """Show the page with its form; a valid form is stored, mailed and thanked for on a page of its own."""
    context = {**page.get_context(request), **get_form_context(request, page=page)}
    form, status = context["form"], 200
    if form.is_bound and form.is_valid():
        if is_from_elsewhere(request):
            form.add_error(None, _("Bitte senden Sie das Formular noch einmal, nun von dieser Seite aus."))
        elif is_allowed(request, "form"):
            enquiry = receive(form, request=request, offering=context["enquiry_offering"])
            return redirect(f"{page.get_url(request)}?{build_sent_query(enquiry)}#formular")
        else:
            status = 429
            form.add_error(
                None,
                _(
                    "Von Ihrem Anschluss kamen gerade sehr viele Nachrichten. Ihre Angaben stehen noch unten. "
                    "Bitte senden Sie sie später noch einmal oder rufen Sie uns an."
                ),
            )
    context["is_open"] = is_open_now(OrganisationSettings.for_request(request))
    return TemplateResponse(request, page.get_template(request), context, status=status)
